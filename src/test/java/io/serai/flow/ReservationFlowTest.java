package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.fulfilment.StockLedger;
import io.serai.platform.OrderPage;
import io.serai.reconciliation.OrderCatchUp;
import io.serai.reconciliation.OrderPass;
import io.serai.support.PostgresResource;
import io.serai.twin.Sells;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 16 and X5: what one shop has sold no other sells again. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Reservations")
class ReservationFlowTest extends StockFlowTestBase {

    @Inject
    StockLedger ledger;

    @Inject
    OrderCatchUp orderCatchUp;

    /** What a shop is told just now may still be undone by what its orders say: it counts when nothing is left to be told. */
    private void onceOrdersAreKnown(Callable<Boolean> condition) {
        shelves.eventually(() -> {
            ordersAreKnown();
            return shelves.isQuiet() && condition.call();
        });
    }

    private Sells shop(String platform) {
        return platform.equals("shopify") ? shops.shopify : shops.woocommerce;
    }

    /** Both shops sell what the warehouse counts. */
    private void tenEverywhere() {
        shelves.hatEverywhere("H-1", 10, 10);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "10");
        jtl.connect();
        shelves.mapAll();
        ordersAreKnown();
        shelves.eventually(() -> isToldEverywhere() && hatsInShopify() == 10 && hatsInWooCommerce() == 10);
    }

    private boolean isToldEverywhere() {
        return shops.count(
                        "SELECT count(*) FROM control.shop_stock WHERE tenant_id = ? AND held IS NOT NULL AND NOT must_read",
                        shops.tenant)
                == 2;
    }

    private void expect(int inShopify, int inWooCommerce, String available, String reserved) {
        shelves.eventually(() -> are(inShopify, inWooCommerce, available, reserved));
    }

    private void expectOnceOrdersAreKnown(int inShopify, int inWooCommerce, String available, String reserved) {
        onceOrdersAreKnown(() -> are(inShopify, inWooCommerce, available, reserved));
    }

    private boolean are(int inShopify, int inWooCommerce, String available, String reserved) {
        return hatsInShopify() == inShopify
                && hatsInWooCommerce() == inWooCommerce
                && number("available").compareTo(new BigDecimal(available)) == 0
                && number("reserved").compareTo(new BigDecimal(reserved)) == 0;
    }

    private BigDecimal number(String field) {
        return shops.product("H-1").at("/variants/0/" + field).decimalValue();
    }

    private String outbound(String shop, String order, int quantity) {
        String number = shop.equals("shopify")
                ? shops.shopify.order(order).path("name").asText()
                : shops.woocommerce.order(order).path("number").asText();
        ObjectNode placed = object().put("merchantOutboundNumber", number);
        placed.putArray("items").addObject().put("sku", "H-1").put("quantity", quantity);
        return jtl.twin.placeOutbound(placed).path("outboundId").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    @DisplayName(
            "X5 a sale in one shop is taken from the other, once; the warehouse takes it over, ships it, and nothing moves")
    void sold(String platform) {
        tenEverywhere();
        String order = shop(platform).buy(hats(3));
        expect(7, 7, "7", "3");

        String outbound = outbound(platform, order, 3);
        jtl.poll();
        expect(7, 7, "7", "3");
        assertThat(shops.count(
                        "SELECT count(*) FROM control.reservations WHERE tenant_id = ? AND wanted > greatest(taken_over, counted)",
                        shops.tenant))
                .isZero();
        jtl.twin.handleOutbound(outbound, "ship", object());
        shop(platform).fulfil(order);
        jtl.poll();
        expect(7, 7, "7", "0");
    }

    @Test
    @DisplayName("X5 an outbound that names its goods by their SKU alone takes over what the order has promised")
    void outboundBySku() {
        try (OtherShape shape = new OtherShape(jtl.twin.url())) {
            jtl.callThrough(shape.url());
            tenEverywhere();
            String order = shops.woocommerce.buy(hats(3));
            expect(7, 7, "7", "3");
            String jfsku = jtl.twin.state().at("/products/0/jfsku").asText();
            shape.replace("/outbounds/updates", "\"jfsku\":\"" + jfsku + "\"", "\"note\":null");
            outbound("woocommerce", order, 3);
            jtl.poll();
            assertThat(shops.text(
                            "SELECT max(cast(items AS text)) FROM control.outbounds WHERE channel_id = ?", jtl.channel))
                    .contains(jfsku);
            expect(7, 7, "7", "3");
            assertThat(shops.count(
                            "SELECT count(*) FROM control.reservations WHERE tenant_id = ? AND wanted > greatest(taken_over, counted)",
                            shops.tenant))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    @DisplayName("X5 an order that is changed or cancelled gives back what nobody wants any more")
    void changed(String platform) {
        tenEverywhere();
        String order = shop(platform).buy(hats(3));
        expect(7, 7, "7", "3");
        shop(platform).editOrder(order, object().put("sku", "H-1").put("quantity", 5));
        expect(5, 5, "5", "5");
        shop(platform).editOrder(order, object().put("sku", "H-1").put("quantity", 4));
        // who reads the shop between its putting back and the news of it takes that for a surplus, until all orders are
        // known
        expectOnceOrdersAreKnown(6, 6, "6", "4");
        shop(platform).cancel(order, true);
        expectOnceOrdersAreKnown(10, 10, "10", "0");
    }

    @Test
    @DisplayName("X5 what a shop has not taken back with a cancelled order is given back once all its orders are known")
    void notTakenBack() {
        tenEverywhere();
        String order = shops.shopify.buy(hats(3));
        expect(7, 7, "7", "3");
        shops.shopify.cancel(order, false);
        expect(7, 10, "10", "0");
        onceOrdersAreKnown(() -> hatsInShopify() == 10);
        assertThat(hatsInWooCommerce()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    @DisplayName("K10 a sale that no webhook told of is found by the look for orders, and is not undone before")
    void untold(String platform) {
        tenEverywhere();
        shops.shopify.deliveries().hold();
        shops.woocommerce.deliveries().hold();
        shop(platform).buy(hats(4));
        jtl.move("inbound", "H-1", "2");
        jtl.poll();
        // two more for both; the four that are sold in one of them are not put back there
        int selling = 8;
        shelves.eventually(() -> platform.equals("shopify")
                ? hatsInShopify() == selling && hatsInWooCommerce() == 12
                : hatsInShopify() == 12 && hatsInWooCommerce() == selling);
        ordersAreKnown();
        expect(8, 8, "8", "4");
    }

    @Test
    @DisplayName("X5 an order shipped from elsewhere is released once the warehouse was read after it")
    void shippedFromElsewhere() {
        tenEverywhere();
        String order = shops.woocommerce.buy(hats(2));
        expect(8, 8, "8", "2");
        shops.woocommerce.fulfil(order);
        shelves.eventually(() -> shops.count(
                        "SELECT count(*) FROM control.reservations WHERE tenant_id = ? AND shipped = 2", shops.tenant)
                == 1);
        assertThat(number("available")).isEqualByComparingTo("8");
        jtl.poll();
        // the warehouse still counts ten, and what it counts can be sold
        onceOrdersAreKnown(() -> hatsInShopify() == 10 && hatsInWooCommerce() == 10);
    }

    @Test
    @DisplayName("X5 orders from before the shop was connected are reserved as far as they are open")
    void before() {
        shelves.hatEverywhere("H-1", 10, 10);
        String open = shops.woocommerce.buy(hats(2));
        String gone = shops.woocommerce.buy(hats(1));
        shops.woocommerce.fulfil(gone);
        shops.settle();
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "10");
        jtl.connect();
        shelves.mapAll();
        onceOrdersAreKnown(() -> hatsInShopify() == 8 && hatsInWooCommerce() == 8);
        assertThat(number("reserved")).isEqualByComparingTo("2");
        shops.woocommerce.cancel(open, true);
        expectOnceOrdersAreKnown(10, 10, "10", "0");
    }

    @Test
    @DisplayName(
            "Rule 16 a tenant without a warehouse has the hub's own stock: orders reserve it, and it gets less when they leave")
    void ownStock() {
        shops.connect();
        shops.create(json("""
                {"name":"Hut","sku":"H-1","price":10.00,"quantity":6}"""));
        shops.settle();
        shelves.countedInBoth("H-1", 0, 0);
        shelves.mapAll();
        onceOrdersAreKnown(() -> hatsInShopify() == 6 && hatsInWooCommerce() == 6);
        String order = shops.woocommerce.buy(hats(2));
        expect(4, 4, "4", "2");
        shops.woocommerce.fulfil(order);
        expect(4, 4, "4", "0");
        assertThat(new BigDecimal(shops.text(
                        "SELECT level::text FROM control.stock_levels WHERE tenant_id = ? AND warehouse_id = 'hub'",
                        shops.tenant)))
                .isEqualByComparingTo("4");
        String second = shops.shopify.buy(hats(1));
        expect(3, 3, "3", "1");
        shops.shopify.cancel(second, true);
        expectOnceOrdersAreKnown(4, 4, "4", "0");
    }

    @Test
    @DisplayName("E1 the same order told twice, and read twice, is reserved once")
    void twice() {
        tenEverywhere();
        String order = shops.woocommerce.buy(hats(3));
        expect(7, 7, "7", "3");
        shops.execute(
                """
                INSERT INTO control.pending_reads (channel_id, resource, external_id, reason, requested_at, not_before)
                VALUES (?, 'orders', ?, 'again', now(), now())
                ON CONFLICT (channel_id, resource, external_id) DO UPDATE SET not_before = excluded.not_before
                """,
                shops.wooChannel,
                order);
        ordersAreKnown();
        shops.settle();
        expect(7, 7, "7", "3");
        JsonNode deliveries = shops.woocommerce.order(order);
        assertThat(deliveries.path("id").asText()).isEqualTo(order);
    }

    @Test
    @DisplayName("K1 a look at a shop's orders that was cut off goes on where it was, not at the beginning")
    void cutOff() {
        tenEverywhere();
        shops.execute("UPDATE control.order_cursors SET orders_until = NULL WHERE channel_id = ?", shops.wooChannel);
        OrderPass first = takenUp();
        Duration reachesBack = Duration.between(first.since(), first.begunAt());
        assertThat(reachesBack).isBetween(Duration.ofDays(89), Duration.ofDays(91));
        Instant lastMonth = first.begunAt().minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        OrderPass onward = orderCatchUp.look(first, new OrderPage(List.of(), lastMonth, "next"));
        assertThat(onward.hasEnded()).isFalse();
        OrderPass again = takenUp();
        assertThat(again.since()).isBetween(lastMonth.minus(Duration.ofHours(1)), lastMonth);
        // what the platform says of the time to come it has not shown
        orderCatchUp.look(again, new OrderPage(List.of(), Instant.now().plus(Duration.ofDays(1)), "next"));
        assertThat(takenUp().since()).isBefore(Instant.now());
    }

    /** Whoever was at it is gone. */
    private OrderPass takenUp() {
        shops.execute("UPDATE control.order_cursors SET lease_until = NULL WHERE channel_id = ?", shops.wooChannel);
        return orderCatchUp.begin(shops.wooChannel);
    }

    @Test
    @DisplayName(
            "Rule 16 what a shop answers while its figure is reckoned anew is not forgotten: nothing is told it twice")
    void answeredWhileReckoned() throws Exception {
        tenEverywhere();
        shops.settle();
        UUID variant = UUID.fromString(shops.product("H-1").at("/variants/0/id").asText());
        UUID call = UUID.randomUUID();
        // seven are being told, of which three less are owed
        shops.execute(
                "UPDATE control.shop_stock SET push_key = ?, target = 7, owed = -3, due_at = NULL WHERE channel_id = ?",
                call,
                shops.wooChannel);
        CompletableFuture<Void> reckoning;
        try (Connection answer = database.getConnection();
                PreparedStatement told = answer.prepareStatement(
                        "UPDATE control.shop_stock SET held = 7, owed = 0 WHERE channel_id = ?")) {
            answer.setAutoCommit(false);
            told.setString(1, shops.wooChannel);
            told.executeUpdate();
            reckoning = CompletableFuture.runAsync(
                    () -> QuarkusTransaction.requiringNew().run(() -> {
                        ledger.lock(Set.of(variant));
                        ledger.reckon(Set.of(variant), List.of());
                    }));
            shelves.eventually(
                    () -> shops.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0);
            answer.commit();
            answer.setAutoCommit(true);
        }
        reckoning.get(1, TimeUnit.MINUTES);
        assertThat(shops.text(
                        "SELECT held || ' of ' || target || ', owed ' || owed FROM control.shop_stock WHERE push_key = ?",
                        call))
                .isEqualTo("7 of 10, owed 3");
        shops.execute("UPDATE control.shop_stock SET push_key = NULL WHERE push_key = ?", call);
    }

    @Test
    @DisplayName("X5 an order for goods that the hub learns of later is reserved then")
    void learnedLater() {
        tenEverywhere();
        shops.execute(
                "UPDATE control.listing_variants SET external_variant_id = external_variant_id || 'x' WHERE channel_id = ?",
                shops.wooChannel);
        shops.woocommerce.buy(hats(3));
        shelves.eventually(() -> shops.count(
                        "SELECT count(*) FROM control.reservations WHERE tenant_id = ? AND variant_id IS NULL",
                        shops.tenant)
                == 1);
        assertThat(number("available")).isEqualByComparingTo("10");
        shops.execute(
                "UPDATE control.listing_variants SET external_variant_id = rtrim(external_variant_id, 'x') WHERE channel_id = ?",
                shops.wooChannel);
        expect(7, 7, "7", "3");
    }

    @Test
    @DisplayName("Rule 16 what left before the hub learnt what it was is taken off the hub's own stock, once")
    void leftBeforeItWasKnown() {
        shelves.hatEverywhere("H-1", 10, 10);
        JsonNode product = shops.product("H-1");
        ObjectNode counted = object();
        counted.putArray("variants")
                .addObject()
                .put("variantId", product.at("/variants/0/id").asText())
                .put("quantity", 10);
        shops.ask("PUT", "/api/products/" + product.path("id").asText() + "/stock", counted);
        shelves.mapAll();
        ordersAreKnown();
        shelves.eventually(this::isToldEverywhere);
        // WooCommerce tells whole seconds, and an order of the one in which it was connected may be older
        shops.execute(
                "UPDATE control.order_cursors SET orders_since = orders_since - interval '2 s' WHERE channel_id = ?",
                shops.wooChannel);
        shops.execute(
                "UPDATE control.listing_variants SET external_variant_id = external_variant_id || 'x' WHERE channel_id = ?",
                shops.wooChannel);
        String order = shops.woocommerce.buy(hats(3));
        shops.woocommerce.fulfil(order);
        shelves.eventually(() -> shops.count(
                        "SELECT count(*) FROM control.reservations WHERE tenant_id = ? AND variant_id IS NULL AND shipped = 3",
                        shops.tenant)
                == 1);
        shops.execute(
                "UPDATE control.listing_variants SET external_variant_id = rtrim(external_variant_id, 'x') WHERE channel_id = ?",
                shops.wooChannel);
        expect(7, 7, "7", "0");
    }
}
