package io.serai.store;

import static io.serai.store.Products.NOON;
import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.TENANT;
import static io.serai.store.TestDatabase.WOO;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.delivery.Delivery;
import io.serai.delivery.Delivery.Sameness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("E1 Deliveries")
class WebhookLogTest {

    private static final Instant LEASE = NOON.plusSeconds(30);

    private Jdbi jdbi;
    private WebhookLog log;
    private DeliveryClaims claims;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        log = new WebhookLog(jdbi);
        claims = new DeliveryClaims(jdbi);
    }

    @Test
    @DisplayName("Shopify's are the same by id, on one channel, whatever they hold")
    void shopifysAreTheSameById() throws Exception {
        assertThat(store(shopify(SHOP, "d1", "7", "a"))).isTrue();
        assertThat(store(shopify(SHOP, "d1", "7", "a"))).isFalse();
        assertThat(store(shopify(SHOP, "d2", "7", "a"))).isTrue();
        assertThat(store(shopify(WOO, "d1", "7", "a"))).isTrue();
        assertThat(number("SELECT duplicates FROM webhook_log WHERE id = 'channel_1:d1'"))
                .isOne();
    }

    @Test
    @DisplayName("K9 WooCommerce's are the same by content, compared with the resource's last one alone")
    void wooCommercesAreTheSameByContent() throws Exception {
        assertThat(store(woo("7", "stock 5"))).isTrue();
        assertThat(store(woo("7", "stock 5"))).isFalse();
        assertThat(store(woo("8", "stock 5"))).isTrue();
        assertThat(store(woo("7", "stock 4"))).isTrue();
        assertThat(store(woo("7", "stock 5"))).isTrue();
        assertThat(number("SELECT sum(duplicates) FROM webhook_log")).isOne();
    }

    @Test
    @DisplayName("K9 of eight that come at once with the same content one is taken")
    void ofEightAtOnceOneIsTaken() {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return store(woo("7", "same"));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
        assertThat(number("SELECT duplicates FROM webhook_log")).isEqualTo(7);
    }

    @Test
    @DisplayName("K10 the body is kept to the byte")
    void theBodyIsKeptToTheByte() throws Exception {
        Delivery sent = shopify(SHOP, "d1", "7", "{\"a\": \"\\u003c\\/\u0000\"}");
        store(sent);

        Delivery claimed = claimed(NOON).get(0);
        assertThat(claimed.body()).isEqualTo(sent.body());
        assertThat(claimed).usingRecursiveComparison().isEqualTo(sent);
        assertThat(claimed(NOON)).isEmpty();
    }

    @Test
    @DisplayName("K11 what nobody took or finished is handed out again, in the order it came")
    void whatNobodyFinishedIsHandedOutAgain() throws Exception {
        store(shopify(SHOP, "dead", "1", "a"));
        store(shopify(SHOP, "done", "2", "b"));
        store(shopify(SHOP, "nothing", "3", "c"));
        refuse(shopify(SHOP, "bad", "4", "d"));
        assertThat(claims.claim(10, NOON, LEASE)).hasSize(3);
        store(shopify(SHOP, "untaken", "5", "e"));
        claims.finish("channel_1:done", NOON);
        claims.ignore("channel_1:nothing", "no use for it", NOON);

        assertThat(claims.claim(1, LEASE.minusMillis(1), LEASE))
                .extracting(Delivery::id)
                .containsExactly("channel_1:untaken");
        assertThat(claims.claim(10, LEASE, LEASE.plusSeconds(9)))
                .extracting(Delivery::id)
                .containsExactly("channel_1:dead", "channel_1:untaken");
        claims.retry("channel_1:untaken", "database full", LEASE.plusSeconds(1));
        assertThat(claims.claim(10, LEASE.plusSeconds(1), LEASE.plusSeconds(9)))
                .extracting(Delivery::id)
                .containsExactly("channel_1:untaken");
    }

    @Test
    @DisplayName("E1 two workers never have the same one")
    void twoWorkersNeverHaveTheSameOne() throws Exception {
        for (int i = 0; i < 100; i++) {
            store(shopify(SHOP, "d" + i, "7", "a" + i));
        }
        List<CompletableFuture<List<Delivery>>> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            workers.add(CompletableFuture.supplyAsync(() -> {
                List<Delivery> mine = new ArrayList<>();
                for (List<Delivery> more = claimed(NOON); !more.isEmpty(); more = claimed(NOON)) {
                    mine.addAll(more);
                }
                return mine;
            }));
        }
        assertThat(workers.stream().flatMap(worker -> worker.join().stream()))
                .extracting(Delivery::id)
                .hasSize(100)
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("E1 many are stored at once, each with what it holds, and each repetition is told")
    void manyAtOnce() throws Exception {
        store(shopify(SHOP, "known", "1", "a"));
        store(woo("7", "stock 5"));
        refuse(shopify(SHOP, "bad", null, "x"));
        Delivery fresh = shopify(SHOP, "fresh", "1", "b");
        Delivery repaired = shopify(SHOP, "bad", "9", "x");
        Delivery other = woo("8", "stock 5");
        Delivery nameless = woo(null, "no id");
        List<Delivery> all =
                List.of(shopify(SHOP, "known", "1", "a"), fresh, repaired, woo("7", "stock 5"), other, nameless);

        assertThat(TestDatabase.inTransaction(() -> log.store(all)))
                .containsExactlyInAnyOrder(fresh.id(), repaired.id(), other.id(), nameless.id());
        assertThat(claimed(NOON))
                .usingRecursiveFieldByFieldElementComparator()
                .contains(fresh, repaired, other, nameless)
                .hasSize(6);
    }

    @Test
    @DisplayName("E2 what is refused is kept once with its reason and never handed out")
    void whatIsRefusedIsKept() throws Exception {
        Delivery bad = shopify(SHOP, "bad", null, "{\"id\"");
        refuse(bad);
        refuse(bad);

        assertThat(claimed(LEASE)).isEmpty();
        assertThat(number("SELECT count(*) FROM webhook_log WHERE status = 'refused' AND error = 'not JSON'"
                        + " AND duplicates = 1 AND processed_at IS NOT NULL AND lease_until IS NULL"))
                .isOne();
    }

    @Test
    @DisplayName("E2 a repetition of what was refused is taken as soon as it can be read")
    void whatWasRefusedIsTakenLater() throws Exception {
        refuse(shopify(SHOP, "bad", null, "a"));
        Delivery repeated = shopify(SHOP, "bad", "7", "a");

        assertThat(store(repeated)).isTrue();
        assertThat(store(repeated)).isFalse();
        assertThat(claimed(NOON)).usingRecursiveFieldByFieldElementComparator().containsExactly(repeated);
        assertThat(number("SELECT count(*) FROM webhook_log WHERE error IS NULL AND duplicates = 2"))
                .isOne();
    }

    @Test
    @DisplayName("E2 what comes with the id of one that was taken changes nothing of it, refused or not")
    void whatWasTakenStays() throws Exception {
        Delivery good = shopify(SHOP, "d1", "7", "a");
        store(good);
        refuse(shopify(SHOP, "d1", null, "b"));

        assertThat(claimed(NOON)).usingRecursiveFieldByFieldElementComparator().containsExactly(good);
    }

    @Test
    @DisplayName("K9 E2 what was refused in between does not make content new")
    void whatWasRefusedMakesNothingNew() throws Exception {
        assertThat(store(woo("7", "stock 5"))).isTrue();
        refuse(woo("7", "stock five"));
        assertThat(store(woo("7", "stock 5"))).isFalse();
    }

    @Test
    @DisplayName("Rule 5 what is parked waits to be freed, or for its time to run out")
    void whatIsParkedWaits() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            store(shopify(SHOP, id, id.equals("c") ? "8" : "7", id));
            claimed(NOON);
            claims.park("channel_1:" + id, id.equals("c") ? "8" : "7", LEASE.plusSeconds(60));
        }
        assertThat(claimed(LEASE.plusSeconds(59))).isEmpty();

        claims.unpark(SHOP, "7");
        assertThat(claimed(NOON)).extracting(Delivery::id).containsExactly("channel_1:a", "channel_1:b");
        claims.unparkAll(SHOP);
        assertThat(claimed(NOON)).extracting(Delivery::id).containsExactly("channel_1:c");
        claims.park("channel_1:c", "8", LEASE.plusSeconds(60));
        assertThat(claimed(LEASE.plusSeconds(60))).extracting(Delivery::id).contains("channel_1:c");
    }

    @Test
    @DisplayName("Rule 5 a variation's delivery is freed with the product it belongs to")
    void aVariationIsFreedWithItsProduct() throws Exception {
        store(shopify(SHOP, "variation", "71", "a"));
        claimed(NOON);
        claims.park("channel_1:variation", "7", LEASE.plusSeconds(60));

        claims.unpark(SHOP, "71");
        assertThat(claimed(NOON)).isEmpty();
        claims.unpark(SHOP, "7");
        assertThat(claimed(NOON)).extracting(Delivery::id).containsExactly("channel_1:variation");
    }

    private List<Delivery> claimed(Instant now) {
        return claims.claim(10, now, LEASE);
    }

    private boolean store(Delivery delivery) throws Exception {
        return TestDatabase.inTransaction(() -> log.store(List.of(delivery)).contains(delivery.id()));
    }

    private void refuse(Delivery delivery) throws Exception {
        TestDatabase.inTransaction(() -> {
            log.refuse(delivery, "not JSON", NOON);
            return null;
        });
    }

    private long number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static Delivery shopify(String channel, String id, String resource, String body) {
        return delivery(channel + ":" + id, Sameness.ID, channel, Platform.SHOPIFY, resource, body);
    }

    private static Delivery woo(String resource, String body) {
        return delivery(WOO + ":" + UUID.randomUUID(), Sameness.CONTENT, WOO, Platform.WOOCOMMERCE, resource, body);
    }

    private static Delivery delivery(
            String id, Sameness sameness, String channel, Platform platform, String resource, String body) {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Delivery(
                id,
                sameness,
                TENANT,
                channel,
                platform,
                "products/update",
                resource,
                "event",
                NOON.minusSeconds(1),
                NOON,
                bytes,
                Map.of("x-topic", "products/update"),
                bytes);
    }
}
