package io.serai.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How it shows that one setting was turned. */
sealed interface Effect {

    String key();

    /** Something to do with Serai, and what came of it. */
    @FunctionalInterface
    interface Look {
        Object at(Turned serai) throws Exception;
    }

    /** What comes of the same thing with the setting at one value. */
    record Case(String value, Object outcome) {}

    /**
     * The same thing is done with beans that read the setting at several values, and comes out differently.
     *
     * @param others settings that are the same in all cases
     */
    record Seen(String key, Map<String, String> others, Look look, List<Case> cases) implements Effect {

        Seen of(String value, Object outcome) {
            List<Case> more = new ArrayList<>(cases);
            more.add(new Case(value, outcome));
            return new Seen(key, others, look, List.copyOf(more));
        }
    }

    /**
     * The application runs with the setting turned, and does what it would not do otherwise.
     *
     * @param value other than the default
     */
    record Running(String key, String value, Look look, Object outcome) implements Effect {}

    /** A test of something larger turns it and would fail if nothing came of that. */
    record Elsewhere(String key, String test, String method) implements Effect {}

    static Seen seen(String key, Look look) {
        return new Seen(key, Map.of(), look, List.of());
    }

    static Seen seen(String key, Map<String, String> others, Look look) {
        return new Seen(key, others, look, List.of());
    }
}
