package io.serai.bench;

import static io.serai.bench.TwinsProcess.JSON;
import static io.serai.bench.BenchProcesses.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.support.SeraiProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How quickly and with how many calls stock goes from the warehouse to both shops. Serai, PostgreSQL and the twins each have
 * a process of their own. {@code -Dserai.bench.items=1000} asks for fewer products.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StockBench {

    private static final int ITEMS = Integer.getInteger("serai.bench.items", 10_000);
    private static final int SINGLE_CHANGES = Integer.getInteger("serai.bench.changes", 100);
    private static final int STORM_ITEMS = 100;
    private static final int LAST_UNITS = 3;
    private static final int LONGEST_PAUSE_MS = 1_200;
    private static final List<String> SHOPS = List.of("shopify", "woocommerce");
    private static final int STOCK = 100;
    private static final int SOLD = 30;

    /** Points a second and in the bucket: Shopify's smallest plan (fact 23). */
    private static final int POINTS_PER_SECOND = 100;

    private static final int POINTS_AT_MOST = 2_000;
    private static final int POINTS_OF_A_MUTATION = 10;
    private static final int REQUESTS_PER_SECOND = 10;

    /** As a status of its own a throttled answer of Shopify is counted like one of WooCommerce. */
    private static final int TOO_MANY = 429;

    private static final Map<String, String> SETTINGS = Map.of(
            "serai.jtl.poll-interval-ms", "1000",
            "serai.jtl.longest-wait-ms", "500",
            "serai.woocommerce.requests-per-second", String.valueOf(REQUESTS_PER_SECOND));

    private BenchProcesses processes;
    private TwinsProcess twins;
    private SeraiProcess serai;
    private BenchTenant tenant;
    private int shown = STOCK;
    private double inShopifySeconds;
    private double inWooSeconds;

    @BeforeAll
    void begin() throws Exception {
        processes = new BenchProcesses("stock");
        twins = processes.twins;
        serai = processes.serai(Map.of(), SETTINGS);
        tenant = new BenchTenant(serai, twins, processes.database, ITEMS, STOCK);
        Instant begun = Instant.now();
        tenant.begin();
        say("setup: %d products in both shops and the warehouse, linked and counted".formatted(ITEMS), begun, Instant.now());
        twins.ask("shopify", "PUT", "settings", JSON.createObjectNode()
                .put("maximumAvailable", POINTS_AT_MOST)
                .put("restoreRate", POINTS_PER_SECOND)
                .put("throttledStatus", TOO_MANY));
    }

    @AfterAll
    void end() {
        processes.close();
    }

    @Test
    @Order(1)
    @DisplayName("everything changes in the warehouse at once")
    void everything() {
        List.of("shopify", "woocommerce", "jtl-ffn").forEach(twin -> twins.ask(twin, "POST", "calls/reset", null));
        warehouseAnswers(false);
        tenant.move("adjust", tenant.skus, -SOLD);
        shown -= SOLD;
        Instant begun = Instant.now();
        warehouseAnswers(true);
        tenant.awaitShown(shown);
        Instant ended = Instant.now();
        assertShown(shown);

        JsonNode inShopify = twins.ask("shopify", "GET", "calls", null).path("byOperation");
        JsonNode inWoo = twins.ask("woocommerce", "GET", "calls", null).path("byOperation");
        int sets = inShopify.path("InventorySetQuantities").asInt();
        int reads = inShopify.path("StockLevels").asInt();
        int batches = inWoo.path("POST /products/batch").asInt();
        int lists = inWoo.path("GET /products").asInt();
        double seconds = seconds(begun, ended);
        inShopifySeconds = lastWritten(BenchTenant.SHOPIFY, begun);
        inWooSeconds = lastWritten(BenchTenant.WOOCOMMERCE, begun);
        say("all changed: both shops show all", begun, ended);
        say("  Shopify: writes %d of at least %d; reads %d; last written after %.1f s".formatted(
                sets, ceil(ITEMS, 250), reads, inShopifySeconds));
        say("  Shopify: %.0f%% of the points that were to be had".formatted(100.0
                * (sets * POINTS_OF_A_MUTATION)
                / (POINTS_AT_MOST + POINTS_PER_SECOND * inShopifySeconds)));
        say("  WooCommerce: writes %d of at least %d; reads %d; last written after %.1f s".formatted(
                batches, ceil(ITEMS, 100), lists, inWooSeconds));
        say("  WooCommerce: %.0f%% of %d requests a second".formatted(
                100.0 * (batches + lists) / (REQUESTS_PER_SECOND * inWooSeconds), REQUESTS_PER_SECOND));
        say("  throttled answers: %d of Shopify, %d of WooCommerce".formatted(throttled("shopify"), throttled("woocommerce")));
        say("  all calls of Shopify: %s".formatted(inShopify));
        say("  all calls of WooCommerce: %s".formatted(inWoo));
        say("  all calls of JTL-FFN: %s".formatted(twins.ask("jtl-ffn", "GET", "calls", null).path("byOperation")));
        say("  figures a second, both shops: %.0f".formatted(2 * ITEMS / seconds));

        assertThat(throttled("shopify") + throttled("woocommerce")).isZero();
        assertThat(sets).isEqualTo(ceil(ITEMS, 250));
        assertThat(batches).isEqualTo(ceil(ITEMS, 100));
        // the figures are read before they are written, and products after they were written (rule 2), fifty at a time
        assertThat(lists).isLessThanOrEqualTo(ceil(ITEMS, 100) + 2 * ceil(ITEMS, 50));
    }

    @Test
    @Order(2)
    @DisplayName("one product after the other changes in the warehouse")
    void oneByOne() {
        Instant begun = Instant.now();
        List<String> changed = tenant.skus.subList(0, Math.min(SINGLE_CHANGES, ITEMS));
        for (String sku : changed) {
            tenant.move("adjust", List.of(sku), -1);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> tenant.count(
                                    """
                                    SELECT count(*) FROM control.shop_stock s JOIN product_variants v ON v.id = s.variant_id
                                    WHERE v.sku = '%s' AND s.held = %d AND s.due_at IS NULL"""
                                            .formatted(sku, shown - 1))
                            == 2);
        }
        for (String channel : List.of(BenchTenant.SHOPIFY, BenchTenant.WOOCOMMERCE)) {
            String waits =
                    """
                    SELECT percentile_cont(%s) WITHIN GROUP (ORDER BY extract(epoch FROM s.held_at - c.received_at))
                    FROM control.stock_changes c
                    JOIN control.warehouse_items i ON i.item_id = c.item_id AND i.tenant_id = c.tenant_id
                    JOIN control.shop_stock s ON s.variant_id = i.variant_id AND s.channel_id = '%s'
                    WHERE c.received_at > '%s'""";
            say("one changed: from the poll's answer to %s, p50 %.0f ms, p95 %.0f ms, most %.0f ms".formatted(
                    channel,
                    1000 * tenant.number(waits.formatted("0.5", channel, begun)),
                    1000 * tenant.number(waits.formatted("0.95", channel, begun)),
                    1000 * tenant.number(waits.formatted("1", channel, begun))));
        }
    }

    @Test
    @Order(3)
    @DisplayName("customers of both shops buy the last units of many products")
    void storm() throws Exception {
        List<String> wanted = tenant.skus.subList(ITEMS - Math.min(STORM_ITEMS, ITEMS), ITEMS);
        tenant.move("adjust", wanted, LAST_UNITS - shown);
        awaitShown(wanted, LAST_UNITS);
        for (String shop : SHOPS) {
            twins.ask(shop, "POST", "calls/reset", null);
            twins.ask(shop, "PUT", "faults", JSON.createObjectNode()
                    .put("seed", shop.hashCode())
                    .put("apiDelayMax", 200)
                    .put("throttled", 0.03)
                    .put("serverError", 0.03)
                    .put("timeoutAfterEffect", 0.02)
                    .put("resetBefore", 0.02)
                    .put("resetAfter", 0.02)
                    .put("timeout", 1000)
                    .put("webhookDelayMax", 2000)
                    .put("webhookLoss", 0.1)
                    .put("webhookDuplicate", 0.2)
                    .put("webhookReorder", 0.2)
                    .put("webhookReorderBy", 1000));
        }
        Instant begun = Instant.now();
        Map<String, Map<String, Integer>> sold = new ConcurrentHashMap<>();
        Map<String, List<Instant>> moments = new ConcurrentHashMap<>();
        ExecutorService customers = Executors.newFixedThreadPool(8);
        Random random = new Random(1);
        List<Runnable> purchases = new ArrayList<>();
        for (String sku : wanted) {
            for (int i = 0; i < 2 * LAST_UNITS * SHOPS.size(); i++) {
                String shop = SHOPS.get(i % SHOPS.size());
                int pause = random.nextInt(LONGEST_PAUSE_MS);
                purchases.add(() -> {
                    if (buys(shop, sku, pause)) {
                        sold.computeIfAbsent(sku, any -> new ConcurrentHashMap<>()).merge(shop, 1, Integer::sum);
                        moments.computeIfAbsent(sku, any -> Collections.synchronizedList(new ArrayList<>()))
                                .add(Instant.now());
                    }
                });
            }
        }
        Collections.shuffle(purchases, random);
        purchases.forEach(customers::submit);
        customers.shutdown();
        assertThat(customers.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
        Instant ended = Instant.now();
        SHOPS.forEach(shop -> twins.ask(shop, "DELETE", "faults", null));
        int units = sold.values().stream()
                .flatMap(each -> each.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        Awaitility.await("every sale is known").atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(500)).until(() -> tenant.count(
                        "SELECT coalesce(sum(wanted), 0) FROM control.reservations WHERE tenant_id = 'bench'")
                == units);
        Instant known = Instant.now();
        Map<String, Integer> left = new HashMap<>();
        wanted.forEach(sku -> left.put(
                sku,
                Math.max(0, LAST_UNITS - sold.getOrDefault(sku, Map.of()).values().stream().mapToInt(Integer::intValue).sum())));
        Awaitility.await("both shops show what is left").atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(500)).until(() -> left.entrySet()
                .stream()
                .allMatch(each -> tenant.count(
                                """
                                SELECT count(*) FROM control.shop_stock s JOIN product_variants v ON v.id = s.variant_id
                                WHERE v.sku = '%s' AND greatest(s.held, 0) = %d AND s.due_at IS NULL"""
                                        .formatted(each.getKey(), each.getValue()))
                        == 2));
        int oversold = 0;
        int givenBack = 0;
        for (String sku : wanted) {
            Map<String, Integer> inShops = sold.getOrDefault(sku, Map.of());
            oversold += Math.max(0, inShops.values().stream().mapToInt(Integer::intValue).sum() - LAST_UNITS);
            givenBack += inShops.values().stream().mapToInt(in -> Math.max(0, in - LAST_UNITS)).sum();
        }
        say("storm: %d units of %d products, %d wanted; with delays and faults".formatted(
                LAST_UNITS * wanted.size(), wanted.size(), purchases.size()), begun, ended);
        say("  sold %d; oversold by the shops before they were told: %d".formatted(units, oversold));
        List<Double> late = moments.values().stream()
                .map(each -> each.stream().sorted().toList())
                .flatMap(each -> each.stream()
                        .skip(LAST_UNITS)
                        .map(sale -> seconds(each.get(LAST_UNITS - 1), sale)))
                .sorted()
                .toList();
        if (!late.isEmpty()) {
            say("  they sold it after the last unit was gone: p50 %.1f s, p95 %.1f s, at most %.1f s".formatted(
                    late.get(late.size() / 2), late.get(late.size() * 95 / 100), late.get(late.size() - 1)));
        }
        say("  sold of what a shop had not, because Serai gave it back: %d".formatted(givenBack));
        say("  every sale known", ended, known);
        say("  both shops right", ended, Instant.now());
        assertThat(givenBack).isZero();
    }

    @Test
    @Order(4)
    @DisplayName("the limit: the same calls without anybody who thinks")
    void limit() {
        serai.close();
        BareCalls.Took bare = new BareCalls(twins).lowerEverything();
        say("the bare calls alone: Shopify %.1f s, WooCommerce %.1f s".formatted(
                bare.shopify().toMillis() / 1000.0, bare.woocommerce().toMillis() / 1000.0));
        say("  of that speed Serai, who keeps everything in its memory and hears of each figure again: Shopify %.2f, WooCommerce %.2f"
                .formatted(
                        bare.shopify().toMillis() / 1000.0 / inShopifySeconds,
                        bare.woocommerce().toMillis() / 1000.0 / inWooSeconds));
    }

    private boolean buys(String shop, String sku, int pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        ObjectNode order = JSON.createObjectNode();
        order.putArray("lines").addObject().put("sku", sku).put("quantity", 1);
        return twins.tries(shop, "POST", "orders", order) == 201;
    }

    private void awaitShown(List<String> of, int quantity) {
        String skus = of.stream().map(sku -> "'" + sku + "'").collect(Collectors.joining(","));
        Awaitility.await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(200)).until(() -> tenant.count(
                        """
                        SELECT count(*) FROM control.shop_stock s JOIN product_variants v ON v.id = s.variant_id
                        WHERE v.sku IN (%s) AND s.held = %d AND s.due_at IS NULL"""
                                .formatted(skus, quantity))
                == 2L * of.size());
    }

    /** The warehouse is out of reach, so that one poll hears of everything. */
    private void warehouseAnswers(boolean answers) {
        ObjectNode faults = JSON.createObjectNode().put("serverError", 1);
        twins.ask("jtl-ffn", answers ? "DELETE" : "PUT", "faults", answers ? null : faults);
    }

    /** By the shops themselves. */
    private void assertShown(int quantity) {
        JsonNode shopify = twins.ask("shopify", "GET", "state", null).path("products");
        assertThat(shopify).hasSize(ITEMS);
        shopify.forEach(product -> assertThat(
                        product.at("/variants/0/inventory_quantity").asInt())
                .isEqualTo(quantity));
        JsonNode woocommerce = twins.ask("woocommerce", "GET", "state", null).path("products");
        assertThat(woocommerce).hasSize(ITEMS);
        woocommerce.forEach(
                product -> assertThat(product.path("stock_quantity").asInt()).isEqualTo(quantity));
    }

    private int throttled(String shop) {
        return twins.ask(shop, "GET", "calls", null)
                .path("byStatus")
                .path(String.valueOf(TOO_MANY))
                .asInt();
    }

    private double lastWritten(String channel, Instant begun) {
        return tenant.number("SELECT extract(epoch FROM max(held_at) - timestamptz '%s') FROM control.shop_stock WHERE channel_id = '%s'"
                .formatted(begun, channel));
    }

    private static int ceil(int items, int each) {
        return (items + each - 1) / each;
    }

    private void say(String what, Instant from, Instant to) {
        say(String.format(Locale.ROOT, "%s: %.1f s", what, seconds(from, to)));
    }

    private void say(String line) {
        processes.say(line);
    }
}
