package io.serai.job;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.serai.channel.Channel;
import io.serai.channel.Platform;
import io.serai.config.Backoff;
import io.serai.config.JobConfig;
import io.serai.config.OrderConfig;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Throttled;
import io.serai.platform.Unavailable;
import io.serai.platform.shopify.ShopifyBulk;
import io.serai.problem.Conflicting;
import io.serai.problem.NotFound;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.LandingRepository;
import io.serai.store.LandingRepository.Promoted;
import io.serai.store.SyncJobRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Fetches a shop's orders by bulk operations (C1, C2): the platform is asked for all of them at once, the job waits without a worker
 * until they are ready, their lines land in a table of their own, and are taken over all at once. Whatever breaks before that changes
 * nothing that anybody reads.
 */
@ApplicationScoped
@Named("orderFetch")
public class OrderFetch {

    private static final Set<JobType> TYPES = Set.of(JobType.BULK_ORDERS, JobType.INCREMENTAL_ORDERS);
    /** Seconds: a million orders take minutes, and the database's own limits hold besides. */
    private static final int LONGEST_TAKE_OVER = 6 * 60 * 60;

    private static final String QUERY = "/graphql/shopify/BulkOrders.graphql";

    private final SyncJobRepository jobs;
    private final LandingRepository landing;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final JobConfig config;
    private final OrderConfig orders;
    private final Clock clock;
    private final String query = text(QUERY);

    @Inject
    OrderFetch(
            SyncJobRepository jobs,
            LandingRepository landing,
            ChannelRepository channels,
            ChannelStates states,
            JobConfig config,
            OrderConfig orders,
            Clock clock) {
        this.jobs = jobs;
        this.landing = landing;
        this.channels = channels;
        this.states = states;
        this.config = config;
        this.orders = orders;
        this.clock = clock;
    }

    /** What to do next for a job whose bulk operation was looked at. */
    public enum Next {
        WAIT,
        LAND,
        /** What was asked for will never come, or not whole. */
        BEGIN_ANEW
    }

    /**
     * Begins to fetch a tenant's orders; asked for again it is the job that is under way. Where the shop was never read, all of them
     * are fetched whatever was asked for.
     *
     * @return the job
     * @throws NotFound if there is no such channel, or none that is active (A4)
     * @throws Conflicting if several are meant
     */
    @Transactional
    public UUID begin(SyncRequest request, String caller) {
        Channel channel = channel(request);
        Instant since = request.fetchAll() ? null : since(channel);
        JobType type = since == null ? JobType.BULK_ORDERS : JobType.INCREMENTAL_ORDERS;
        return jobs.begin(channel, type, since, caller, clock.instant());
    }

    private Channel channel(SyncRequest request) {
        List<Channel> found = channels.ofTenant(request.organizationId()).stream()
                .filter(channel -> channel.platform() == Platform.SHOPIFY && channel.isActive())
                .filter(channel ->
                        request.integrationId().map(channel.id()::equals).orElse(true))
                .toList();
        if (found.isEmpty()) {
            throw NotFound.activeIntegration();
        }
        if (found.size() > 1) {
            throw new Conflicting("There are several: give integrationId, one of "
                    + String.join(", ", found.stream().map(Channel::id).toList()));
        }
        return found.get(0);
    }

    /** By the shop's clock, and a little more: what is fetched twice costs less than what is never fetched (A5). */
    private Instant since(Channel channel) {
        Instant last = channel.marks().orders();
        return last == null ? null : last.plus(channel.state().clockSkew()).minus(orders.overlap());
    }

    /** The next job to work on, none if nobody waits for one. */
    public List<SyncJob> claim() {
        return jobs.claim(TYPES, now(), leaseEnd()).stream().toList();
    }

    /** What the platform is to run. */
    public String query(SyncJob job) {
        return job.since() == null
                ? query
                : query.replace("orders {", "orders(query: \"updated_at:>='%s'\") {".formatted(job.since()));
    }

    /** The platform has taken the job up: it is looked at again in a while. */
    public void begun(SyncJob job, ShopifyBulk bulk) {
        await(job, bulk);
    }

