package io.serai.platform.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.channel.GrantedTokens;
import io.serai.platform.PlatformFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("JTL's sign-in")
class JtlOAuthTest {

    private static final Instant NOW = Instant.parse("2026-11-20T16:31:00Z");

    private static Optional<GrantedTokens> judge(int status, String body, String used) {
        return JtlOAuth.judge(status, Map.of(), body, used, NOW);
    }

    @Test
    @DisplayName("is opened by a link that says who asks, for what, and where to come back to")
    void makesLinks() {
        URI link = JtlOAuth.link(
                URI.create("https://oauth2.example/authorize"), "a client", "https://serai.example/cb?x=1", "s&t");
        assertThat(link)
                .hasToString("https://oauth2.example/authorize?response_type=code&client_id=a%20client"
                        + "&redirect_uri=https%3A%2F%2Fserai.example%2Fcb%3Fx%3D1"
                        + "&scope=ffn.merchant.read%20ffn.merchant.write&state=s%26t");
    }

    @Test
    @DisplayName("gives tokens for so long; where no new refresh token comes the one used stays good")
    void givesTokens() {
        assertThat(judge(200, "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":60}", "old"))
                .contains(new GrantedTokens("a", "r", Duration.ofSeconds(60), NOW));
        assertThat(judge(200, "{\"access_token\":\"a\"}", "old"))
                .contains(new GrantedTokens("a", "old", Duration.ofMinutes(30), NOW));
    }

    @Test
    @DisplayName("says with invalid_grant that a token is not good any more")
    void tokensEnd() {
        assertThat(judge(400, "{\"error\":\"invalid_grant\"}", "old")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            401 | {"error":"invalid_client"}      | Unauthorized
            401 |                                 | Unauthorized
            400 | {"error":"unauthorized_client"} | Unauthorized
            400 | <html>firewall</html>           | Unavailable
            403 | <html>firewall</html>           | Unavailable
            429 |                                 | Throttled
            503 |                                 | Unavailable
            302 |                                 | Unavailable
            200 | {"refresh_token":"r"}           | Unavailable
            200 | {"access_token":"a"}            | Unavailable
            200 | <html>                          | Unavailable
            """)
    @DisplayName("that gives none fails as one of the five")
    void isOneOfTheFive(int status, String body, String failure) {
        assertThatThrownBy(() -> judge(status, body, null))
                .isInstanceOf(PlatformFailure.class)
                .satisfies(
                        thrown -> assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure));
    }
}
