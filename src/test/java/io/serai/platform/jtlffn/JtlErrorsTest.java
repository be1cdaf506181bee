package io.serai.platform.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.platform.PlatformFailure;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.Stale;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("an answer of JTL-FFN")
class JtlErrorsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T16:31:00Z");
    private static final JtlQuestion READ = JtlQuestion.get("products");
    private static final JtlQuestion WRITE = JtlQuestion.patch("products/MERC01PRDCT", null);

    private static JtlAnswer judge(JtlQuestion question, int status, String body) {
        return JtlErrors.judge(question, status, Map.of(), body, NOW, "Sign in");
    }

    private static String error(String code) {
        return "{\"errorCode\":{\"code\":\"" + code + "\",\"description\":\"No\"},"
                + "\"errorMessages\":[{\"message\":\"It is so\",\"target\":\"name\"}],\"errorMetaData\":{}}";
    }

    @Test
    @DisplayName("that is too long a question says nothing of a shorter one, and is not asked the same way again")
    void tooLong() {
        assertThatThrownBy(() -> judge(READ, 414, "<h2>Request Too Long</h2>"))
                .isInstanceOfSatisfying(Unavailable.class, it -> assertThat(it.isAboutWhatWasAsked())
                        .isTrue());
        assertThatThrownBy(() -> judge(READ, 503, ""))
                .isInstanceOfSatisfying(Unavailable.class, it -> assertThat(it.isAboutWhatWasAsked())
                        .isFalse());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            401 |                                       | Unauthorized
            403 |                                       | Unauthorized
            403 | <html>blocked</html>                  | Unauthorized
            404 |                                       | Unauthorized
            404 | <html>no such page</html>             | Unavailable
            429 |                                       | Throttled
            500 | oops                                  | Unavailable
            503 |                                       | Unavailable
            302 |                                       | Unavailable
            400 | {"title":"not theirs"}                | Unavailable
            414 | <h2>Request Too Long</h2>            | Unavailable
            200 | <html>maintenance</html>              | Unavailable
            200 | {"items":[                            | Unavailable
            200 |                                       | Unavailable
            """)
    @DisplayName("that is none fails as one of the five")
    void isOneOfTheFive(int status, String body, String failure) {
        assertThatThrownBy(() -> judge(READ, status, body))
                .isInstanceOf(PlatformFailure.class)
                .satisfies(
                        thrown -> assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure));
    }

    @Test
    @DisplayName("says what a person can do: sign in, allow more, or visit the portal once")
    void saysWhatToDo() {
        assertThatThrownBy(() -> judge(READ, 401, "")).hasMessageContaining("Sign in");
        assertThatThrownBy(() -> judge(READ, 403, ""))
                .hasMessageContaining("ffn.merchant.write")
                .hasMessageContaining("Sign in");
        assertThatThrownBy(() -> judge(READ, 404, "")).hasMessageContaining("portal");
        assertThatThrownBy(() -> judge(READ, 404, ""))
                .isInstanceOfSatisfying(Unauthorized.class, failure -> assertThat(failure.saysWhatToDo())
                        .isTrue());
    }

    @Test
    @DisplayName("leaves open what became of a write only where it may have been done")
    void tellsUnknownOutcomes() {
        assertThat(unknown(WRITE, 503, "")).isTrue();
        assertThat(unknown(READ, 503, "")).isFalse();
        assertThat(unknown(WRITE, 200, "<html>")).isTrue();
        assertThat(unknown(WRITE, 400, "<html>")).isFalse();
        assertThat(judge(WRITE, 204, "").isTaken()).isTrue();
    }

    private static boolean unknown(JtlQuestion question, int status, String body) {
        try {
            throw new AssertionError(judge(question, status, body));
        } catch (Unavailable failure) {
            return failure.outcomeUnknown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Outbounds_OutdatedOutbound", "Shared_OutdatedObject"})
    @DisplayName("400 may mean that somebody changed the thing meanwhile")
    void mayBeStale(String code) {
        JtlAnswer answer = judge(WRITE, 400, error(code));
        assertThat(answer.code()).isEqualTo(code);
        assertThatThrownBy(answer::taken).isInstanceOf(Stale.class).hasMessageContaining("It is so");
    }

    @ParameterizedTest
    @CsvSource({
        "400, Shared_ModelValidation, invalid",
        "400, Shared_DuplicateKey, duplicate",
        "400, Products_ProductNotFound, not_found",
        "404, Outbounds_OutboundNotFound, not_found",
        "410, Outbounds_OutboundAttachmentDeleted, not_found",
        "403, Shared_OperationForbidden, invalid",
        "403, Outbounds_OutboundStatusChangeForbidden, invalid",
    })
    @DisplayName("that refuses says why, and a state that forbids it is no missing sign-in")
    void refuses(int status, String code, String kind) {
        JtlAnswer answer = judge(WRITE, status, error(code));
        assertThat(answer.isTaken()).isFalse();
        assertThatThrownBy(answer::taken)
                .isInstanceOfSatisfying(Rejected.class, failure -> assertThat(failure.reasons())
                        .containsExactly(new Reason("name", code + ": It is so", kind, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"errorMetaData", "errorMetadata"})
    @DisplayName("that a SKU is taken names the product that has it")
    void namesTheOther(String place) {
        String body = "{\"errorCode\":{\"code\":\"Products_DuplicateProduct\"},\"errorMessages\":[],\"" + place
                + "\":{\"MerchantSku\":\"A-1\",\"Jfsku\":\"MERC01PRDCT\"}}";
        assertThatThrownBy(judge(WRITE, 409, body)::taken)
                .isInstanceOfSatisfying(Rejected.class, failure -> assertThat(failure.reasons())
                        .containsExactly(new Reason(
                                "merchantSku", "Products_DuplicateProduct", Reason.SKU_TAKEN, "MERC01PRDCT")));
    }

    @Test
    @DisplayName("of another shape is an error that is seen, never an empty result")
    void failsLoudly() {
        JtlAnswer answer = judge(READ, 200, "{\"updates\":[],\"more\":\"yes\",\"to\":7}");
        assertThatThrownBy(() -> answer.list("data"))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("GET /v1/merchant/products")
                .hasMessageContaining("no data");
        assertThatThrownBy(() -> answer.flag("more")).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> answer.text("to")).isInstanceOf(Unavailable.class);
        assertThat(answer.list("updates")).isEmpty();
    }
}
