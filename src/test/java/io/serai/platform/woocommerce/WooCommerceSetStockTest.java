package io.serai.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.platform.Reason;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import io.serai.platform.StockRefusal;
import io.serai.platform.StockSet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Setting stock in WooCommerce")
class WooCommerceSetStockTest {

    private static StockLine simple(int id, long quantity, Long changeFrom) {
        return line(id, id, quantity, changeFrom);
    }

    private static StockLine line(int product, int variant, long quantity, Long changeFrom) {
        return new StockLine(String.valueOf(product), String.valueOf(variant), null, null, quantity, changeFrom);
    }

    @Test
    @DisplayName(
            "Rule 16 as many lines are said at once as are of a few lists, so that what is more urgent does not wait long")
    void fewListsAtOnce() {
        List<StockLine> mixed = new ArrayList<>();
        for (int product = 10; product < 20; product++) {
            mixed.add(line(product, product + 100, 5, 7L));
            mixed.add(line(product, product + 200, 5, 7L));
        }
        assertThat(WooCommerceStock.atOnce(mixed))
                .as("two variations each of two")
                .isEqualTo(4);
        assertThat(WooCommerceStock.atOnce(mixed.subList(0, 1))).isEqualTo(1);
        List<StockLine> simple =
                IntStream.range(1, 101).mapToObj(id -> simple(id, 5, 7L)).toList();
        assertThat(WooCommerceStock.atOnce(simple)).isEqualTo(100);
    }

    @Test
    @DisplayName("what Serai made begins to be counted with its first figure, what staff do not count stays uncounted")
    void beginsToCount() {
        StockLine begun = new StockLine("1", "1", null, null, 5, null, true);
        WooCommerceSetStock set = new WooCommerceSetStock(new StockSet("k", List.of(begun, simple(2, 5, null))));
        hear(set, "[{\"id\": 1, \"manage_stock\": false}, {\"id\": 2, \"manage_stock\": false}]");
        assertThat(set.question().body())
                .hasToString("{\"update\":[{\"id\":1,\"stock_quantity\":5,\"manage_stock\":true}]}");
        hear(set, "{\"update\": [{\"id\": 1, \"manage_stock\": true, \"stock_quantity\": 5}]}");
        assertThat(set.result().applied()).extracting(StockFigure::quantity).containsExactly(5L);
        assertThat(set.result().refused())
                .extracting(refusal -> refusal.line().externalVariantId())
                .containsExactly("2");
    }

    @Test
    @DisplayName("fact 58 reads directly before each write, and writes only what the shop holds as expected")
    void comparesBeforeItWrites() {
        WooCommerceSetStock set = new WooCommerceSetStock(new StockSet(
                "k",
                List.of(
                        simple(1, 5, 7L),
                        simple(2, 5, 7L),
                        simple(3, 5, 7L),
                        simple(4, 5, 7L),
                        simple(5, 5, 7L),
                        simple(6, 5, null))));
        assertThat(set.question().path()).isEqualTo("/wp-json/wc/v3/products");
        assertThat(set.question().query()).containsEntry("include", "1,2,3,4,5,6");

        hear(
                set,
                """
                [{"id": 1, "manage_stock": true, "stock_quantity": 7},
                 {"id": 2, "manage_stock": true, "stock_quantity": 6},
                 {"id": 3, "manage_stock": true, "stock_quantity": 5},
                 {"id": 4, "manage_stock": false, "stock_quantity": null},
                 {"id": 6, "manage_stock": true, "stock_quantity": null}]
                """);

        assertThat(set.question().path()).isEqualTo("/wp-json/wc/v3/products/batch");
        assertThat(set.question().body())
                .hasToString("{\"update\":[{\"id\":1,\"stock_quantity\":5},{\"id\":6,\"stock_quantity\":5}]}");
        hear(
                set,
                """
                {"update": [{"id": 1, "manage_stock": true, "stock_quantity": 5},
                            {"id": 6, "manage_stock": true, "stock_quantity": 5}]}
                """);
        assertThat(set.isOpen()).isFalse();
        assertThat(set.result().applied())
                .extracting(StockFigure::externalVariantId)
                .containsExactlyInAnyOrder("1", "3", "6");
        assertThat(set.result().refused())
                .extracting(refusal -> refusal.line().externalVariantId() + " "
                        + refusal.reasons().get(0).code())
                .containsExactlyInAnyOrder("2 " + Reason.STALE, "4 " + Reason.NOT_TRACKED, "5 " + Reason.NOT_FOUND);
    }

