package io.serai.config;

import java.util.Locale;
import java.util.Optional;

/** What a process does. Each kind can be there several times, on one database. */
public enum WorkerMode {
    /** Everything. */
    ALL,
    /** Answers: the API, the console, and the platforms' webhooks, which it stores. */
    WEB,
    /** Works on what is stored, polls, pushes and keeps the schedules. It answers nobody but those who watch it. */
    WORKER;

    /**
     * @param text {@code all}, {@code web} or {@code worker}; {@code true} means worker and {@code false} means all
     * @throws IllegalArgumentException if it is something else
     */
    public static WorkerMode parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("no worker mode: " + text));
    }

    static boolean isOne(String text) {
        return find(text).isPresent();
    }

    private static Optional<WorkerMode> find(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "all", "false" -> Optional.of(ALL);
            case "web" -> Optional.of(WEB);
            case "worker", "true" -> Optional.of(WORKER);
            default -> Optional.empty();
        };
    }
}
