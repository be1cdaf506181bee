package io.serai.job;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.serai.channel.Channel;
import io.serai.config.JobConfig;
import io.serai.job.SyncJob.Place;
import io.serai.platform.BulkOperation;
import io.serai.platform.BulkRequest;
import io.serai.platform.FetchedPage;
import io.serai.platform.OrdersRead;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.Resource;
import io.serai.platform.ShopDescription;
import io.serai.platform.Unavailable;
import io.serai.store.BulkOperationRepository;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.JobClaims;
import io.serai.store.LandingRepository;
import io.serai.store.Promotions;
import io.serai.store.Promotions.TakenOver;
import io.serai.store.SyncJobRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Fetches what a shop holds (C1, C2): its platform writes it at once, or shows it page by page; it lands in a table of its own, and is
 * taken over all at once. Whatever breaks before that changes nothing that anybody reads.
 */
@ApplicationScoped
@Named("fetch")
public class Fetch {

    /** Seconds: a million orders take minutes, and the database's own limits hold besides. */
    private static final int LONGEST_TAKE_OVER = 6 * 60 * 60;

    private static final String LEFT_OUT =
            "%d of the %s could not be read and are left out; failed_sync_items tells which and why";

    /** Stands in lines of what belongs to another (fact 32); read as JSON they would take longer than they take to land. */
    private static final String PARENT = "\"__parentId\"";

    /** So many lines are worth being counted by the planner. */
    private static final long MUCH = 50_000;

    /** Lines forgotten in one transaction. */
    private static final int CLEARED_AT_ONCE = 20_000;

    /** Orders read again in one step: as many as one question may ask for, since what fails begins its whole step anew. */
    private static final int REREAD_AT_ONCE = 8;

    private final JobClaims claims;
    private final SyncJobRepository jobs;
    private final BulkOperationRepository operations;
    private final LandingRepository landing;
    private final Promotions promotions;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final PlatformAdapters adapters;
    private final JobConfig config;
    private final Clock clock;

    @Inject
    Fetch(
            JobClaims claims,
            SyncJobRepository jobs,
            BulkOperationRepository operations,
            LandingRepository landing,
            Promotions promotions,
            ChannelRepository channels,
            ChannelStates states,
            PlatformAdapters adapters,
            JobConfig config,
            Clock clock) {
        this.claims = claims;
        this.jobs = jobs;
        this.operations = operations;
        this.landing = landing;
        this.promotions = promotions;
        this.channels = channels;
        this.states = states;
        this.adapters = adapters;
        this.config = config;
        this.clock = clock;
    }

    /** What to do next for a job whose bulk operation was looked at. */
    public enum Next {
        WAIT,
        LAND,
        /** What was asked for will never come, or not whole. */
        BEGIN_ANEW
    }

    /** What the platform is to write. */
    public BulkRequest request(SyncJob job) {
        return new BulkRequest(job.resource(), job.since());
    }

    /** What the shop's description says that it will not show is told, and not hidden (fact 22). */
    public void noticeWhatIsHidden(SyncJob job, ShopDescription shop) {
        adapters.of(job.platform())
                .hides(job.resource(), shop)
                .ifPresent(hidden -> claims.notice(job, hidden, clock.instant()));
    }

    /** The platform has taken the job up: somebody looks how far it is, and wakes the job when it has ended. */
    @Transactional
    public void begun(SyncJob job, BulkOperation operation) {
        Instant now = clock.instant();
        operations.begun(job, operation.id(), now);
        Channel channel = channels.find(job.channel()).orElseThrow(() -> new JobTaken(job));
        jobs.beginBehind(channel, JobType.POLL_BULK, "job " + job.id(), now);
        await(job, operation);
    }

    /** What the job waits for. */
    public List<String> operations(SyncJob job) {
        return List.of(job.cursor());
    }

    /** Where a bulk operation leaves its job. */
    public Next next(SyncJob job, BulkOperation operation) {
        if (operation.isUnderWay()) {
            await(job, operation);
            return Next.WAIT;
        }
        return operation.canBeHad() ? Next.LAND : Next.BEGIN_ANEW;
    }

    /** @throws FetchLost since what was asked for is lost, expired or came in part (fact 33) */
    public void lost(BulkOperation operation) {
        throw new FetchLost("the bulk operation brought nothing: " + operation.reason());
    }

    /** All lines there are. Those that landed with an earlier try are passed over: a platform never writes them again. */
    public LineBatches batches(InputStream lines) {
        return new LineBatches(lines, 0, config.landingBatch());
    }

    /**
     * Lands the next batch.
     *
     * @return the job as it goes on
     * @throws Unavailable if the lines are cut off
     * @throws JobTaken if the job is no longer this worker's
     */
    @Transactional
    public SyncJob land(SyncJob job, BulkOperation operation, LineBatches batches) {
        LineBatches.Batch batch = batches.next();
        long landed = landing.landed(job.id());
        if (landed < batch.first() - 1) {
            throw new FetchLost("lines that had landed are gone");
        }
        int known = (int) Math.min(landed - batch.first() + 1, batch.lines().size());
        List<String> news = batch.lines().subList(known, batch.lines().size());
        if (!news.isEmpty()) {
            landing.land(job.id(), batch.first() + known, news);
        }
        Place place = job.place().after(landed + news.size(), job.cursor());
        return advance(job, place, counted(job, news), Optional.of(operation.items()));
    }

    /** How many of the lines are things, and not what belongs to one. Products are counted when they are looked at. */
    private static int counted(SyncJob job, List<String> lines) {
        return job.resource() == Resource.PRODUCTS
                ? 0
                : (int) lines.stream().filter(line -> !line.contains(PARENT)).count();
    }

