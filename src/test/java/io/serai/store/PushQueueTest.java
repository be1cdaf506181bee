package io.serai.store;

import static io.serai.store.Products.NOON;
import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.TENANT;
import static io.serai.store.TestDatabase.WOO;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.config.Backoff;
import io.serai.listing.Lane;
import io.serai.listing.OpenIntent;
import io.serai.listing.PlannedCall;
import io.serai.listing.PushJob;
import io.serai.merge.Intent;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D5 The push queue")
class PushQueueTest {

    private static final Instant LEASE = NOON.plusSeconds(60);

    private static final Backoff NO_WAIT = new Backoff(Duration.ZERO, Duration.ZERO);

    private Jdbi jdbi;
    private ProductRepository products;
    private QueueRepository queue;
    private PushClaims claims;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        products = new ProductRepository(jdbi);
        queue = new QueueRepository(jdbi);
        claims = new PushClaims(jdbi);
    }

    @Test
    @DisplayName("Rule 6 an intent whose row is finished and that nobody closed is found, one that is worked on is not")
    void anIntentWithoutARowIsFound() {
        UUID product = product("A");
        IntentRepository intents = new IntentRepository(jdbi);
        Intent intent = new Intent(UUID.randomUUID(), Map.of(Cell.of(Field.NAME), Value.text("B")), NOON, false);
        PlannedCall call = new PlannedCall("productUpdate", null, Json.object(), intent.meant(), false);
        enqueue(product, SHOP, Lane.LIVE, 0, NOON);
        intents.open(product, SHOP, null, intent, call);
        Instant later = NOON.plusSeconds(1);

        assertThat(intents.abandoned(later, later, NO_WAIT, 9)).isEmpty();
        PushJob job = claim(1).get(0);
        assertThat(intents.abandoned(later, later, NO_WAIT, 9)).isEmpty();
        claims.fail(job, "it broke", later);
        assertThat(intents.abandoned(later, later, NO_WAIT, 9))
                .extracting(OpenIntent::productId)
                .containsExactly(product);
        assertThat(intents.abandoned(NOON, later, NO_WAIT, 9)).isEmpty();
    }

    @Test
    @DisplayName("Rule 6 an intent whose rows fail is found after a wait that doubles with each, up to a bound")
    void anIntentWhoseRowsFailWaits() {
        UUID product = product("A");
        IntentRepository intents = new IntentRepository(jdbi);
        Intent intent = new Intent(UUID.randomUUID(), Map.of(Cell.of(Field.NAME), Value.text("B")), NOON, false);
        PlannedCall call = new PlannedCall("productUpdate", null, Json.object(), intent.meant(), false);
        Backoff wait = new Backoff(Duration.ofSeconds(60), Duration.ofSeconds(200));
        intents.open(product, SHOP, null, intent, call);
        Instant failed = NOON.plusSeconds(1);
        for (int seconds : List.of(60, 120, 200, 200)) {
            enqueue(product, SHOP, Lane.LIVE, 0, NOON);
            claims.fail(claim(1).get(0), "it broke", failed);
            assertThat(intents.abandoned(failed, failed.plusSeconds(seconds - 1), wait, 9))
                    .isEmpty();
            assertThat(intents.abandoned(failed, failed.plusSeconds(seconds), wait, 9))
                    .hasSize(1);
            failed = failed.plusSeconds(seconds);
        }
    }

    @Test
    @DisplayName("Marks of one product on one channel fall together while nobody has begun")
    void pendingRowsCoalesce() {
        UUID product = product("A");
        UUID first = enqueue(product, SHOP, Lane.BACKFILL, 5, NOON.plusSeconds(30));
        UUID second = enqueue(product, SHOP, Lane.LIVE, 1, NOON);
        UUID elsewhere = enqueue(product, WOO, Lane.LIVE, 0, NOON);

        assertThat(second).isEqualTo(first).isNotEqualTo(elsewhere);
        PushJob job = claim(1).get(0);
        assertThat(job.lane()).isEqualTo(Lane.LIVE);
        assertThat(job.priority()).isEqualTo(5);
        assertThat(job.scheduledFor()).isEqualTo(NOON);
        assertThat(job.platform()).isEqualTo(Platform.SHOPIFY);
        assertThat(job.attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("K13 a product that is being pushed is marked again, but not claimed again")
    void whatIsProcessedIsNotClaimedAgain() {
        UUID product = product("A");
        enqueue(product, SHOP, Lane.LIVE, 0, NOON);
        PushJob job = claim(10).get(0);

        UUID next = enqueue(product, SHOP, Lane.LIVE, 0, NOON);
        assertThat(next).isNotEqualTo(job.id());
        assertThat(claim(10)).isEmpty();

        assertThat(claims.complete(job, NOON)).isTrue();
        assertThat(claim(10)).extracting(PushJob::id).containsExactly(next);
    }

    @Test
    @DisplayName("Rule 10 a channel that is paused, waits or is yet to be read gets nothing")
    void channelsThatWaitGetNothing() {
        enqueue(product("A"), SHOP, Lane.LIVE, 0, NOON);
        ChannelStates states = new ChannelStates(jdbi);

        states.pause(SHOP, "unauthorized");
        assertThat(claim(10)).isEmpty();
        states.resume(SHOP);
        states.mustRead(SHOP, NOON);
        assertThat(claim(10)).isEmpty();
        states.readInFull(SHOP, NOON.minusSeconds(1));
        assertThat(claim(10)).isEmpty();
        states.readInFull(SHOP, NOON);
        states.waitUntil(SHOP, NOON.plusSeconds(2));
        states.waitUntil(SHOP, NOON.plusSeconds(1));
        assertThat(claim(10)).isEmpty();
        assertThat(claims.claim(10, 10, NOON.plusSeconds(2), LEASE)).hasSize(1);
    }

    @Test
    @DisplayName("X8 lanes come first, then tenants and channels take turns")
    void lanesComeFirstThenTurns() {
        jdbi.useHandle(handle -> {
            handle.execute("INSERT INTO control.tenants (id, name) VALUES ('client_2', 'Two')");
            handle.execute("INSERT INTO control.channels (id, tenant_id, platform, name)"
                    + " VALUES ('channel_3', 'client_2', 'shopify', 'Shop')");
        });
        for (int i = 0; i < 6; i++) {
            enqueue(product("S" + i), SHOP, Lane.LIVE, 9, NOON);
        }
        enqueue(product("W"), WOO, Lane.LIVE, 0, NOON);
        enqueue(product("B"), WOO, Lane.BACKFILL, 99, NOON);
        var other = Products.withVariant(Products.named("Other"), UUID.randomUUID(), "O", "1");
        products.insert("client_2", other, null);
        enqueue(other.id(), "channel_3", Lane.LIVE, 0, NOON);

        assertThat(claim(3)).extracting(PushJob::channelId).containsExactlyInAnyOrder(SHOP, WOO, "channel_3");
        assertThat(claims.claim(10, 2, NOON, LEASE))
                .extracting(PushJob::channelId)
                .containsExactly(SHOP, SHOP, WOO);
    }

    @Test
    @DisplayName("What is not due yet is not claimed; the most urgent of a channel comes first")
    void theMostUrgentComesFirst() {
        enqueue(product("LATER"), SHOP, Lane.LIVE, 9, NOON.plusSeconds(1));
        UUID low = enqueue(product("LOW"), SHOP, Lane.LIVE, 0, NOON);
        UUID high = enqueue(product("HIGH"), SHOP, Lane.LIVE, 1, NOON);

        assertThat(claim(10)).extracting(PushJob::id).containsExactly(high, low);
    }

    @Test
    @DisplayName("A retry costs a try, a release does not")
    void aRetryCostsATryAReleaseDoesNot() {
        enqueue(product("A"), SHOP, Lane.LIVE, 0, NOON);
        assertThat(claims.release(claim(1).get(0), "throttled", NOON)).isTrue();
        assertThat(claims.retry(claim(1).get(0), "broken", NOON)).isTrue();
        PushJob third = claim(1).get(0);
        assertThat(third.attempts()).isEqualTo(2);

        assertThat(claims.fail(third, "broken for good", NOON)).isTrue();
        assertThat(claim(1)).isEmpty();
        assertThat(queue.countsOfTenant(TENANT)).containsOnlyKeys("failed");
    }

    @Test
    @DisplayName("A row that goes back falls together with the newer one")
    void aRowThatGoesBackFallsTogetherWithTheNewerOne() {
        UUID product = product("A");
        enqueue(product, SHOP, Lane.LIVE, 7, NOON);
        PushJob job = claim(1).get(0);
        UUID newer = enqueue(product, SHOP, Lane.BACKFILL, 0, NOON);

        assertThat(claims.retry(job, "broken", NOON.plusSeconds(60))).isTrue();

        assertThat(queue.countsOf(product)).containsEntry("skipped", 1L).containsEntry("pending", 1L);
        PushJob next = claim(1).get(0);
        assertThat(next.id()).isEqualTo(newer);
        assertThat(next.lane()).isEqualTo(Lane.LIVE);
        assertThat(next.priority()).isEqualTo(7);
    }

    @Test
    @DisplayName("K13 a row whose worker died is taken up again, and what that worker still says does not count")
    void aRowWhoseWorkerDiedIsTakenUpAgain() {
        enqueue(product("A"), SHOP, Lane.LIVE, 0, NOON);
        PushJob dead = claim(1).get(0);
        assertThat(claims.expireLeases(LEASE)).isZero();
        assertThat(claims.expireLeases(LEASE.plusMillis(1))).isEqualTo(1);

        PushJob again =
                claims.claim(1, 1, LEASE.plusMillis(1), LEASE.plusSeconds(60)).get(0);
        assertThat(again.id()).isEqualTo(dead.id());
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(claims.complete(dead, LEASE)).isFalse();
        assertThat(claims.retry(dead, "late", LEASE)).isFalse();
        assertThat(claims.skip(again, "nothing to do", LEASE)).isTrue();
    }

    @Test
    @DisplayName("D5 an edit gives a waiting row its tries back, Serai's own doing does not")
    void anEditGivesAWaitingRowItsTriesBack() {
        UUID product = product("A");
        enqueue(product, SHOP, Lane.LIVE, 0, NOON);
        claims.retry(claim(1).get(0), "broken", NOON.plusSeconds(60));
        queue.enqueue(product, SHOP, Platform.SHOPIFY, Lane.LIVE, 0, Origin.SYSTEM, null, NOON, 3);
        PushJob second = claim(1).get(0);
        assertThat(second.attempts()).isEqualTo(2);

        claims.retry(second, "broken", NOON.plusSeconds(60));
        enqueue(product, SHOP, Lane.LIVE, 0, NOON);
        assertThat(claim(1).get(0).attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("K13 many workers claim every row once")
    void manyWorkersClaimEveryRowOnce() {
        for (int i = 0; i < 60; i++) {
            UUID product = product("P" + i);
            enqueue(product, SHOP, Lane.LIVE, 0, NOON);
            enqueue(product, WOO, Lane.LIVE, 0, NOON);
        }
        List<CompletableFuture<List<PushJob>>> workers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            workers.add(CompletableFuture.supplyAsync(() -> {
                List<PushJob> mine = new ArrayList<>();
                for (int empty = 0; empty < 20; ) {
                    List<PushJob> some = claim(5);
                    empty = some.isEmpty() ? empty + 1 : 0;
                    mine.addAll(some);
                }
                return mine;
            }));
        }
        List<UUID> claimed = workers.stream()
                .flatMap(worker -> worker.join().stream())
                .map(PushJob::id)
                .toList();
        Set<UUID> distinct = new HashSet<>(claimed);
        assertThat(claimed).hasSize(120);
        assertThat(distinct).hasSize(120);
    }

    @Test
    @DisplayName("D12 finished rows are forgotten after their time")
    void finishedRowsAreForgotten() {
        enqueue(product("A"), SHOP, Lane.LIVE, 0, NOON);
        enqueue(product("B"), SHOP, Lane.LIVE, 0, NOON);
        claims.complete(claim(1).get(0), NOON);

        assertThat(queue.deleteFinishedBefore(NOON, 10)).isZero();
        assertThat(queue.deleteFinishedBefore(NOON.plus(Duration.ofDays(7)), 10))
                .isEqualTo(1);
        assertThat(queue.countsOfTenant(TENANT)).containsOnlyKeys("pending");
    }

    private UUID product(String sku) {
        return Products.stored(products, sku).id();
    }

    private UUID enqueue(UUID product, String channel, Lane lane, int priority, Instant due) {
        Platform platform = channel.equals(WOO) ? Platform.WOOCOMMERCE : Platform.SHOPIFY;
        return queue.enqueue(product, channel, platform, lane, priority, Origin.NOLIMITS, null, due, 3);
    }

    private List<PushJob> claim(int batch) {
        return claims.claim(batch, 10, NOON, LEASE);
    }
}
