package io.serai.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.platform.ObservedOrder;
import io.serai.platform.ObservedOrder.State;
import io.serai.platform.ObservedOrderLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An order in Shopify")
class ShopifyOrdersTest {

    private static final String LINE =
            """
            {"id": "gid://shopify/LineItem/%d", "sku": "A", "currentQuantity": %d, "unfulfilledQuantity": %d,
             "product": {"id": "gid://shopify/Product/1"}, "variant": %s}
            """;
    private static final String ORDER =
            """
            {"id": "gid://shopify/Order/7", "name": "#1007", "createdAt": "2026-11-21T10:00:00Z",
             "updatedAt": "2026-11-21T11:00:00Z", "cancelledAt": %s, "displayFulfillmentStatus": "%s",
             "lineItems": {"nodes": [%s], "pageInfo": {"hasNextPage": %s, "endCursor": "next"}}}
            """;

    private static String line(int id, int current, int unfulfilled) {
        return LINE.formatted(id, current, unfulfilled, "{\"id\": \"gid://shopify/ProductVariant/2\"}");
    }

    @ParameterizedTest(name = "{1}, {3} of {2}: {4}, {5} owed, {6} shipped")
    @CsvSource({
        "null, UNFULFILLED, 3, 3, OPEN, 3, 0",
        "null, PARTIALLY_FULFILLED, 3, 1, OPEN, 1, 2",
        "null, UNFULFILLED, 2, 3, OPEN, 2, 0",
        "null, FULFILLED, 3, 0, FULFILLED, 0, 3",
        "null, UNFULFILLED, 0, 0, CANCELLED, 0, 0",
        "'\"2026-11-21T10:30:00Z\"', UNFULFILLED, 3, 3, CANCELLED, 0, 0",
        "'\"2026-11-21T10:30:00Z\"', UNFULFILLED, 3, 0, CANCELLED, 0, 0",
        "'\"2026-11-21T10:30:00Z\"', PARTIALLY_FULFILLED, 2, 0, CANCELLED, 0, 2",
    })
    @DisplayName("owes what was neither refunded, removed, shipped nor cancelled")
    void owes(
            String cancelled,
            String status,
            int current,
            int unfulfilled,
            State state,
            BigDecimal owed,
            BigDecimal shipped) {
        ShopifyReadOrders read = new ShopifyReadOrders(List.of("7"));
        hear(read, "{\"nodes\": [" + ORDER.formatted(cancelled, status, line(1, current, unfulfilled), "false") + "]}");

        ObservedOrder order = read.result().found().get(0);
        assertThat(order.state()).isEqualTo(state);
        assertThat(order.externalId()).isEqualTo("7");
        assertThat(order.updatedAt()).isEqualTo("2026-11-21T11:00:00Z");
        assertThat(order.lines()).containsExactly(new ObservedOrderLine("1", "1", "2", "A", owed, shipped));
    }

    @Test
    @DisplayName("K6 has all its lines, however many; a variant that is gone has no id")
    void allLines() {
        ShopifyReadOrders read = new ShopifyReadOrders(List.of("7", "8"));
        hear(read, "{\"nodes\": [" + ORDER.formatted("null", "UNFULFILLED", line(1, 1, 1), "true") + ", null]}");
        assertThat(read.question().operation()).isEqualTo("OrderLines");
        assertThat(read.question().variables()).hasToString("{\"id\":\"gid://shopify/Order/7\",\"after\":\"next\"}");
        hear(
                read,
                "{\"node\": {\"lineItems\": {\"nodes\": [" + LINE.formatted(2, 4, 4, "null")
                        + "], \"pageInfo\": {\"hasNextPage\": false}}}}");
        assertThat(read.isOpen()).isFalse();
        assertThat(read.result().found().get(0).lines())
                .extracting(ObservedOrderLine::externalVariantId)
                .containsExactly("2", null);
        assertThat(read.result().missing()).containsExactly("8");
    }

    private static void hear(ShopifyReadOrders read, String data) {
        try {
            read.hear(new ShopifyAnswer(new ObjectMapper().readTree(data), Instant.EPOCH));
        } catch (IOException e) {
            throw new IllegalArgumentException(data, e);
        }
    }
}