    /** Where a bulk operation leaves its job. */
    public Next next(SyncJob job, ShopifyBulk bulk) {
        if (bulk == null) {
            return Next.BEGIN_ANEW;
        }
        if (!bulk.hasEnded()) {
            await(job, bulk);
            return Next.WAIT;
        }
        boolean canBeHad = bulk.isWhole() && (bulk.url() != null || bulk.objects() == 0);
        return canBeHad ? Next.LAND : Next.BEGIN_ANEW;
    }

    /** What was asked for is lost, expired or came in part: it is asked for again, a few times (fact 33). */
    public void lost(SyncJob job, ShopifyBulk bulk) {
        String what =
                bulk == null ? "it is not known there any more" : "it is " + bulk.status() + " " + bulk.errorCode();
        broken(job, new Unavailable("the bulk operation brought nothing: " + what, false));
    }

    /** The lines that have not landed yet; those before them came with an earlier try, for Shopify never writes them again. */
    public LineBatches batches(SyncJob job, InputStream lines) {
        return new LineBatches(lines, landing.landed(job.id()), config.landingBatch());
    }

    /**
     * Lands the next batch.
     *
     * @return the job as it goes on
     * @throws Unavailable if the lines are cut off
     * @throws JobTaken if the job is no longer this worker's
     */
    @Transactional
    public SyncJob land(SyncJob job, LineBatches batches) {
        LineBatches.Batch batch = batches.next();
        if (landing.landed(job.id()) != batch.first() - 1) {
            throw new IllegalStateException("lines that had landed are gone, or came from somebody else");
        }
        landing.land(job.id(), batch.first(), batch.lines());
        SyncJob next = job.at(job.cursor(), leaseEnd());
        if (!jobs.advance(job, 0, 0, Optional.empty(), next, now())) {
            throw new JobTaken(job);
        }
        return next;
    }

    /**
     * Takes over what has landed, and notes until when the shop's orders are known; all of it or nothing.
     *
     * @throws IllegalStateException if other lines came than the platform wrote: they are to be asked for anew
     * @throws JobTaken if the job is no longer this worker's
     */
    @Transactional
    @TransactionConfiguration(timeout = LONGEST_TAKE_OVER)
    public void takeOver(SyncJob job, ShopifyBulk bulk) {
        if (!jobs.hold(job)) {
            throw new JobTaken(job);
        }
        long landed = landing.count(job.id());
        if (landed != bulk.objects()) {
            throw new IllegalStateException("%d lines came of %d".formatted(landed, bulk.objects()));
        }
        Promoted promoted = landing.promoteShopifyOrders(job.id(), job.channel());
        landing.clear(job.id());
        states.ordersRead(job.channel(), job.startedAt().minus(orders.lag()));
        if (!jobs.completeWith(job, promoted.orders(), now())) {
            throw new JobTaken(job);
        }
    }

    /** The platform cannot be asked now: the job waits, and then goes on where it was. */
    public void putOff(SyncJob job, PlatformFailure failure) {
        Duration wait = failure instanceof Throttled throttled ? throttled.retryAfter() : config.unavailableWait();
        jobs.putOff(job, failure.getMessage(), wait, now());
    }

    /** Something broke: the job begins anew, later each time, until it is given up. */
    @Transactional
    public void broken(SyncJob job, Throwable failure) {
        String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        int tries = job.attempts() + 1;
        boolean isOurs = tries >= config.maxTries()
                ? jobs.fail(job, reason, now())
                : jobs.beginAnew(
                        job, reason, new Backoff(config.retryDelay(), config.retryAtMost()).after(tries), now());
        // what another worker has landed meanwhile is that one's
        if (isOurs) {
            landing.clear(job.id());
        }
    }

    private void await(SyncJob job, ShopifyBulk bulk) {
        if (!jobs.await(job, bulk.id(), bulk.roots(), now().plus(config.bulkPollInterval()), now())) {
            throw new JobTaken(job);
        }
    }

    private Instant leaseEnd() {
        return now().plus(config.lease());
    }

    private Instant now() {
        return clock.instant();
    }

    private static String text(String resource) {
        try (InputStream stream = OrderFetch.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
