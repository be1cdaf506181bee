package io.serai.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.Stale;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import io.serai.platform.StockRefusal;
import io.serai.platform.StockSet;
import io.serai.platform.Unavailable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Setting stock in Shopify")
class ShopifySetStockTest {

    private static final StockSet SET = new StockSet("key-1", List.of(line(1, 5, 7L), line(2, 0, 3L), line(3, 9, 9L)));

    private static StockLine line(int item, long quantity, Long changeFrom) {
        return new StockLine("p" + item, "v" + item, String.valueOf(item), "61", quantity, changeFrom);
    }

    @Test
    @DisplayName("fact 38 sends the same to the letter for the same set, and always compares")
    void isAFunctionOfTheSet() {
        JsonNode first = new ShopifySetStock(SET).question().variables();
        JsonNode again = new ShopifySetStock(new StockSet("key-1", SET.lines()))
                .question()
                .variables();

        assertThat(again).hasToString(first.toString());
        assertThat(first)
                .hasToString(
                        """
                        {"input":{"name":"available","reason":"correction","referenceDocumentUri":"serai://stock/key-1",\
                        "quantities":[\
                        {"inventoryItemId":"gid://shopify/InventoryItem/1","locationId":"gid://shopify/Location/61",\
                        "quantity":5,"changeFromQuantity":7},\
                        {"inventoryItemId":"gid://shopify/InventoryItem/2","locationId":"gid://shopify/Location/61",\
                        "quantity":0,"changeFromQuantity":3},\
                        {"inventoryItemId":"gid://shopify/InventoryItem/3","locationId":"gid://shopify/Location/61",\
                        "quantity":9,"changeFromQuantity":9}]},"key":"key-1"}""");
    }

    @Test
    @DisplayName("answers with what each line holds then")
    void appliesAll() {
        ShopifySetStock set = new ShopifySetStock(SET);
        hear(set, "{\"inventorySetQuantities\": {\"inventoryAdjustmentGroup\": null, \"userErrors\": []}}");

        assertThat(set.isOpen()).isFalse();
        assertThat(set.result().refused()).isEmpty();
        assertThat(set.result().applied()).extracting(StockFigure::quantity).containsExactly(5L, 0L, 9L);
    }

    @Test
    @DisplayName("fact 37 a lost comparison names every line that lost")
    void namesStaleLines() {
        assertThatThrownBy(() -> refuse(
                        error("0", "changeFromQuantity", "CHANGE_FROM_QUANTITY_STALE"),
                        error("2", "changeFromQuantity", "CHANGE_FROM_QUANTITY_STALE")))
                .isInstanceOfSatisfying(Stale.class, stale -> assertThat(StockRefusal.named(SET, stale.reasons()))
                        .extracting(StockRefusal::line)
                        .containsExactly(SET.lines().get(0), SET.lines().get(2)));
    }

    @Test
    @DisplayName("fact 39 a line that cannot be set is named with its reason")
    void namesRefusedLines() {
        assertThatThrownBy(() -> refuse(
                        error("1", "inventoryItemId", "NON_MUTABLE_INVENTORY_ITEM"),
                        error("2", "inventoryItemId", "INVALID_INVENTORY_ITEM")))
                .isInstanceOfSatisfying(Rejected.class, rejected -> {
                    List<StockRefusal> named = StockRefusal.named(SET, rejected.reasons());
                    assertThat(named)
                            .extracting(StockRefusal::line)
                            .containsExactly(SET.lines().get(1), SET.lines().get(2));
                    assertThat(named)
                            .flatExtracting(StockRefusal::reasons)
                            .extracting(Reason::code)
                            .containsExactly(Reason.NOT_TRACKED, Reason.NOT_FOUND);
                });
    }

    @Test
    @DisplayName("a refusal that names no line is a refusal all the same")
    void namesNoLine() {
        assertThatThrownBy(() -> refuse("{\"field\": null, \"message\": \"No\", \"code\": \"INVALID_REASON\"}"))
                .isInstanceOfSatisfying(Rejected.class, rejected -> {
                    assertThat(rejected.reasons()).hasSize(1);
                    assertThat(StockRefusal.named(SET, rejected.reasons())).isEmpty();
                });
    }

