package io.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serai.channel.Platform;
import io.serai.docs.OperatorSettings.Setting;
import io.serai.ownership.FieldOwnership;
import io.serai.ownership.FieldOwnershipFile;
import io.serai.ownership.FieldRule;
import io.serai.problem.Problem;
import io.serai.product.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The pages that say what a file says already are written from that file: {@code -Dserai.docs.write=true} writes them. */
@DisplayName("the reference")
class ReferenceTest {

    private static final Map<Platform, String> NAMES =
            Map.of(Platform.SHOPIFY, "Shopify", Platform.WOOCOMMERCE, "WooCommerce", Platform.JTL, "JTL-FFN");

    @Test
    @DisplayName("D18 has every field with its place and unit on each platform, its owner, and read, write or never")
    void hasEveryField() throws IOException {
        Path file = Path.of("config", "field-ownership.yaml");
        FieldOwnership ownership =
                FieldOwnershipFile.read(new YAMLMapper().readTree(Files.readAllBytes(file)), file.toString());
        StringBuilder page = new StringBuilder(
                """
                # Fields

                Who owns each field, and what Serai does with it on each platform. This page is written from
                [`config/field-ownership.yaml`](../../config/field-ownership.yaml), which is where to change it.

                - **commerce**: the shops' field; the hub may edit it, but a shop wins within five minutes. **ops**: the hub's; what
                  a shop changes is put back. **shared**: the later edit wins. [The rules](../explanation/rules.md) tell more.
                - Under a platform: the field's place and unit there. *read*: Serai takes edits from there and never writes.
                  *write*: Serai writes it there, and what is changed there is put back. *of each variant*: the platform keeps
                  the product's field with every variant. *never*: the platform has no place for it.
                - Stock (available, reserved, announced) is no field: it comes from the warehouse and is never merged.
                """);
        fields(page, "Of a product", ownership, field -> field.level() == Field.Level.PRODUCT);
        fields(page, "Of each variant", ownership, field -> field.level() == Field.Level.VARIANT);
        page.append("\n## Kept in the hub alone\n\nNo platform has a place for these: ");
        page.append(String.join(
                        ", ",
                        java.util.Arrays.stream(Field.values())
                                .filter(field ->
                                        ownership.rules().get(field).access().isEmpty())
                                .map(field -> "`" + field.key() + "`")
                                .toList()))
                .append(".\n");
        compare(Path.of("docs", "reference", "fields.md"), page.toString());
    }

