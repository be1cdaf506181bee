package io.serai.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("the route files")
class RouteFilesTest {

    private static final Path CONTRACT = Path.of("src", "main", "resources", "openapi.yaml");
    private static final Pattern SENT_TO = Pattern.compile("\"(direct:[A-Za-z0-9-]+)\"");

    private final RouteRules rules = new RouteRules(RouteFile.below(Path.of("routes")));
    private final Settings settings = new Settings();

    @Test
    @DisplayName("are in the canonical form, which later versions of Camel keep")
    void areCanonical() throws IOException {
        assertFits(Files.newInputStream(Path.of("target", "canonical", "schema", "camelYamlDsl-canonical.json")));
    }

    @Test
    @DisplayName("are spelt as the version of Camel they run on knows it")
    void areKnownToThisCamel() throws IOException {
        assertFits(getClass().getResourceAsStream("/schema/camelYamlDsl.json"));
    }

    @Test
    @DisplayName("are each loaded by a pattern, and named by their subject")
    void areIncluded() {
        assertThat(rules.files(settings.includePatterns())).isEmpty();
    }

    @Test
    @DisplayName("survive Kaoto: comments at the top only, entities in its order")
    void surviveKaoto() {
        assertThat(rules.comments()).isEmpty();
        assertThat(rules.order()).isEmpty();
    }

    @Test
    @DisplayName("give every route an id of its own and a description")
    void nameTheirRoutes() {
        assertThat(rules.names()).isEmpty();
        assertThat(rules.subRoutesAreNamedAsTheyAreCalled(operations())).isEmpty();
    }

    @Test
    @DisplayName("name an existing policy on every route that starts work, and on no other")
    void nameTheirPolicies() {
        assertThat(rules.policies(operations())).isEmpty();
    }

    @Test
    @DisplayName("call only routes that exist")
    void callWhatExists() throws IOException {
        assertThat(rules.targets(calledFromJava())).isEmpty();
    }

    @Test
    @DisplayName("use only settings that have a default")
    void useSettingsWithADefault() {
        assertThat(rules.placeholders(settings.defaults())).isEmpty();
    }

    private void assertFits(InputStream schemaFile) throws IOException {
        JsonSchema schema;
        try (InputStream in = schemaFile) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
        }
        ObjectMapper mapper = new ObjectMapper();
        assertThat(rules.files()).allSatisfy(file -> assertThat(schema.validate(mapper.valueToTree(file.content())))
                .as(file.name())
                .isEmpty());
    }

    /** The operations of the contract; each is a route that the REST layer starts. */
    private static Set<String> operations() {
        if (!Files.exists(CONTRACT)) {
            return Set.of();
        }
        Set<String> operations = new TreeSet<>();
        try (InputStream in = Files.newInputStream(CONTRACT)) {
            RouteFile.eachText(new Load(LoadSettings.builder().build()).loadFromInputStream(in), (key, text) -> {
                if (key.equals("operationId")) {
                    operations.add(text);
                }
            });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return operations;
    }

    private static Set<String> calledFromJava() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> files =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            Set<String> called = new TreeSet<>();
            for (Path file : files) {
                called.addAll(SENT_TO.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .collect(toSet()));
            }
            return called;
        }
    }
}
