package io.serai.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.platform.ObservedOrder;
import io.serai.platform.ObservedOrder.State;
import io.serai.platform.ObservedOrderLine;
import io.serai.platform.OrdersRead;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An order in WooCommerce")
class WooCommerceOrdersTest {

    private static final String ORDER =
            """
            {"id": %d, "number": "A-%d", "status": "%s", "date_created_gmt": "2026-11-21T10:00:00",
             "date_modified_gmt": "2026-11-21T10:00:%02d", "refunds": %s,
             "line_items": [
               {"id": 1, "product_id": 11, "variation_id": 0, "quantity": 3, "sku": "A", "meta_data": [%s]},
               {"id": 2, "product_id": 15, "variation_id": 16, "quantity": 1.5, "sku": "B", "meta_data": []}]}
            """;
    private static final String REDUCED = "{\"id\": 48, \"key\": \"_reduced_stock\", \"value\": \"2\"}";

    private static String order(int id, String status, int second, String refunds, String meta) {
        return ORDER.formatted(id, id, status, second, refunds, meta);
    }

    @ParameterizedTest(name = "{0}: {1}, {2} and {3}")
    @CsvSource({
        "processing, OPEN, 3, 1.5",
        "on-hold, OPEN, 3, 1.5",
        "pending, OPEN, 2, 0",
        "packed, OPEN, 2, 0",
        "completed, FULFILLED, 0, 0",
        "cancelled, CANCELLED, 0, 0",
        "refunded, CANCELLED, 0, 0",
        "failed, CANCELLED, 0, 0",
        "trash, CANCELLED, 0, 0"
    })
    @DisplayName("W12 owes what its status and its lines say")
    void owes(String status, State state, BigDecimal first, BigDecimal second) {
        ObservedOrder order = read(order(7, status, 9, "[]", REDUCED)).found().get(0);

        assertThat(order.state()).isEqualTo(state);
        assertThat(order.number()).isEqualTo("A-7");
        assertThat(order.updatedAt()).isEqualTo("2026-11-21T10:00:09Z");
        assertThat(order.lines()).extracting(ObservedOrderLine::quantity).containsExactly(first, second);
        assertThat(order.lines())
                .extracting(ObservedOrderLine::externalProductId)
                .containsExactly("11", "15");
        assertThat(order.lines())
                .extracting(ObservedOrderLine::externalVariantId)
                .containsExactly("11", "16");
    }

    @Test
    @DisplayName("owes what was not refunded, put back or not; its refunds are asked for only where they matter")
    void refunds() {
        WooCommerceReadOrders read = new WooCommerceReadOrders(List.of("7", "8"));
        String refunds = "[{\"id\": 70, \"total\": \"-5.00\"}]";
        hear(read, "[" + order(7, "processing", 1, refunds, "") + "," + order(8, "cancelled", 1, refunds, "") + "]");
        assertThat(read.question().path()).isEqualTo("/wp-json/wc/v3/orders/7/refunds");
        hear(
                read,
                """
                [{"id": 70, "line_items": [
                  {"id": 90, "quantity": -2, "meta_data": [{"key": "_refunded_item_id", "value": "1"}]},
                  {"id": 91, "quantity": -9, "meta_data": [{"key": "_refunded_item_id", "value": "2"}]}]}]
                """);
        assertThat(read.isOpen()).isFalse();
        assertThat(read.result().found())
                .filteredOn(order -> order.externalId().equals("7"))
                .flatExtracting(ObservedOrder::lines)
                .extracting(ObservedOrderLine::quantity)
                .containsExactly(BigDecimal.ONE, BigDecimal.ZERO);
    }

    @Test
    @DisplayName("W5 is looked for in the trash, and then it is gone")
    void missing() {
        WooCommerceReadOrders read = new WooCommerceReadOrders(List.of("7", "8"));
        hear(read, "[]");
        assertThat(read.question().query()).containsEntry("status", "trash").containsEntry("include", "7,8");
        hear(read, "[" + order(8, "trash", 1, "[]", REDUCED) + "]");
        assertThat(read.isOpen()).isFalse();
        assertThat(read.result().found()).extracting(ObservedOrder::state).containsExactly(State.CANCELLED);
        assertThat(read.result().missing()).containsExactly("7");
    }

    @Test
    @DisplayName("K6 facts 52 and 60 a page begins in the second where the one before ended, by offset only within one")
    void pages() {
        WooCommerceOrderPage trash = new WooCommerceOrderPage(null, Instant.parse("2026-11-21T09:00:00.9Z"));
        assertThat(trash.question().query())
                .containsEntry("status", "trash")
                .containsEntry("modified_after", "2026-11-21T08:59:59");
        trash.hear(answer("[]", 0));
        assertThat(trash.result().completeUntil()).isNull();

        WooCommerceOrderPage first = new WooCommerceOrderPage(trash.result().nextCursor(), null);
        assertThat(first.question().query())
                .containsEntry("status", "any")
                .containsEntry("modified_after", "2026-11-21T08:59:59")
                .containsEntry("dates_are_gmt", "true")
                .containsEntry("offset", "0");
        first.hear(answer(page(100, i -> i / 2), 150));
        assertThat(first.result().orders()).hasSize(100);
        assertThat(first.result().completeUntil()).isEqualTo("2026-11-21T10:00:49Z");

        WooCommerceOrderPage second = new WooCommerceOrderPage(first.result().nextCursor(), null);
        assertThat(second.question().query())
                .containsEntry("modified_after", "2026-11-21T10:00:48")
                .containsEntry("offset", "0");
        second.hear(answer(page(100, i -> 49), 152));

        WooCommerceOrderPage third = new WooCommerceOrderPage(second.result().nextCursor(), null);
        assertThat(third.question().query())
                .containsEntry("modified_after", "2026-11-21T10:00:48")
                .containsEntry("offset", "99");
        // shorter than it should be, but the last: what cannot be read is left out (fact 51)
        third.hear(answer("[" + order(100, "processing", 49, "[]", "") + "]", 152));
        assertThat(third.isOpen()).isFalse();
        assertThat(third.result().nextCursor()).isNull();
    }

    private static String page(int size, java.util.function.IntUnaryOperator second) {
        return IntStream.range(0, size)
                .mapToObj(i -> order(i + 1, "processing", second.applyAsInt(i), "[]", ""))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static OrdersRead read(String order) {
        WooCommerceReadOrders read = new WooCommerceReadOrders(List.of("7"));
        hear(read, "[" + order + "]");
        assertThat(read.isOpen()).isFalse();
        return read.result();
    }

    private static void hear(WooCommerceReadOrders read, String body) {
        read.hear(answer(body, -1));
    }

    private static WooCommerceAnswer answer(String body, long total) {
        try {
            JsonNode json = new ObjectMapper().readTree(body);
            return new WooCommerceAnswer(200, Map.of("x-wp-total", String.valueOf(total)), json, Instant.EPOCH);
        } catch (IOException e) {
            throw new IllegalArgumentException(body, e);
        }
    }
}