    @Test
    @DisplayName("has every setting an operator may turn, with its default")
    void hasEverySetting() throws IOException {
        StringBuilder page = new StringBuilder(
                """
                # Settings

                Every setting can be given as an environment variable (`serai.push.workers` is `SERAI_PUSH_WORKERS`), as a system
                property, or in `config/application.properties` beside the place Serai is started from. Where a variable is named
                below, it works too. Durations are written `500MS`, `30S`, `2M`, `1H`.

                `REDIS_URL` and other `REDIS_*` variables mean nothing here: there is no Redis. `DATABASE_URL` names the database; or
                use `quarkus.datasource.jdbc.url`, `quarkus.datasource.username` and `quarkus.datasource.password`.
                """);
        String section = "";
        for (Setting setting : OperatorSettings.all()) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                page.append("\n## ").append(section).append("\n\n| setting | default | what |\n|---|---|---|\n");
            }
            page.append("| `").append(setting.key()).append('`');
            page.append(setting.variable().isEmpty() ? "" : "<br>`" + setting.variable() + "`");
            page.append(" | ")
                    .append(setting.fallback().isEmpty() ? "none" : "`" + setting.fallback() + "`")
                    .append(" | ")
                    .append(setting.words().replace("|", "\\|"))
                    .append(" |\n");
        }
        compare(Path.of("docs", "reference", "settings.md"), page.toString());
    }

    @Test
    @DisplayName("has an example file for operators with every setting in it")
    void hasAnExample() throws IOException {
        StringBuilder file = new StringBuilder(
                """
                # What an operator may turn. Copy what you change into config/application.properties, beside the place Serai is
                # started from, and take the # away. The values here are the defaults.
                """);
        String section = "";
        for (Setting setting : OperatorSettings.all()) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                file.append("\n## ").append(section).append('\n');
            }
            file.append(setting.words().isEmpty() ? "" : "# " + setting.words() + "\n");
            file.append('#')
                    .append(setting.key())
                    .append('=')
                    .append(setting.fallback())
                    .append('\n');
        }
        compare(Path.of("config", "application.example.properties"), file.toString());
    }

    @Test
    @DisplayName("has every problem that Serai answers with")
    void hasEveryProblem() throws IOException {
        assertThat(ProblemKinds.all())
                .extracting(problem -> (Object) problem.getClass())
                .containsExactlyInAnyOrder((Object[]) Problem.class.getPermittedSubclasses());
        StringBuilder page = new StringBuilder(
                """
                # Problems

                What Serai does not do it answers with a problem document (RFC 9457, `application/problem+json`): `type` is one of
                those below, `detail` says what is wrong, `errors` names each flaw with its `pointer` into the body or its
                `parameter`, and `instance` is the id to ask about. Nothing was changed, unless it says so.

                | type | status | title | what it means |
                |---|---|---|---|
                """);
        for (Problem problem : ProblemKinds.all()) {
            page.append("| `urn:serai:problem:%s` | %d | %s | %s |\n"
                    .formatted(problem.kind(), problem.status(), problem.title(), ProblemKinds.words(problem)));
        }
        page.append(
                """
                | `urn:serai:problem:unexpected` | 500 | Serai could not do it | The fault is Serai's. The log has it under the id in `instance`. |

                What is no HTTP request, or has a head that is too large, is answered with 400, 414 or 431 and no document, or by
                closing the connection.

                ## What is kept

                | what | where |
                |---|---|
                | A request to the API that is refused | nowhere; nothing is changed |
                | A delivery that is not signed by its shop | nowhere: a stranger must not fill the disk |
                | A delivery that its shop signed and that cannot be read | `webhook_log`, status `refused`, with the reason and every byte of the body; its repetitions are counted in the same row, and it is taken when it can be read one day |
                | An answer of a platform that is none | the row that was to be done (`product_sync_queue`, `control.pending_reads`) waits with the reason in `last_error`, and so does the channel; a platform that refuses Serai's credentials pauses the channel, with the reason in `pause_reason` |
                """);
        compare(Path.of("docs", "reference", "problems.md"), page.toString());
    }

    @Test
    @DisplayName("explains every setting of Serai's own in words")
    void explains() throws IOException {
        assertThat(OperatorSettings.all())
                .filteredOn(setting -> setting.key().startsWith("serai."))
                .allSatisfy(
                        setting -> assertThat(setting.words()).as(setting.key()).isNotBlank());
    }

    @Test
    @DisplayName("names no setting that does not exist")
    void namesNoOther() throws IOException {
        Properties known = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src", "main", "resources", "application.properties"))) {
            known.load(reader);
        }
        List<String> named = Files.readAllLines(Path.of("config", "application.example.properties")).stream()
                .filter(line -> line.matches("#[a-z][a-z0-9.-]+=.*"))
                .map(line -> line.substring(1, line.indexOf('=')))
                .toList();
        assertThat(named).isNotEmpty().allSatisfy(key -> assertThat(known).containsKey(key));
    }

    private static void fields(StringBuilder page, String title, FieldOwnership ownership, Predicate<Field> which) {
        page.append("\n## ").append(title).append("\n\n| field | owner |");
        for (Platform platform : Platform.values()) {
            page.append(' ').append(NAMES.get(platform)).append(" |");
        }
        page.append("\n|---|---|")
                .append("---|".repeat(Platform.values().length))
                .append('\n');
        for (Field field : Field.values()) {
            if (which.test(field)) {
                FieldRule rule = ownership.rules().get(field);
                page.append("| `").append(field.key()).append("` | ");
                page.append(rule.owner().name().toLowerCase(Locale.ROOT)).append(" |");
                for (Platform platform : Platform.values()) {
                    page.append(' ').append(place(rule, platform)).append(" |");
                }
                page.append('\n');
            }
        }
    }

    private static String place(FieldRule rule, Platform platform) {
        return switch (rule.access().getOrDefault(platform, io.serai.ownership.Access.NEVER)) {
            case READ_WRITE -> rule.places().get(platform);
            case READ -> rule.places().get(platform) + " (*read*)";
            case WRITE ->
                rule.places().get(platform)
                        + (rule.ofVariants().contains(platform) ? " (*write*, *of each variant*)" : " (*write*)");
            case NEVER -> "*never*";
        };
    }

    private static void compare(Path page, String expected) throws IOException {
        if (Boolean.getBoolean("serai.docs.write")) {
            Files.writeString(page, expected);
        }
        assertThat(page)
                .as("%s is written from another file: mvn test -Dtest=ReferenceTest -Dserai.docs.write=true", page)
                .hasContent(expected);
    }
}
