package io.serai.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The settings as an operator finds them: what the pages say there is, whatever the code does with it. */
final class DocumentedSettings {

    static final Path PACKAGED = Path.of("src", "main", "resources", "application.properties");

    private static final Path PAGE = Path.of("docs", "reference", "settings.md");
    private static final Path EXAMPLE = Path.of("config", "application.example.properties");
    private static final Path FIRST_PAGE = Path.of("README.md");

    /** Not for operators: one only holds a value for another, one is the demo's. */
    static final Set<String> INTERNAL = Set.of("serai.access.bootstrap-token", "serai.access.shown-token");

    /** Given to Quarkus, in a form of Serai's own. */
    static final String DATABASE = "DATABASE_URL";

    private static final Pattern ROW =
            Pattern.compile("^\\| `(?<key>[a-z][a-z0-9.-]*)`(?:<br>`(?<variable>[A-Z0-9_]+)`)? \\|", Pattern.MULTILINE);
    private static final Pattern EXAMPLE_LINE = Pattern.compile("^#?(?<key>[a-z][a-z0-9.-]*)=", Pattern.MULTILINE);
    private static final Pattern PACKAGED_LINE =
            Pattern.compile("^(?<key>(?:%[a-z]+\\.)?serai\\.[a-z0-9.-]*)=", Pattern.MULTILINE);
    private static final Pattern VARIABLE_ROW =
            Pattern.compile("^\\| `(?<variable>[A-Z][A-Z0-9_]*)` \\|", Pattern.MULTILINE);
    private static final Pattern VARIABLE =
            Pattern.compile("`(?<variable>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`|\\b(?<given>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=");

    private DocumentedSettings() {}

    /** Every key on the reference page, Serai's own and those of others. */
    static Set<String> onThePage() {
        return keys(ROW, PAGE);
    }

    static Set<String> inTheExample() {
        return keys(EXAMPLE_LINE, EXAMPLE);
    }

    /** Those of Serai's own in the packaged file, a profile's without the profile. */
    static Set<String> packaged() {
        Set<String> all = new TreeSet<>();
        keys(PACKAGED_LINE, PACKAGED).forEach(key -> all.add(key.replaceFirst("^%[a-z]+\\.", "")));
        return all;
    }

    /** Every documented setting of Serai's own. */
    static Set<String> own() {
        Set<String> own = new TreeSet<>(onThePage());
        own.addAll(inTheExample());
        own.removeIf(key -> !key.startsWith("serai."));
        return own;
    }

    /** The variables that the reference page names beside a setting, with that setting. */
    static Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        ROW.matcher(text(PAGE))
                .results()
                .filter(row -> row.group(2) != null)
                .forEach(row -> variables.put(row.group(2), row.group(1)));
        return variables;
    }

    /** The table of variables of the first page. */
    static Set<String> firstVariables() {
        Set<String> variables = new TreeSet<>();
        VARIABLE_ROW
                .matcher(text(FIRST_PAGE))
                .results()
                .map(row -> row.group(1))
                .forEach(variables::add);
        return variables;
    }

    /** Every variable that a page names anywhere, in its words or in a command. */
    static Set<String> namedVariables(Path page) {
        Set<String> variables = new TreeSet<>();
        VARIABLE.matcher(text(page)).results().map(DocumentedSettings::named).forEach(variables::add);
        return variables;
    }

    private static String named(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private static Set<String> keys(Pattern line, Path file) {
        Set<String> keys = new TreeSet<>();
        line.matcher(text(file)).results().map(found -> found.group(1)).forEach(keys::add);
        return keys;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
