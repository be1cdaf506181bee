package io.serai.store;

import static io.serai.store.Products.NOON;
import static io.serai.store.TestDatabase.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.channel.Channel;
import io.serai.job.JobStatus;
import io.serai.job.JobType;
import io.serai.job.SyncJob;
import io.serai.platform.Resource;
import io.serai.problem.Conflicting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Durations;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A job over a whole channel")
class SyncJobTest {

    private static final Instant LEASE = NOON.plusSeconds(60);
    private static final Instant LATER = NOON.plusSeconds(120);

    private Jdbi jdbi;
    private SyncJobRepository jobs;
    private JobClaims claims;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        jdbi.useHandle(handle -> handle.execute("UPDATE control.channels SET must_read_since = NULL"));
        jobs = new SyncJobRepository(jdbi);
        claims = new JobClaims(jdbi);
    }

    @Test
    @DisplayName("A7 is begun once on each active channel, however often it is asked for until it has ended")
    void onePerChannel() {
        begin();
        begin();
        assertThat(count("pending")).isEqualTo(2);
        SyncJob job = claim(NOON).orElseThrow();
        begin();
        assertThat(count("pending")).isEqualTo(1);
        assertThat(claims.complete(job, LATER)).isTrue();
        begin();
        assertThat(count("pending")).isEqualTo(2);
    }

    @Test
    @DisplayName("A14 goes on at its checkpoint after its worker died, and what the dead one still does is not taken")
    void goesOn() {
        begin();
        SyncJob mine = claim(NOON).orElseThrow();
        SyncJob next = mine.at("page 2", LEASE.plusSeconds(1));
        assertThat(claims.advance(mine, 50, 3, Optional.of(120L), next, NOON.plusSeconds(1)))
                .isTrue();
        assertThat(claims.advance(mine, 50, 3, Optional.empty(), next, NOON.plusSeconds(2)))
                .as("a step is noted once")
                .isFalse();
        assertThat(claim(NOON.plusSeconds(2)).orElseThrow().channel()).isNotEqualTo(mine.channel());
        assertThat(claim(NOON.plusSeconds(2))).as("both have a worker").isEmpty();

        SyncJob taken = claim(LATER)
                .filter(job -> job.id().equals(mine.id()))
                .or(() -> claim(LATER))
                .orElseThrow();

        assertThat(taken.id()).isEqualTo(mine.id());
        assertThat(taken.cursor()).isEqualTo("page 2");
        assertThat(taken.startedAt()).isEqualTo(NOON);
        assertThat(claims.advance(next, 50, 0, Optional.empty(), next, LATER)).isFalse();
        assertThat(claims.complete(next, LATER)).isFalse();
        assertThat(claims.fail(next, "late", LATER)).isFalse();
        assertThat(claims.complete(taken, LATER)).isTrue();
        assertThat(number(
                        "SELECT processed_items FROM sync_jobs WHERE id = CAST(? AS uuid)",
                        mine.id().toString()))
                .isEqualTo(50);
    }

    @Test
    @DisplayName("waits as long as its channel is paused, waits itself or is still to be read for the first time")
    void waitsWithItsChannel() {
        begin();
        for (String state : Set.of("status = 'paused'", "waits_until = '2030-01-01'", "must_read_since = now()")) {
            jdbi.useHandle(handle -> handle.execute("UPDATE control.channels SET " + state));
            assertThat(claim(NOON)).as(state).isEmpty();
            jdbi.useHandle(handle -> handle.execute(
                    "UPDATE control.channels" + " SET status = 'active', waits_until = NULL, must_read_since = NULL"));
        }
        assertThat(claim(NOON)).isPresent();
    }

    @Test
    @DisplayName("that broke begins anew with its next try, one that had to wait goes on where it was")
    void beginsAnew() {
        begin();
        SyncJob job = claim(NOON).orElseThrow();
        SyncJob next = job.at("page 2", LEASE.plusSeconds(1));
        claims.advance(job, 50, 3, Optional.empty(), next, NOON);
        assertThat(claims.putOff(next, "does not answer", Duration.ofSeconds(5), NOON))
                .isTrue();
        assertThat(number("SELECT count(*) FROM sync_jobs WHERE error_message = ?", "does not answer"))
                .isEqualTo(1);
        claim(NOON.plusSeconds(4)).orElseThrow();
        SyncJob again = claim(NOON.plusSeconds(5)).orElseThrow();
        assertThat(again.cursor()).isEqualTo("page 2");
        assertThat(again.attempts()).isZero();

        assertThat(claims.beginAnew(again, "broke", Duration.ofSeconds(5), NOON.plusSeconds(5)))
                .isTrue();
        SyncJob anew = claim(NOON.plusSeconds(10)).orElseThrow();
        assertThat(anew.cursor()).isNull();
        assertThat(anew.attempts()).isEqualTo(1);
        assertThat(anew.startedAt()).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    @DisplayName("D12 is deleted when it ended long ago, and never while it is under way")
    void isDeleted() {
        begin();
        SyncJob job = claim(NOON).orElseThrow();
        claims.complete(job, NOON);
        assertThat(jobs.deleteFinishedBefore(NOON, 10)).isZero();
        assertThat(jobs.deleteFinishedBefore(NOON.plusSeconds(1), 10)).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM sync_jobs WHERE type = ?", "full_sync"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "A14 two of a channel that end at the same moment leave it as fetched, not as one that is still being fetched")
    void endAtOnce() throws Exception {
        List<SyncJob> both = List.of(begun(JobType.BULK_PRODUCTS), begun(JobType.BULK_CUSTOMERS));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> second = TestDatabase.inTransaction(() -> {
                assertThat(claims.complete(both.get(0), LATER)).isTrue();
                Future<Boolean> begun =
                        other.submit(() -> TestDatabase.inTransaction(() -> claims.complete(both.get(1), LATER)));
                await().atMost(Durations.ONE_MINUTE)
                        .until(() -> number(
                                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = ?",
                                        jdbi.withHandle(handle -> handle.select("SELECT current_database()")
                                                .mapTo(String.class)
                                                .one()))
                                > 0);
                return begun;
            });
            assertThat(second.get(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            other.shutdown();
        }
        assertThat(number(
                        "SELECT count(*) FROM control.channels WHERE sync_status = 'synced' AND id = ?",
                        TestDatabase.SHOP))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("C3 what its channel shows is the last word on each kind of thing, not how the last of all jobs ended")
    void shows() {
        assertThat(shown()).isEqualTo("pending");
        SyncJob orders = begun(JobType.BULK_ORDERS);
        assertThat(shown()).isEqualTo("syncing");
        SyncJob products = begun(JobType.BULK_PRODUCTS);
        claims.fail(orders, "no luck", LATER);
        assertThat(shown()).as("the other goes on").isEqualTo("syncing");
        claims.complete(products, LATER);
        assertThat(shown()).as("the orders are still not there").isEqualTo("error");
        claims.complete(begun(JobType.INCREMENTAL_PRODUCTS), LATER);
        claims.complete(begun(JobType.INCREMENTAL_ORDERS), LATER);
        assertThat(shown()).as("what changed is not all").isEqualTo("error");
        claims.completeWith(begun(JobType.BULK_ORDERS), 7, LATER.plusSeconds(1));
        assertThat(shown()).isEqualTo("synced");

        claims.fail(begun(JobType.INCREMENTAL_ORDERS, LATER.plusSeconds(2)), "no luck", LATER.plusSeconds(2));
        assertThat(shown()).isEqualTo("error");
        claims.complete(begun(JobType.INCREMENTAL_ORDERS), LATER.plusSeconds(3));
        assertThat(shown()).isEqualTo("synced");
        claims.fail(begun(JobType.INCREMENTAL_ORDERS, LATER.plusSeconds(4)), "no luck", LATER.plusSeconds(4));
        claims.complete(begun(JobType.BULK_ORDERS), LATER.plusSeconds(5));
        assertThat(shown()).as("all is more than what changed").isEqualTo("synced");

        SyncJob push = begun(JobType.FULL_SYNC);
        assertThat(shown()).as("nothing is fetched").isEqualTo("synced");
        claims.fail(push, "no luck", LATER.plusSeconds(6));
        claims.complete(begun(JobType.BULK_PRODUCTS), LATER.plusSeconds(7));
        assertThat(shown()).as("nobody has pushed what differs").isEqualTo("error");
        claims.complete(begun(JobType.FULL_SYNC), LATER.plusSeconds(8));
        assertThat(shown()).isEqualTo("synced");
    }

    @Test
    @DisplayName(
            "C5 the last days are not missed where all is there, though the job that was to fetch them is given up later")
    void recentGivenUp() {
        SyncJob recent = begun(JobType.RECENT_SYNC);
        claims.complete(begun(JobType.BULK_ORDERS), LATER);
        assertThat(shown()).isEqualTo("syncing");
        claims.fail(recent, "no luck", LATER.plusSeconds(9));
        assertThat(shown()).isEqualTo("synced");
        assertThat(jobs.deleteFinishedBefore(LATER.plusSeconds(1), 10))
                .as("what made it good is forgotten first")
                .isEqualTo(1);
        assertThat(shown()).isEqualTo("synced");
    }

    @Test
    @DisplayName("C5 nor are they where all was fetched between two tries of that job")
    void recentBeganAnew() {
        SyncJob recent = begun(JobType.RECENT_SYNC);
        SyncJob all = begun(JobType.BULK_ORDERS);
        claims.beginAnew(recent, "broke", Duration.ZERO, NOON.plusSeconds(1));
        claims.complete(all, LATER);
        SyncJob again = claims.claim(Set.of(JobType.RECENT_SYNC), LATER.plusSeconds(1), LATER.plusSeconds(60))
                .orElseThrow();
        claims.fail(again, "no luck", LATER.plusSeconds(2));
        assertThat(shown()).isEqualTo("synced");
    }

    @Test
    @DisplayName("C3 a failure is made good by a read of everything that no job asked for, one after it is not")
    void readWhole() throws Exception {
        ChannelStates states = new ChannelStates(jdbi);
        claims.fail(begun(JobType.BULK_PRODUCTS), "no luck", LATER);
        assertThat(shown()).isEqualTo("error");
        TestDatabase.inTransaction(() -> {
            states.readWhole(TestDatabase.SHOP, Resource.PRODUCTS, LATER.plusSeconds(1));
            return true;
        });
        assertThat(shown()).isEqualTo("synced");
        claims.fail(begun(JobType.BULK_PRODUCTS, LATER.plusSeconds(2)), "no luck", LATER.plusSeconds(3));
        assertThat(shown()).isEqualTo("error");
    }

    @Test
    @DisplayName("C3 a failure from before a channel was disconnected says nothing of it once it is connected again")
    void failedBefore() {
        ChannelStates states = new ChannelStates(jdbi);
        SyncJob push = begun(JobType.FULL_SYNC);
        claims.fail(push, "no luck", NOON);
        states.disconnect(TestDatabase.SHOP, "over");
        states.reconnect(TestDatabase.SHOP, LATER);
        claims.complete(begun(JobType.BULK_ORDERS), LATER);
        assertThat(shown()).isEqualTo("synced");
        jdbi.useHandle(handle -> handle.execute("UPDATE control.channels SET must_read_since = NULL"));
        jobs.set(push.id(), JobStatus.PENDING, "retried", LATER);
        SyncJob again = claims.claim(Set.of(JobType.FULL_SYNC), LATER, LATER.plusSeconds(60))
                .orElseThrow();
        claims.fail(again, "no luck", LATER.plusSeconds(1));
        assertThat(shown()).as("it was tried again since").isEqualTo("error");
    }

    @Test
    @DisplayName("C3 what was made good and is retried all the same shows when it fails again")
    void failsAgain() {
        SyncJob customers = begun(JobType.INCREMENTAL_CUSTOMERS);
        claims.fail(customers, "no luck", NOON);
        claims.complete(begun(JobType.BULK_CUSTOMERS), LATER);
        assertThat(shown()).isEqualTo("synced");
        jobs.set(customers.id(), JobStatus.PENDING, "retried", LATER.plusSeconds(1));
        SyncJob again = claims.claim(Set.of(customers.type()), LATER.plusSeconds(2), LATER.plusSeconds(60))
                .orElseThrow();
        claims.fail(again, "no luck", LATER.plusSeconds(3));
        assertThat(shown()).isEqualTo("error");
        claims.complete(begun(JobType.INCREMENTAL_CUSTOMERS, LATER.plusSeconds(4)), LATER.plusSeconds(5));
        assertThat(shown()).isEqualTo("synced");
    }

    @Test
    @DisplayName("C3 a failure that is deleted with its job shows on its channel no longer")
    void failureDeleted() {
        claims.fail(begun(JobType.FULL_SYNC), "no luck", NOON);
        assertThat(shown()).isEqualTo("error");
        jobs.deleteFinishedBefore(LATER, 10);
        assertThat(shown()).isEqualTo("pending");
    }

    @Test
    @DisplayName("A11 one order that is not there says nothing of its channel, nor does one that is")
    void oneItem() {
        for (boolean isThere : List.of(true, false)) {
            jobs.begin(shop(), JobType.SINGLE_ORDER, "4711", null, "somebody", NOON);
            SyncJob job =
                    claims.claim(Set.of(JobType.SINGLE_ORDER), NOON, LEASE).orElseThrow();
            assertThat(isThere ? claims.completeWith(job, 1, LATER) : claims.fail(job, "not there", LATER))
                    .isTrue();
            assertThat(shown()).isEqualTo("pending");
        }
    }

    @Test
    @DisplayName("A7 what is commanded shows on its channel: retried it is fetched again, cancelled it is not")
    void commanded() {
        SyncJob orders = begun(JobType.BULK_ORDERS);
        claims.fail(orders, "no luck", LATER);
        assertThat(shown()).isEqualTo("error");
        jobs.set(orders.id(), JobStatus.PENDING, "retried", LATER);
        assertThat(shown()).isEqualTo("syncing");
        SyncJob again = claims.claim(Set.of(JobType.BULK_ORDERS), LATER, LATER.plusSeconds(60))
                .orElseThrow();
        assertThat(shown()).isEqualTo("syncing");
        jobs.set(again.id(), JobStatus.PAUSED, "paused", LATER);
        assertThat(shown()).as("it is not done").isEqualTo("syncing");
        jobs.set(again.id(), JobStatus.CANCELLED, "cancelled", LATER);
        assertThat(shown()).as("nothing was ever fetched").isEqualTo("pending");
        claims.complete(begun(JobType.BULK_CUSTOMERS), LATER);
        jobs.set(begun(JobType.BULK_ORDERS).id(), JobStatus.CANCELLED, "cancelled", LATER);
        assertThat(shown()).isEqualTo("synced");
    }

    @Test
    @DisplayName("A7 is not retried while another of its kind is under way there, however lately that was begun")
    void retriedBesideAnother() {
        SyncJob failed = begun(JobType.BULK_ORDERS);
        claims.fail(failed, "no luck", LATER);
        begun(JobType.BULK_ORDERS);
        assertThatThrownBy(() -> jobs.set(failed.id(), JobStatus.PENDING, "retried", LATER))
                .isInstanceOf(Conflicting.class)
                .hasMessageContaining("Another job of this kind is under way");
    }

    @Test
    @DisplayName(
            "A7 of a channel that was disconnected is cancelled, but for what a worker has hold of, and nothing shows there as fetched")
    void disconnected() throws Exception {
        SyncJob orders = begun(JobType.BULK_ORDERS);
        SyncJob products = begun(JobType.BULK_PRODUCTS);
        begun(JobType.BULK_CUSTOMERS);
        ChannelStates states = new ChannelStates(jdbi);
        states.disconnect(TestDatabase.SHOP, "over");
        TestDatabase.inTransaction(() -> {
            assertThat(claims.hold(orders)).isTrue();
            assertThat(claims.hold(products)).isTrue();
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                return other.submit(() -> TestDatabase.inTransaction(this::cancelOfDisconnected))
                        .get(1, TimeUnit.MINUTES);
            } finally {
                other.shutdown();
            }
        });
        assertThat(count("cancelled")).isEqualTo(1);
        assertThat(shown()).isEqualTo("pending");
        assertThat(claims.completeWith(orders, 7, LATER))
                .as("it was about to end")
                .isTrue();
        assertThat(shown()).isEqualTo("pending");
        cancelOfDisconnected();
        assertThat(count("cancelled")).isEqualTo(2);
        states.reconnect(TestDatabase.SHOP, LATER);
        assertThat(states.whole(TestDatabase.SHOP))
                .as("nobody knows what happened since")
                .isEmpty();
    }

    private boolean cancelOfDisconnected() {
        jobs.cancelOfDisconnected(LATER);
        return true;
    }

    private Channel shop() {
        return new ChannelRepository(jdbi).find(TestDatabase.SHOP).orElseThrow();
    }

    private SyncJob begun(JobType type) {
        return begun(type, NOON);
    }

    private SyncJob begun(JobType type, Instant at) {
        jobs.begin(shop(), type, null, null, "somebody", at);
        return claims.claim(Set.of(type), at, at.plusSeconds(60)).orElseThrow();
    }

    private String shown() {
        return jdbi.withHandle(
                handle -> handle.select("SELECT sync_status FROM control.channels WHERE id = ?", TestDatabase.SHOP)
                        .mapTo(String.class)
                        .one());
    }

    private void begin() {
        jobs.begin(TENANT, JobType.FULL_SYNC, false, "somebody", NOON);
    }

    private Optional<SyncJob> claim(Instant now) {
        return claims.claim(Set.of(JobType.FULL_SYNC), now, now.plus(Duration.between(NOON, LEASE)));
    }

    private long count(String status) {
        return number("SELECT count(*) FROM sync_jobs WHERE status = ?", status);
    }

    private long number(String sql, String value) {
        return jdbi.withHandle(
                handle -> handle.select(sql, value).mapTo(Long.class).one());
    }
}
