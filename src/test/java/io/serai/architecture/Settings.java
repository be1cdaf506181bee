package io.serai.architecture;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The packaged settings, as they are written. */
final class Settings {

    private static final Path FILE = Path.of("src", "main", "resources", "application.properties");

    private final Properties properties = new Properties();

    Settings() {
        try (Reader reader = Files.newBufferedReader(FILE)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys that have a value in every profile. */
    Set<String> defaults() {
        return properties.stringPropertyNames().stream()
                .filter(key -> !key.startsWith("%"))
                .collect(Collectors.toSet());
    }

    Set<String> includePatterns() {
        return Arrays.stream(properties
                        .getProperty("camel.main.routes-include-pattern")
                        .split(","))
                .map(String::strip)
                .collect(Collectors.toSet());
    }
}