    @Test
    @DisplayName("fact 56 an item that a batch refuses is refused alone")
    void refusesOneItem() {
        WooCommerceSetStock set =
                new WooCommerceSetStock(new StockSet("k", List.of(simple(1, 5, 7L), simple(2, 4, 7L))));
        hear(
                set,
                """
                [{"id": 1, "manage_stock": true, "stock_quantity": 7}, {"id": 2, "manage_stock": true, "stock_quantity": 7}]
                """);
        hear(
                set,
                """
                {"update": [{"id": 1, "error": {"code": "rest_invalid_param", "message": "No.", "data": {"status": 400}}},
                            {"id": 2, "manage_stock": true, "stock_quantity": 4}]}
                """);
        assertThat(set.result().applied())
                .extracting(StockFigure::externalVariantId)
                .containsExactly("2");
        assertThat(set.result().refused()).extracting(StockRefusal::line).containsExactly(simple(1, 5, 7L));
    }

    @Test
    @DisplayName(
            "variations go to their product's list, a hundred to a request; one counted with its product is left alone")
    void groups() {
        List<StockLine> lines = IntStream.range(1, 121)
                .mapToObj(i -> i <= 110 ? simple(i, 1, 0L) : line(900, i, 1, 0L))
                .toList();
        WooCommerceSetStock set = new WooCommerceSetStock(new StockSet("k", lines));

        assertThat(set.question().query().get("include").split(",")).hasSize(100);
        hear(set, "[]");
        assertThat(set.question().query().get("include").split(",")).hasSize(10);
        hear(set, "[]");
        assertThat(set.question().path()).isEqualTo("/wp-json/wc/v3/products/900/variations");
        hear(
                set,
                "[{\"id\": 111, \"manage_stock\": \"parent\", \"stock_quantity\": 0},"
                        + " {\"id\": 112, \"manage_stock\": true, \"stock_quantity\": 0}]");
        assertThat(set.question().path()).isEqualTo("/wp-json/wc/v3/products/900/variations/batch");
        hear(set, "{\"update\": [{\"id\": 112, \"manage_stock\": true, \"stock_quantity\": 1}]}");
        assertThat(set.isOpen()).isFalse();
        assertThat(set.result().applied()).hasSize(1);
        assertThat(set.result().refused()).hasSize(119);
    }

    @Test
    @DisplayName("W8 a figure may be missing, negative, or of a plugin that sells by weight")
    void readsFigures() {
        WooCommerceReadStock read = new WooCommerceReadStock(
                List.of(simple(1, 0, null), simple(2, 0, null), simple(3, 0, null), simple(4, 0, null)));
        read.hear(
                answer(
                        """
                [{"id": 3, "manage_stock": true, "stock_quantity": 2.9},
                 {"id": 2, "manage_stock": true, "stock_quantity": -4},
                 {"id": 1, "manage_stock": true, "stock_quantity": null}]
                """));
        assertThat(read.result()).extracting(StockFigure::quantity).containsExactly(0L, -4L, 2L, null);
        assertThat(read.result()).extracting(StockFigure::tracked).containsExactly(true, true, true, false);
    }

    private static void hear(WooCommerceSetStock set, String body) {
        set.hear(answer(body));
    }

    private static WooCommerceAnswer answer(String body) {
        try {
            JsonNode json = new ObjectMapper().readTree(body);
            return new WooCommerceAnswer(200, Map.of(), json, Instant.EPOCH);
        } catch (IOException e) {
            throw new IllegalArgumentException(body, e);
        }
    }
}
