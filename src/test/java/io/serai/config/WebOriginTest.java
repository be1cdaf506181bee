package io.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A13 an origin")
class WebOriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://dashboard.example.com, https://dashboard.example.com",
        "' HTTPS://Dashboard.Example.com:443 ', https://dashboard.example.com",
        "http://localhost:3000, http://localhost:3000",
        "http://example.com:80, http://example.com",
        "https://[::1]:8443, https://[::1]:8443"
    })
    @DisplayName("A13 is compared as browsers write it")
    void isWrittenAsBrowsersDo(String given, String written) {
        assertThat(WebOrigin.parse(given).text()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "",
                "dashboard.example.com",
                "https://dashboard.example.com/",
                "https://example.com/app",
                "https://*.example.com",
                "https://a@example.com",
                "https://example.com?x",
                "ftp://example.com",
                "https://",
                "mailto:a@example.com"
            })
    @DisplayName("A13 names one site and nothing else, or Serai does not start")
    void isOneSite(String given) {
        assertThatThrownBy(() -> WebOrigin.parse(given)).isInstanceOf(IllegalArgumentException.class);
        Map<String, String> settings = Map.of("serai.access.cors-origins", "https://a.example.com," + given);
        if (!given.isEmpty()) {
            assertThat(RequiredSettings.problems(key -> Optional.ofNullable(settings.get(key))))
                    .anyMatch(problem -> problem.contains("cors-origins"));
        }
    }
}
