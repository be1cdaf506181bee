package io.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.config.DatabaseUrlSource;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("K15 every documented environment variable")
class EnvironmentVariableTest {

    /** No setting has it by itself. */
    private static final String GIVEN = "a-value-of-the-operator";

    private static final int PACKAGED = 250;
    private static final int ENVIRONMENT = 300;

    @ParameterizedTest(name = "{0}")
    @MethodSource("named")
    @DisplayName("K15 changes the setting it stands beside")
    void changesItsSetting(String variable) {
        String key = DocumentedSettings.variables().get(variable);
        assertThat(value(key, Map.of())).isNotEqualTo(Optional.of(GIVEN));
        assertThat(value(key, Map.of(variable, GIVEN))).contains(GIVEN);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    @DisplayName("K15 that is a setting's own name changes that setting")
    void ownNameChangesItsSetting(String key) {
        String variable = key.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
        assertThat(value(key, Map.of(variable, GIVEN))).contains(GIVEN);
    }

    @Test
    @DisplayName("K15 names the database in the form that other tools have")
    void namesTheDatabase() {
        Map<String, String> given =
                Map.of(DocumentedSettings.DATABASE, "postgres://somebody:a%20secret@db.example:5433/shop");
        assertThat(value("quarkus.datasource.jdbc.url", given)).contains("jdbc:postgresql://db.example:5433/shop");
        assertThat(value("quarkus.datasource.username", given)).contains("somebody");
        assertThat(value("quarkus.datasource.password", given)).contains("a secret");
    }

    @Test
    @DisplayName("K15 on any page is one that changes something, or is said to change nothing")
    void isKnownWhereverItIsNamed() {
        Set<String> known = new TreeSet<>(DocumentedSettings.variables().keySet());
        known.add(DocumentedSettings.DATABASE);
        keys().map(key -> key.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT))
                .forEach(known::add);
        assertThat(DocumentedSettings.firstVariables()).hasSizeGreaterThan(3).isSubsetOf(known);
        known.add("REDIS_URL");
        assertThat(pages()).allSatisfy(page -> assertThat(DocumentedSettings.namedVariables(page))
                .as(page.toString())
                .isSubsetOf(known));
    }

    @Test
    @DisplayName("K15 of Redis changes nothing")
    void redisChangesNothing() {
        Map<String, String> none = values(Map.of());
        assertThat(none).hasSizeGreaterThan(100);
        assertThat(values(Map.of("REDIS_URL", GIVEN, "REDIS_HOST", GIVEN))).isEqualTo(none);
    }

    static Stream<String> named() {
        return DocumentedSettings.variables().keySet().stream();
    }

    static Stream<String> keys() {
        return DocumentedSettings.onThePage().stream();
    }

    private static Stream<Path> pages() {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> values(Map<String, String> environment) {
        SmallRyeConfig config = config(environment);
        Map<String, String> values = new HashMap<>();
        keys().forEach(key ->
                values.put(key, config.getOptionalValue(key, String.class).orElse("")));
        return values;
    }

    private static Optional<String> value(String key, Map<String, String> environment) {
        return config(environment).getOptionalValue(key, String.class);
    }

    /** As in production: the packaged file, what {@code DATABASE_URL} says, and the environment over both. */
    private static SmallRyeConfig config(Map<String, String> environment) {
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .withProfile("prod")
                    .withSources(
                            new PropertiesConfigSource(
                                    DocumentedSettings.PACKAGED.toUri().toURL(), PACKAGED),
                            new EnvConfigSource(environment, ENVIRONMENT))
                    .withSources(new DatabaseUrlSource())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
