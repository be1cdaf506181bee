package io.serai.platform.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.platform.Unavailable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a question to JTL-FFN")
class JtlQuestionTest {

    @Test
    @DisplayName("is encoded so that a blank stays a blank and a plus a plus")
    void isEncoded() {
        JtlQuestion question =
                JtlQuestion.get("stocks/updates", "fromDate", "2026-01-01T00:00:00+01:00", "$top", "a b");
        assertThat(question.path()).isEqualTo("/v1/merchant/stocks/updates");
        assertThat(question.query()).isEqualTo("fromDate=2026-01-01T00%3A00%3A00%2B01%3A00&%24top=a%20b");
        assertThat(question.isWrite()).isFalse();
        assertThat(JtlQuestion.delete("products/x").isWrite()).isTrue();
    }

    @Test
    @DisplayName("that follows a link stays with the channel's own address")
    void followsLinks() {
        JtlQuestion next =
                JtlQuestion.next("https://evil.example/api/v1/merchant/stocks/updates?page=2&fromDate=a%2Bb");
        assertThat(next).isEqualTo(JtlQuestion.get("stocks/updates", "page", "2", "fromDate", "a+b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a link", "https://ffn.example/", "https://ffn.example/token?grant_type=x"})
    @DisplayName("follows no link that does not lead to the API")
    void followsNoOthers(String link) {
        assertThatThrownBy(() -> JtlQuestion.next(link)).isInstanceOf(Unavailable.class);
    }
}
