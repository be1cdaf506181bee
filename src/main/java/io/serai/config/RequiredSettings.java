package io.serai.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What Serai does not start without, or not with, outside the demo and the tests. */
public final class RequiredSettings {

    private static final int KEY_BYTES = 32;
    private static final String DEMO_TOKEN = "serai-dev-admin";

    private RequiredSettings() {}

    /**
     * What is missing or not fit, each in a few words that say what to set. No value is repeated.
     *
     * @param setting finds a setting by its key; empty when it has no value
     * @return empty when Serai may start
     */
    public static List<String> problems(Function<String, Optional<String>> setting) {
        List<String> problems = new ArrayList<>();
        if (setting.apply("quarkus.datasource.jdbc.url").isEmpty()) {
            problems.add(
                    setting.apply("DATABASE_URL").isEmpty()
                            ? "DATABASE_URL is missing (postgres://user:password@host:5432/database)"
                            : "DATABASE_URL is not of the form postgres://user:password@host:5432/database");
        }
        Optional<String> key = setting.apply("serai.encryption-key");
        if (key.isEmpty()) {
            problems.add("SERAI_ENCRYPTION_KEY is missing (32 random bytes in base64)");
        } else if (!isKey(key.get())) {
            problems.add("SERAI_ENCRYPTION_KEY is not 32 bytes in base64");
        }
        if (setting.apply("serai.admin-token").filter(DEMO_TOKEN::equals).isPresent()) {
            problems.add("SERAI_ADMIN_TOKEN is the demo's, which everybody knows");
        }
        setting.apply("serai.process.worker-mode")
                .filter(mode -> !WorkerMode.isOne(mode))
                .ifPresent(mode -> problems.add("WORKER_MODE is none of all, web, worker"));
        setting.apply("serai.access.cors-origins")
                .filter(origins ->
                        !origins.isBlank() && !Arrays.stream(origins.split(",")).allMatch(WebOrigin::isOne))
                .ifPresent(origins -> problems.add(
                        "serai.access.cors-origins has something that is no origin (https://dashboard.example.com)"));
        return problems;
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
