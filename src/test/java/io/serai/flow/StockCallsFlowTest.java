package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.platform.Connections;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.ShopLocation;
import io.serai.platform.Stale;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import io.serai.platform.StockOutcome;
import io.serai.platform.StockRefusal;
import io.serai.platform.StockSet;
import io.serai.platform.Throttled;
import io.serai.platform.Unavailable;
import io.serai.support.PostgresResource;
import io.serai.twin.CallLog;
import io.serai.twin.Faults.Fate;
import io.serai.twin.TwinServer;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("The calls for stock")
class StockCallsFlowTest extends FlowTestBase {

    private static final String SECOND_LOCATION = "61000000002";

    @Inject
    Connections connections;

    private String location;

    @BeforeEach
    void connect() {
        shops.connect();
        // so that no other call is made than the test's own
        shops.shopify.deliveries().hold();
        shops.woocommerce.deliveries().hold();
        location = locations("shopify", shops.shopifyChannel).get(0).externalId();
    }

    @SuppressWarnings("unchecked")
    private List<ShopLocation> locations(String platform, String channel) {
        return (List<ShopLocation>) call(platform + "-locations", channel, null);
    }

    private Object call(String route, String channel, Object body) {
        Exchange exchange = camel.request("direct:" + route, sent -> {
            sent.setVariable("connection", connections.of(channel));
            sent.getMessage().setBody(body);
        });
        if (exchange.getException() instanceof PlatformFailure failure) {
            throw failure;
        }
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    @SuppressWarnings("unchecked")
    private List<StockFigure> read(String platform, String channel, List<StockLine> lines) {
        return (List<StockFigure>) call(platform + "-read-stock", channel, lines);
    }

    private StockOutcome set(String platform, String channel, String key, List<StockLine> lines) {
        return (StockOutcome) call(platform + "-set-stock", channel, new StockSet(key, lines));
    }

    private List<StockFigure> read(List<StockLine> lines) {
        return read("shopify", shops.shopifyChannel, lines);
    }

    private StockOutcome set(String key, List<StockLine> lines) {
        return set("shopify", shops.shopifyChannel, key, lines);
    }

    private List<StockFigure> readWoo(List<StockLine> lines) {
        return read("woocommerce", shops.wooChannel, lines);
    }

    private StockOutcome setWoo(List<StockLine> lines) {
        return set("woocommerce", shops.wooChannel, "key", lines);
    }

    /** A product whose stock the shop counts, and a line that sets it. */
    private StockLine inShopify(String sku, int stock, long quantity) {
        ObjectNode product = shops.shopify.createAsStaff(
                json("{\"title\":\"%s\",\"sku\":\"%s\",\"stock\":%d,\"inventoryItem\":{\"tracked\":true}}"
                        .formatted(sku, sku, stock)));
        return new StockLine(
                product.path("id").asText(),
                product.at("/variants/0/id").asText(),
                product.at("/variants/0/inventory_item_id").asText(),
                location,
                quantity,
                (long) stock);
    }

    private StockLine inWooCommerce(String sku, int stock, long quantity) {
        ObjectNode product = shops.woocommerce.createAsStaff(
                object().put("name", sku).put("sku", sku).put("stock", stock));
        String id = product.path("id").asText();
        return new StockLine(id, id, null, null, quantity, (long) stock);
    }

    private static StockLine with(StockLine line, long quantity, Long changeFrom) {
        return new StockLine(
                line.externalProductId(),
                line.externalVariantId(),
                line.inventoryItemId(),
                line.locationId(),
                quantity,
                changeFrom);
    }

    private static StockLine elsewhere(StockLine line, Long changeFrom) {
        return new StockLine(
                line.externalProductId(),
                line.externalVariantId(),
                line.inventoryItemId(),
                SECOND_LOCATION,
                line.quantity(),
                changeFrom);
    }

    private static List<Long> quantities(List<StockFigure> figures) {
        return figures.stream().map(StockFigure::quantity).toList();
    }

    private static int calls(TwinServer twin, String operation) {
        CallLog.Counts counts = twin.calls().counts();
        return counts.of(operation);
    }

    @Test
    @DisplayName("D15 say where the shops count stock")
    void locations() {
        assertThat(locations("shopify", shops.shopifyChannel))
                .extracting(ShopLocation::externalId)
                .containsExactly(location, SECOND_LOCATION);
        assertThat(locations("woocommerce", shops.wooChannel)).containsExactly(new ShopLocation("shop", "Shop"));
    }

    @Test
    @DisplayName("fact 26 read and set 250 of Shopify's figures in one call each, and tell what is not counted")
    void shopifyFigures() {
        List<StockLine> lines = new ArrayList<>(IntStream.range(0, 249)
                .mapToObj(i -> inShopify("S-" + i, i, i + 1L))
                .toList());
        StockLine uncounted = inShopify("S-uncounted", 4, 5);
        shops.shopify.editAsStaff(uncounted.externalProductId(), json("{\"inventoryItem\":{\"tracked\":false}}"));
        lines.add(uncounted);
        shops.forgetCalls();

        List<StockFigure> held = read(lines);

        assertThat(calls(shops.shopify, "StockLevels")).isEqualTo(1);
        assertThat(quantities(held.subList(0, 249)))
                .isEqualTo(IntStream.range(0, 249).mapToObj(i -> (long) i).toList());
        assertThat(held.get(249).tracked()).isFalse();
        assertThat(held.get(249).quantity()).isNull();

        StockOutcome outcome = set("key-250", lines.subList(0, 249));
        assertThat(outcome.refused()).isEmpty();
        assertThat(calls(shops.shopify, "InventorySetQuantities")).isEqualTo(1);
        assertThat(read(lines.subList(0, 249))).isEqualTo(outcome.applied());
    }

    @Test
    @DisplayName("D15 count an item at a location where it was not counted, and its other figures stay")
    void secondLocation() {
        StockLine here = inShopify("S-here", 3, 8);
        StockLine there = elsewhere(here, null);
        StockLine gone = new StockLine("1", "1", "999999999", location, 1, 0L);
        assertThat(quantities(read(List.of(here, there, gone)))).containsExactly(3L, null, null);

        set("key-there", List.of(there));

        assertThat(quantities(read(List.of(here, there)))).containsExactly(3L, 8L);
        assertThat(calls(shops.shopify, "InventoryActivate")).isEqualTo(1);
        set("key-there", List.of(there));
        assertThat(quantities(read(List.of(here, there)))).containsExactly(3L, 8L);
    }

    @Test
    @DisplayName("X5 rule 6: a call whose answer was lost and that is sent again with its key is applied once")
    void shopifyTimeout() {
        StockLine line = inShopify("S-lost", 7, 5);
        shops.shopify.faults().next(Fate.RESET_AFTER);
        assertThatThrownBy(() -> set("key-lost", List.of(line)))
                .isInstanceOfSatisfying(Unavailable.class, lost -> assertThat(lost.outcomeUnknown())
                        .isTrue());
        // what somebody buys meanwhile is not given back by the second try
        shops.shopify.editAsStaff(line.externalProductId(), object().put("stock", 4));

        StockOutcome outcome = set("key-lost", List.of(line));

        assertThat(quantities(outcome.applied())).containsExactly(5L);
        assertThat(quantities(read(List.of(line)))).containsExactly(4L);
        assertThatThrownBy(() -> set("key-new", List.of(line))).isInstanceOf(Stale.class);
        set("key-newer", List.of(with(line, 2, 4L)));
        assertThat(quantities(read(List.of(line)))).containsExactly(2L);
    }

    @Test
    @DisplayName("X5 fact 37 a sale that Serai does not know of is never undone, and its line is named")
    void shopifyStale() {
        StockLine steady = inShopify("S-steady", 7, 5);
        StockLine sold = inShopify("S-sold", 7, 5);
        shops.shopify.editAsStaff(sold.externalProductId(), object().put("stock", 6));
        StockSet set = new StockSet("key-sold", List.of(steady, sold));

        assertThatThrownBy(() -> call("shopify-set-stock", shops.shopifyChannel, set))
                .isInstanceOfSatisfying(Stale.class, stale -> assertThat(StockRefusal.named(set, stale.reasons()))
                        .extracting(StockRefusal::line)
                        .containsExactly(sold));
        assertThat(quantities(read(List.of(steady, sold)))).containsExactly(7L, 6L);
        assertThatThrownBy(() -> call("shopify-set-stock", shops.shopifyChannel, set))
                .as("the same key again")
                .isInstanceOf(Stale.class);
    }

    @Test
    @DisplayName("X5 fact 39 a bundle among 250 is named, and the others are applied in the second call")
    void shopifyRefusal() {
        List<StockLine> lines = new ArrayList<>(
                IntStream.range(0, 249).mapToObj(i -> inShopify("S-" + i, 1, 2)).toList());
        StockLine bundle = inShopify("S-bundle", 0, 1);
        shops.shopify.editAsStaff(bundle.externalProductId(), object().put("requiresComponents", true));
        lines.add(113, bundle);
        StockSet set = new StockSet("key-bundle", lines);

        assertThatThrownBy(() -> call("shopify-set-stock", shops.shopifyChannel, set))
                .isInstanceOfSatisfying(Rejected.class, rejected -> {
                    List<StockRefusal> named = StockRefusal.named(set, rejected.reasons());
                    assertThat(named).extracting(StockRefusal::line).containsExactly(bundle);
                    assertThat(named.get(0).reasons()).extracting(Reason::code).containsExactly(Reason.NOT_TRACKED);
                });

        lines.remove(bundle);
        assertThat(set("key-rest", lines).applied()).hasSize(249);
        assertThat(calls(shops.shopify, "InventorySetQuantities")).isEqualTo(2);
    }

    @Test
    @DisplayName("X8 a throttled call did nothing, and goes through with its key")
    void shopifyThrottled() {
        StockLine line = inShopify("S-throttled", 7, 5);
        // what connecting has used up is back at once
        shops.shopify.settings(object().put("maximumAvailable", 100_000).put("restoreRate", 100_000));
        shops.shopify.faults().next(Fate.THROTTLED);
        assertThatThrownBy(() -> set("key-throttled", List.of(line))).isInstanceOf(Throttled.class);
        assertThat(quantities(read(List.of(line)))).containsExactly(7L);
        assertThat(quantities(set("key-throttled", List.of(line)).applied())).containsExactly(5L);
    }

    @Test
    @DisplayName("facts 56 and 58 set WooCommerce's figures by hundreds, variations by product")
    void wooCommerceFigures() {
        List<StockLine> lines = new ArrayList<>(IntStream.range(0, 120)
                .mapToObj(i -> inWooCommerce("W-" + i, i, i + 1L))
                .toList());
        lines.addAll(variations("W-shirt", 3));
        shops.forgetCalls();

        StockOutcome outcome = setWoo(lines);

        assertThat(outcome.refused()).isEmpty();
        assertThat(outcome.applied()).hasSize(123);
        assertThat(shops.woocommerce.calls().counts().byOperation())
                .containsEntry("GET /products", 2)
                .containsEntry("POST /products/batch", 2)
                .containsEntry("GET /products/{product_id}/variations", 1)
                .containsEntry("POST /products/{product_id}/variations/batch", 1);
        assertThat(readWoo(lines)).containsExactlyInAnyOrderElementsOf(outcome.applied());
        assertThat(quantities(readWoo(lines)))
                .isEqualTo(lines.stream().map(StockLine::quantity).toList());
    }

    private List<StockLine> variations(String sku, int count) {
        ObjectNode product = object().put("name", sku);
        for (int i = 0; i < count; i++) {
            product.withArray("variations")
                    .addObject()
                    .put("sku", sku + i)
                    .put("regular_price", "5.00")
                    .put("stock", 4);
        }
        String parent = shops.woocommerce.createAsStaff(product).path("id").asText();
        JsonNode made = shops.inWooCommerce(sku + 0);
        assertThat(made.path("parent_id").asText()).isEqualTo(parent);
        return IntStream.range(0, count)
                .mapToObj(i -> new StockLine(
                        parent, shops.inWooCommerce(sku + i).path("id").asText(), null, null, 9, 4L))
                .toList();
    }

    @Test
    @DisplayName("X5 one bad line never fails WooCommerce's batch: gone, not counted, or sold meanwhile")
    void wooCommerceRefusals() {
        StockLine good = inWooCommerce("W-good", 7, 5);
        StockLine sold = inWooCommerce("W-sold", 7, 5);
        shops.woocommerce.editAsStaff(sold.externalProductId(), object().put("stock", 6));
        String plain = shops.woocommerce
                .createAsStaff(object().put("name", "W-plain").put("sku", "W-plain"))
                .path("id")
                .asText();
        StockLine uncounted = new StockLine(plain, plain, null, null, 5, null);
        StockLine gone = new StockLine("999999", "999999", null, null, 5, 0L);
        StockLine parentGone = new StockLine("999999", "999998", null, null, 5, 0L);

        StockOutcome outcome = setWoo(List.of(sold, uncounted, good, gone, parentGone));

        assertThat(outcome.applied()).containsExactly(good.applied(5));
        assertThat(outcome.refused())
                .extracting(refusal -> refusal.reasons().get(0).code())
                .containsExactlyInAnyOrder(Reason.STALE, Reason.NOT_TRACKED, Reason.NOT_FOUND, Reason.NOT_FOUND);
        assertThat(quantities(readWoo(List.of(sold, uncounted, good)))).containsExactly(6L, null, 5L);
        assertThat(shops.inWooCommerce("W-plain").path("manage_stock").asBoolean())
                .isFalse();
    }

    @Test
    @DisplayName("X5 a batch whose answer was lost is found applied and not written again")
    void wooCommerceTimeout() {
        StockLine line = inWooCommerce("W-lost", 7, 5);
        shops.forgetCalls();
        shops.woocommerce.faults().next(Fate.NORMAL);
        shops.woocommerce.faults().next(Fate.RESET_AFTER);
        assertThatThrownBy(() -> setWoo(List.of(line)))
                .isInstanceOfSatisfying(Unavailable.class, lost -> assertThat(lost.outcomeUnknown())
                        .isTrue());

        assertThat(setWoo(List.of(line)).applied()).containsExactly(line.applied(5));

        assertThat(calls(shops.woocommerce, "POST /products/batch")).isEqualTo(1);
        assertThat(shops.woocommerce.calls().counts().unchanged()).isEmpty();
    }
}
