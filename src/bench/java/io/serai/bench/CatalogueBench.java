package io.serai.bench;

import static io.serai.bench.BenchProcesses.seconds;
import static io.serai.bench.TwinsProcess.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.support.SeraiProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How long it takes to know two shops that sell the same, and how soon what is edited in one is in the other.
 * {@code -Dserai.bench.items=1000} asks for fewer products.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CatalogueBench {

    private static final int ITEMS = Integer.getInteger("serai.bench.items", 10_000);
    private static final int EDITS_PER_SECOND = Integer.getInteger("serai.bench.edits", 20);
    private static final int SECONDS = Integer.getInteger("serai.bench.seconds", 60);
    private static final int DESCRIBED = 1_000;

    /** Most that the shops give in one answer. */
    private static final int SHOPIFY_PAGE = 250;

    private static final int WOOCOMMERCE_PAGE = 100;

    /** A shop that can stand a call to read and one to write for each edit. */
    private static final Map<String, String> SETTINGS = Map.of("serai.woocommerce.requests-per-second", "100");

    private BenchProcesses processes;
    private SeraiProcess serai;
    private BenchTenant tenant;

    @BeforeAll
    void begin() throws Exception {
        processes = new BenchProcesses("catalogue");
        serai = processes.serai(Map.of(), SETTINGS);
        serai.stop();
        Instant begun = Instant.now();
        serai.start();
        processes.say("start to ready, on a database that is there: %.1f s".formatted(seconds(begun, Instant.now())));
        processes.say("memory at rest: %d MB".formatted(residentMegabytes()));
        tenant = new BenchTenant(serai, processes.twins, processes.database, ITEMS, 100);
        tenant.fillShops(DESCRIBED);
    }

    @AfterAll
    void end() {
        processes.close();
    }

    @Test
    @Order(1)
    @DisplayName("two catalogues are linked for the first time")
    void firstLink() throws Exception {
        List.of("shopify", "woocommerce").forEach(twin -> processes.twins.ask(twin, "POST", "calls/reset", null));
        Instant begun = Instant.now();
        tenant.connectShopify();
        Instant inShopify = Instant.now();
        tenant.connectWooCommerce();
        awaitDone();
        Instant linked = Instant.now();
        processes.say("first link of %d products: %.1f s, of which Shopify's reading %.1f s".formatted(
                ITEMS, seconds(begun, linked), seconds(begun, inShopify)));
        processes.say("  calls of Shopify, at least %d: %s".formatted(
                ceil(ITEMS, SHOPIFY_PAGE), calls("shopify")));
        processes.say("  calls of WooCommerce, at least %d: %s".formatted(
                ceil(ITEMS, WOOCOMMERCE_PAGE), calls("woocommerce")));
        processes.say("  memory after it: %d MB".formatted(residentMegabytes()));
        assertThat(tenant.count(
                        """
                        SELECT count(*) FROM (
                            SELECT product_id FROM control.listings WHERE state = 'LINKED'
                            GROUP BY product_id HAVING count(*) = 2) AS linked"""))
                .isEqualTo(ITEMS);
        assertThat(tenant.count("SELECT count(*) FROM control.conflicts")).isZero();
    }

    @Test
    @Order(2)
    @DisplayName("what is edited in Shopify is changed in WooCommerce")
    void edits() throws Exception {
        List<String> products = new ArrayList<>();
        processes.twins
                .ask("shopify", "GET", "products", null)
                .forEach(product -> products.add(product.path("id").asText()));
        Collections.shuffle(products, new java.util.Random(1));
        edit(products, "warm-up ", EDITS_PER_SECOND * SECONDS / 2);
        Map<String, Instant> edited = edit(products, "edit ", EDITS_PER_SECOND * SECONDS);
        List<Double> waits = new ArrayList<>();
        try (var connection = processes.database.getConnection();
                var statement = connection.prepareStatement(
                        """
                        SELECT p.name, max(i.closed_at) FROM control.push_intents i JOIN products p ON p.id = i.product_id
                        WHERE p.name LIKE 'edit %%' AND i.channel_id = '%s' AND i.outcome IS NOT NULL GROUP BY 1"""
                                .formatted(BenchTenant.WOOCOMMERCE));
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                waits.add(seconds(edited.remove(rows.getString(1)), rows.getTimestamp(2).toInstant()));
            }
        }
        assertThat(edited).isEmpty();
        Collections.sort(waits);
        processes.say("%d edits in Shopify, %d a second: in WooCommerce, and known to be, p50 %.0f ms, p95 %.0f ms, p99 %.0f ms".formatted(
                waits.size(), EDITS_PER_SECOND, millis(waits, 0.5), millis(waits, 0.95), millis(waits, 0.99)));
        processes.say("  memory after it: %d MB".formatted(residentMegabytes()));
        assertInWooCommerce(waits.size());
    }

    /** Each product once, evenly over the time. */
    private Map<String, Instant> edit(List<String> products, String title, int number) throws Exception {
        Map<String, Instant> edited = new ConcurrentHashMap<>();
        ScheduledExecutorService staff = Executors.newScheduledThreadPool(4);
        for (int i = 0; i < number; i++) {
            String product = products.get(i % products.size());
            String name = title + i;
            staff.schedule(
                    () -> {
                        edited.put(name, Instant.now());
                        processes.twins.ask(
                                "shopify", "PATCH", "products/" + product, JSON.createObjectNode().put("title", name));
                    },
                    1000L * i / EDITS_PER_SECOND,
                    TimeUnit.MILLISECONDS);
        }
        staff.shutdown();
        assertThat(staff.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
        awaitDone();
        return edited;
    }

    private void assertInWooCommerce(int number) {
        long there = 0;
        for (JsonNode product : processes.twins.ask("woocommerce", "GET", "state", null).path("products")) {
            there += product.path("name").asText().startsWith("edit ") ? 1 : 0;
        }
        assertThat(there).isEqualTo(number);
    }

    private JsonNode calls(String twin) {
        return processes.twins.ask(twin, "GET", "calls", null).path("byOperation");
    }

    /** No delivery is under way, and nothing is left to be done. */
    private void awaitDone() {
        await().atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> Stream.of("shopify", "woocommerce")
                                .allMatch(twin -> processes.twins
                                                .ask(twin, "GET", "pending", null)
                                                .path("pending")
                                                .asInt()
                                        == 0)
                        && tenant.unfinished() == 0);
    }

    private long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(serai.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static double millis(List<Double> sorted, double part) {
        return 1000 * sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
    }

    private static int ceil(int items, int each) {
        return (items + each - 1) / each;
    }
}
