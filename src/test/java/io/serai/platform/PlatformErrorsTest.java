package io.serai.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.serai.platform.shopify.ShopifyBudget;
import io.serai.platform.shopify.ShopifyErrors;
import io.serai.platform.woocommerce.WooCommerceErrors;
import io.serai.support.Payloads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer of a platform is taken, or is one of the five failures. */
class PlatformErrorsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T16:31:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            401 | {"errors":"[API] Invalid API key or access token"} | Unauthorized
            403 | {"errors":"Forbidden"}                             | Unauthorized
            404 | {"errors":"Not Found"}                             | Unauthorized
            429 | {}                                                 | Throttled
            500 | oops                                               | Unavailable
            302 |                                                    | Unavailable
            200 | <html>maintenance</html>                           | Unavailable
            200 | {"data":{"prod                                     | Unavailable
            200 | {}                                                 | Unavailable
            200 | {"errors":[{"message":"no","extensions":{"code":"THROTTLED"}}]}             | Throttled
            200 | {"errors":[{"message":"no","extensions":{"code":"ACCESS_DENIED"}}]}         | Unauthorized
            200 | {"errors":[{"message":"no","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]} | Unavailable
            200 | {"errors":[{"message":"Field 'x' doesn't exist"}]}                          | Rejected
            """)
    void tellsWhatShopifyMeans(int status, String body, String failure) {
        assertThatThrownBy(() -> ShopifyErrors.judge(status, Map.of(), body, true))
                .isInstanceOf(PlatformFailure.class)
                .satisfies(
                        thrown -> assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            401 | {"code":"woocommerce_rest_cannot_view"}  | Unauthorized
            403 | <html>blocked</html>                     | Unauthorized
            429 |                                          | Throttled
            500 | <html>critical error</html>              | Unavailable
            500 | {"code":"internal_server_error"}         | Unavailable
            301 |                                          | Unavailable
            200 | <html>maintenance</html>                 | Unavailable
            200 | [{"id":12},{"id                          | Unavailable
            200 |                                          | Unavailable
            404 | {"code":"rest_no_route"}                 | Unavailable
            404 | <html>not found</html>                   | Unavailable
            """)
    void tellsWhatWooCommerceMeans(int status, String body, String failure) {
        assertThatThrownBy(() -> WooCommerceErrors.judge(status, Map.of(), body, true, NOW))
                .isInstanceOf(PlatformFailure.class)
                .satisfies(
                        thrown -> assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure));
    }

    @Test
    @DisplayName("W9: a taken SKU is a refusal in every version, also where the shop answers 500")
    void knowsATakenSkuInEveryVersion() {
        String body = "{\"code\":\"product_invalid_sku\",\"message\":\"Invalid or duplicated SKU.\"}";

        assertThat(WooCommerceErrors.judge(400, Map.of(), body, true, NOW).isTaken())
                .isFalse();
        assertThat(WooCommerceErrors.judge(500, Map.of(), body, true, NOW).isTaken())
                .isFalse();
    }

    @Test
    @DisplayName("rule 6: the outcome is unknown only where a write may have been done")
    void knowsWhenTheOutcomeIsUnknown() {
        assertThat(shopify(503, true).outcomeUnknown()).isTrue();
        assertThat(shopify(503, false).outcomeUnknown()).isFalse();
        assertThat(shopify(302, true).outcomeUnknown()).isFalse();
    }

    private static Unavailable shopify(int status, boolean write) {
        return catchThrowableOfType(Unavailable.class, () -> ShopifyErrors.judge(status, Map.of(), "", write));
    }

    @Test
    @DisplayName("a channel waits as long as the platform says")
    void waitsAsLongAsThePlatformSays() {
        assertThat(RetryAfter.of("2.0")).isEqualTo(Duration.ofSeconds(2));
        assertThat(RetryAfter.of("999999")).isEqualTo(Duration.ofHours(1));
        assertThat(RetryAfter.of("Wed, 21 Oct 2026 07:28:00 GMT")).isEqualTo(RetryAfter.UNKNOWN);
        Throttled throttled = catchThrowableOfType(
                Throttled.class,
                () -> ShopifyErrors.judge(
                        200,
                        Map.of(),
                        """
                        {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":
                        {"requestedQueryCost":300,"throttleStatus":{"currentlyAvailable":100,"restoreRate":50}}}}""",
                        true));
        assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    @DisplayName("fact 23: points are counted by what Shopify itself said")
    void countsPoints() {
        ShopifyBudget budget = new ShopifyBudget(Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(budget.untilAffordable("channel", "Products")).isZero();

        budget.learn(
                "channel",
                "Products",
                Payloads.json("{'requestedQueryCost': 700, 'throttleStatus': "
                        + "{'currentlyAvailable': 200, 'restoreRate': 100}}"));

        assertThat(budget.untilAffordable("channel", "Products")).isEqualTo(Duration.ofSeconds(5));
        assertThat(budget.untilAffordable("channel", "Shop")).isZero();
        assertThat(budget.untilAffordable("other", "Products")).isZero();
    }

    @Test
    @DisplayName("W13: calls to one shop are spread evenly, and shops do not wait for each other")
    void spreadsCalls() {
        CallRate rate = new CallRate(10, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(rate.reserve("one")).isZero();
        assertThat(rate.reserve("one")).isEqualTo(Duration.ofMillis(100));
        assertThat(rate.reserve("one")).isEqualTo(Duration.ofMillis(200));
        assertThat(rate.reserve("other")).isZero();
    }
}
