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

        Delivery claimed = claims.claim(sent.id(), NOON, LEASE).orElseThrow();
        assertThat(claimed.body()).isEqualTo(sent.body());
        assertThat(claimed).usingRecursiveComparison().isEqualTo(sent);
        assertThat(claims.claim(sent.id(), NOON, LEASE)).isEmpty();
    }

    @Test
    @DisplayName("K11 what nobody took or finished is handed out again, in the order it came")
    void whatNobodyFinishedIsHandedOutAgain() throws Exception {
        store(shopify(SHOP, "untaken", "1", "a"));
        store(shopify(SHOP, "dead", "2", "b"));
        store(shopify(SHOP, "done", "3", "c"));
        refuse(shopify(SHOP, "bad", "4", "d"));
        store(shopify(SHOP, "nothing", "5", "e"));
        claims.claim("channel_1:dead", NOON, LEASE);
        claims.finish("channel_1:done", NOON);
        claims.ignore("channel_1:nothing", "no use for it", NOON);

        assertThat(claims.claimUnfinished(10, LEASE, LEASE.plusSeconds(9))).isEmpty();
        assertThat(claims.claimUnfinished(10, LEASE.plusMillis(1), LEASE.plusSeconds(9)))
                .extracting(Delivery::id)
                .containsExactly("channel_1:untaken", "channel_1:dead");
        claims.retry("channel_1:untaken", "database full", LEASE.plusSeconds(1));
        assertThat(claims.claimUnfinished(10, LEASE.plusSeconds(2), LEASE.plusSeconds(9)))
                .extracting(Delivery::id)
                .containsExactly("channel_1:untaken");
    }

    @Test
    @DisplayName("E2 what is refused is kept once with its reason and never handed out")
    void whatIsRefusedIsKept() throws Exception {
        Delivery bad = shopify(SHOP, "bad", null, "{\"id\"");
        refuse(bad);
        refuse(bad);

        assertThat(claims.claim(bad.id(), LEASE, LEASE)).isEmpty();
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
        assertThat(claims.claim(repeated.id(), NOON, LEASE).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(repeated);
        assertThat(number("SELECT count(*) FROM webhook_log WHERE error IS NULL AND duplicates = 2"))
                .isOne();
    }

    @Test
    @DisplayName("E2 what comes with the id of one that was taken changes nothing of it, refused or not")
    void whatWasTakenStays() throws Exception {
        Delivery good = shopify(SHOP, "d1", "7", "a");
        store(good);
        refuse(shopify(SHOP, "d1", null, "b"));

        assertThat(claims.claim(good.id(), NOON, LEASE).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(good);
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
            claims.claim("channel_1:" + id, NOON, LEASE);
            claims.park("channel_1:" + id, id.equals("c") ? "8" : "7", LEASE.plusSeconds(60));
        }
        assertThat(claims.claimUnfinished(9, LEASE.plusSeconds(60), LEASE)).isEmpty();
        assertThat(claims.claim("channel_1:a", LEASE, LEASE)).isEmpty();

        assertThat(claims.unpark(SHOP, "7", LEASE)).containsExactly("channel_1:a", "channel_1:b");
        assertThat(claims.claim("channel_1:a", NOON, LEASE)).isPresent();
        assertThat(claims.unparkAll(SHOP, LEASE)).containsExactly("channel_1:c");
        claims.claim("channel_1:c", NOON, LEASE);
        claims.park("channel_1:c", "8", LEASE);
        assertThat(claims.claimUnfinished(9, LEASE.plusSeconds(1), LEASE.plusSeconds(9)))
                .extracting(Delivery::id)
                .contains("channel_1:c");
    }

    @Test
    @DisplayName("Rule 5 a variation's delivery is freed with the product it belongs to")
    void aVariationIsFreedWithItsProduct() throws Exception {
        store(shopify(SHOP, "variation", "71", "a"));
        claims.claim("channel_1:variation", NOON, LEASE);
        claims.park("channel_1:variation", "7", LEASE.plusSeconds(60));

        assertThat(claims.unpark(SHOP, "71", LEASE)).isEmpty();
        assertThat(claims.unpark(SHOP, "7", LEASE)).containsExactly("channel_1:variation");
    }

    private boolean store(Delivery delivery) throws Exception {
        return TestDatabase.inTransaction(() -> log.store(delivery, LEASE));
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