    @Test
    @DisplayName("fact 36 a try that is still under way is sent again with the same key; a key misused is a bug")
    void readsIdempotencyErrors() {
        assertThatThrownBy(() -> refuse(error("", "", "IDEMPOTENCY_CONCURRENT_REQUEST")))
                .isInstanceOfSatisfying(Unavailable.class, failure -> assertThat(failure.outcomeUnknown())
                        .isTrue());
        assertThatThrownBy(() -> refuse(error("", "", "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")))
                .isInstanceOf(Stale.class);
        assertThatThrownBy(() -> refuse(error("", "", "IDEMPOTENCY_KEY_PARAMETER_MISMATCH")))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(PlatformFailure.class);
    }

    @Test
    @DisplayName("counts an item first where it is not counted yet; a refusal of that names its line")
    void activatesFirst() {
        StockSet fresh = new StockSet("key-2", List.of(line(1, 5, 7L), line(2, 4, null)));
        ShopifySetStock set = new ShopifySetStock(fresh);

        assertThat(set.question().operation()).isEqualTo("InventoryActivate");
        String key = set.question().variables().path("key").asText();
        assertThat(key)
                .isEqualTo(new ShopifySetStock(fresh)
                        .question()
                        .variables()
                        .path("key")
                        .asText())
                .isNotEqualTo("key-2");
        ShopifySetStock refused = new ShopifySetStock(fresh);
        assertThatThrownBy(
                        () -> hear(
                                refused,
                                """
                        {"inventoryActivate": {"inventoryLevel": null,
                          "userErrors": [{"field": ["locationId"], "message": "Location does not exist"}]}}
                        """))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(StockRefusal.named(fresh, rejected.reasons()))
                                .extracting(StockRefusal::line)
                                .containsExactly(fresh.lines().get(1)));
        hear(set, "{\"inventoryActivate\": {\"inventoryLevel\": {\"id\": \"x\"}, \"userErrors\": []}}");
        assertThat(set.question().operation()).isEqualTo("InventorySetQuantities");
        assertThat(set.question()
                        .variables()
                        .at("/input/quantities/1/changeFromQuantity")
                        .asInt(-1))
                .isZero();
    }

    @Test
    @DisplayName("takes no more lines than one call does, and no figure beyond what Shopify counts")
    void limits() {
        List<StockLine> many =
                IntStream.range(0, 251).mapToObj(i -> line(i, 1, 0L)).toList();
        assertThatThrownBy(() -> new ShopifySetStock(new StockSet("k", many)))
                .isInstanceOf(IllegalArgumentException.class);
        StockSet huge = new StockSet("k", List.of(line(1, 1, 0L), line(2, 1_000_000_001L, 0L)));
        assertThatThrownBy(() -> new ShopifySetStock(huge))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(StockRefusal.named(huge, rejected.reasons()))
                                .extracting(StockRefusal::line)
                                .containsExactly(huge.lines().get(1)));
        assertThat(new ShopifySetStock(new StockSet("k", List.of())).isOpen()).isFalse();
    }

    private static String error(String index, String field, String code) {
        String path = index.isEmpty() ? "null" : "[\"input\", \"quantities\", \"%s\", \"%s\"]".formatted(index, field);
        return "{\"field\": %s, \"message\": \"No\", \"code\": \"%s\"}".formatted(path, code);
    }

    private static void refuse(String... errors) {
        hear(
                new ShopifySetStock(SET),
                "{\"inventorySetQuantities\": {\"inventoryAdjustmentGroup\": null, \"userErrors\": [%s]}}"
                        .formatted(String.join(",", errors)));
    }

    private static void hear(ShopifySetStock set, String data) {
        try {
            set.hear(new ShopifyAnswer(new ObjectMapper().readTree(data), Instant.EPOCH));
        } catch (IOException e) {
            throw new IllegalArgumentException(data, e);
        }
    }
}