    /**
     * The bulk operation's lines have landed, and nobody needs to look at it any more.
     *
     * @throws FetchLost if they are not as many as the platform wrote: they are to be asked for anew
     */
    @Transactional
    public SyncJob landed(SyncJob job, BulkOperation operation) {
        long landed = landing.landed(job.id());
        if (landed != operation.lines()) {
            throw new FetchLost("%d lines came of %d".formatted(landed, operation.lines()));
        }
        operations.ended(job.channel(), List.of(operation.id()));
        return advance(job, job.place().after(landed, null).whole(), 0, Optional.of(operation.items()));
    }

    /**
     * Lands one page.
     *
     * @return the job as it goes on
     * @throws FetchLost if what had landed before is gone: everything is to be fetched anew
     * @throws JobTaken if the job is no longer this worker's
     */
    @Transactional
    public SyncJob landPage(SyncJob job, FetchedPage page) {
        long landed = landing.landed(job.id());
        assertAllAreThere(job, landed);
        if (!page.lines().isEmpty()) {
            landing.land(job.id(), landed + 1, page.lines());
        }
        Place next = job.place().after(landed + page.lines().size(), page.nextCursor());
        return advance(
                job, page.nextCursor() == null ? next.whole() : next, page.items(), Optional.ofNullable(page.total()));
    }

    /**
     * Takes over what has landed, all of it or nothing, and notes until when the shop is known. Where nothing follows the job ends.
     *
     * @return the job as it goes on
     * @throws FetchLost if lines that had landed are gone: everything is to be fetched anew
     * @throws JobTaken if the job is no longer this worker's
     */
    @Transactional
    @TransactionConfiguration(timeout = LONGEST_TAKE_OVER)
    public SyncJob takeOver(SyncJob job) {
        if (!claims.hold(job)) {
            throw new JobTaken(job);
        }
        assertAllAreThere(job, landing.count(job.id()));
        Resource resource = job.resource();
        TakenOver taken = promotions.promote(
                job.platform(), resource, job.id(), job.channel(), job.type().isAboutAll());
        if (taken.failed() > 0) {
            claims.notice(job, LEFT_OUT.formatted(taken.failed(), resource.key()), clock.instant());
        }
        if (resource == Resource.PRODUCTS) {
            return advance(job, job.place().takenOver(), 0);
        }
        if (job.type() != JobType.RECENT_SYNC) {
            states.read(job.channel(), resource, job.startedAt());
        }
        if (!claims.completeWith(job, taken.items(), clock.instant())) {
            throw new JobTaken(job);
        }
        return job;
    }

    /** Forgets what has landed: of a try before, or of a job that is done with it. */
    public void clear(SyncJob job) {
        landing.clear(job.id(), job.leaseUntil(), CLEARED_AT_ONCE);
    }

    /**
     * Orders that are to be read again by themselves.
     *
     * @param job as it goes on
     * @param parts a few of them at a time
     */
    public record CutOff(SyncJob job, Parts parts) {}

    /**
     * Orders of which some lines were cut off silently (fact 30). While they are looked for nobody else takes the job, however long
     * that lasts: two workers could else take it from each other for ever.
     *
     * @throws JobTaken if the job is no longer this worker's
     */
    @Transactional
    @TransactionConfiguration(timeout = LONGEST_TAKE_OVER)
    public CutOff cutOff(SyncJob job) {
        boolean mayBe = job.resource() == Resource.ORDERS
                && job.type() != JobType.RECENT_SYNC
                && adapters.of(job.platform()).hasBulkOperations();
        if (!mayBe) {
            return new CutOff(job, new Parts(List.of(), REREAD_AT_ONCE));
        }
        if (!claims.hold(job)) {
            throw new JobTaken(job);
        }
        List<String> orders = landing.cutShopifyOrders(job.id());
        return new CutOff(advance(job, job.place(), 0), new Parts(orders, REREAD_AT_ONCE));
    }

    /**
     * Lands what was read again.
     *
     * @return the job as it goes on
     */
    @Transactional
    public SyncJob landAgain(SyncJob job, OrdersRead read) {
        landing.landAgain(job.id(), read.written());
        return advance(job, job.place(), 0);
    }

    /** Whether nothing was asked for yet, so that what may have landed is of a try before. */
    public boolean isFresh(SyncJob job) {
        return job.cursor() == null && job.place().lines() == 0;
    }

    /** Lets the database know of what has landed, if that is much. */
    public void prepare(SyncJob job) {
        if (job.place().lines() >= MUCH) {
            landing.analyze();
        }
    }

    /** Whether what has landed is still to be taken over. */
    public boolean isToBeTakenOver(SyncJob job) {
        return job.hasLanded() && !job.isTakenOver();
    }

    private static void assertAllAreThere(SyncJob job, long landed) {
        if (landed != job.place().lines()) {
            throw new FetchLost("%d lines are there of %d that had landed"
                    .formatted(landed, job.place().lines()));
        }
    }

    private void await(SyncJob job, BulkOperation operation) {
        Instant now = clock.instant();
        if (!claims.await(job, operation.id(), operation.items(), now.plus(config.bulkLookInterval()), now)) {
            throw new JobTaken(job);
        }
    }

    private SyncJob advance(SyncJob job, Place place, int items) {
        return advance(job, place, items, Optional.empty());
    }

    private SyncJob advance(SyncJob job, Place place, int items, Optional<Long> total) {
        Instant now = clock.instant();
        SyncJob next = job.at(place, now.plus(config.lease()));
        if (!claims.advance(job, items, 0, total, next, now)) {
            throw new JobTaken(job);
        }
        return next;
    }
}
