package io.serai.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequiredSettingsTest {

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "quarkus.datasource.jdbc.url",
            "jdbc:postgresql://db/shop",
            "serai.encryption-key",
            Base64.getEncoder().encodeToString(new byte[32])));

    @Test
    @DisplayName("a database and a key are enough")
    void isContent() {
        assertThat(problems()).isEmpty();
    }

    @Test
    @DisplayName("each thing missing is named")
    void namesWhatIsMissing() {
        settings.clear();
        assertThat(problems()).hasSize(2).anyMatch(p -> p.startsWith("DATABASE_URL is missing"));
    }

    @Test
    @DisplayName("a DATABASE_URL that cannot be read is told from one that is missing, without repeating it")
    void namesAMalformedUrl() {
        settings.remove("quarkus.datasource.jdbc.url");
        settings.put("DATABASE_URL", "mysql://u:secret@db");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("not of the form")
                .doesNotContain("secret");
    }

    @Test
    @DisplayName("a key must be 32 bytes in base64")
    void refusesAnotherKey() {
        for (String key :
                List.of("abc", "not base64 at all", Base64.getEncoder().encodeToString(new byte[16]))) {
            settings.put("serai.encryption-key", key);
            assertThat(problems()).singleElement().asString().doesNotContain(key);
        }
    }

    @Test
    @DisplayName("the demo's token opens nothing in production")
    void refusesTheDemosToken() {
        settings.put("serai.admin-token", "serai-dev-admin");
        assertThat(problems()).singleElement().asString().contains("SERAI_ADMIN_TOKEN");
    }

    private List<String> problems() {
        return RequiredSettings.problems(key -> Optional.ofNullable(settings.get(key)));
    }
}
