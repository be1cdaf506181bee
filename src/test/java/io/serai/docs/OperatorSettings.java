package io.serai.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator may turn, as {@code application.properties} says it: key, default and the words above it. */
final class OperatorSettings {

    /**
     * One setting.
     *
     * @param variable the environment variable that its default reads, empty if none
     * @param fallback its value when nobody sets it, empty for none
     */
    record Setting(String section, String key, String variable, String fallback, String words) {}

    private static final Path FILE = Path.of("src", "main", "resources", "application.properties");

    /** Of other people's keys, those worth turning here. */
    private static final Set<String> OTHERS = Set.of(
            "quarkus.http.port",
            "quarkus.http.idle-timeout",
            "quarkus.datasource.jdbc.max-size",
            "quarkus.datasource.jdbc.acquisition-timeout",
            "camel.main.shutdown-timeout");

    /** Not for operators: one only holds a value for another, one is the demo's. */
    private static final Set<String> INTERNAL = Set.of("serai.access.bootstrap-token", "serai.access.shown-token");

    private static final Pattern READS_A_VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::(.*))?}");

    private OperatorSettings() {}

    static List<Setting> all() throws IOException {
        List<Setting> all = new ArrayList<>();
        String section = "";
        StringBuilder words = new StringBuilder();
        for (String line : Files.readAllLines(FILE)) {
            int equals = line.indexOf('=');
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("#")) {
                words.append(words.isEmpty() ? "" : " ")
                        .append(line.substring(1).strip());
            } else if (equals > 0 && isOperators(line.substring(0, equals))) {
                all.add(setting(section, line.substring(0, equals), line.substring(equals + 1), words.toString()));
            }
            if (!line.startsWith("#")) {
                words.setLength(0);
            }
        }
        return all;
    }

    private static boolean isOperators(String key) {
        return OTHERS.contains(key) || key.startsWith("serai.") && !INTERNAL.contains(key);
    }

    private static Setting setting(String section, String key, String value, String words) {
        Matcher variable = READS_A_VARIABLE.matcher(value);
        return variable.matches()
                ? new Setting(
                        section, key, variable.group(1), variable.group(2) == null ? "" : variable.group(2), words)
                : new Setting(section, key, "", value, words);
    }
}
