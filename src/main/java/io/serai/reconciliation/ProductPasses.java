package io.serai.reconciliation;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.serai.channel.Channel;
import io.serai.config.JobConfig;
import io.serai.job.JobTaken;
import io.serai.job.JobType;
import io.serai.job.SyncJob;
import io.serai.listing.Lane;
import io.serai.listing.Trigger;
import io.serai.merge.Observation;
import io.serai.platform.LandedPage;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.ProductPage;
import io.serai.platform.ProductsRead;
import io.serai.platform.Resource;
import io.serai.problem.Conflicting;
import io.serai.provenance.Origin;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.JobClaims;
import io.serai.store.LandedProducts;
import io.serai.store.ListingSightings;
import io.serai.store.Promotions;
import io.serai.store.SyncJobRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The products of a channel are held against the hub, all of them or those that changed: what the channel holds otherwise than it was
 * known to is read alone and merged, the rest is left as it is. Where a person asked for it (D8) what the hub holds otherwise is pushed.
 * One job for each channel; a job whose worker died goes on with the page it was at.
 */
@ApplicationScoped
@Named("productPasses")
public class ProductPasses {

    /** Seconds: all lines of a shop's orders are looked at. */
    private static final int LONGEST_LOOK = 60 * 60;

    private final SyncJobRepository jobs;
    private final JobClaims claims;
    private final LandedProducts landed;
    private final ChannelRepository channels;
    private final ListingSightings sightings;
    private final ChannelStates states;
    private final Promotions promotions;
    private final Comparison comparison;
    private final CatchUp catchUp;
    private final PlatformAdapters adapters;
    private final JobConfig config;
    private final Clock clock;

    @Inject
    ProductPasses(
            SyncJobRepository jobs,
            JobClaims claims,
            LandedProducts landed,
            ChannelRepository channels,
            ListingSightings sightings,
            ChannelStates states,
            Promotions promotions,
            Comparison comparison,
            CatchUp catchUp,
            PlatformAdapters adapters,
            JobConfig config,
            Clock clock) {
        this.jobs = jobs;
        this.claims = claims;
        this.landed = landed;
        this.channels = channels;
        this.sightings = sightings;
        this.states = states;
        this.promotions = promotions;
        this.comparison = comparison;
        this.catchUp = catchUp;
        this.adapters = adapters;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Begins a job for every active channel of the tenant; one that is under way goes on as it was asked for.
     *
     * @param createMissing whether products that a channel does not carry are created there
     * @throws Conflicting if none is under way then, for want of an active channel
     */
    public void begin(String tenant, boolean createMissing, String caller) {
        jobs.begin(tenant, JobType.FULL_SYNC, createMissing, caller, now());
        if (!jobs.isUnderWay(tenant, JobType.FULL_SYNC)) {
            throw new Conflicting("The client has no active channel. Connect one, or resume one that is paused");
        }
    }

    /** The next of the products that have landed. */
    public ProductPage landedPage(SyncJob job) {
        List<JsonNode> products =
                landed.after(job.channel(), job.id(), job.cursor() == null ? "" : job.cursor(), config.batchSize());
        LandedPage read =
                adapters.of(job.platform()).landed(products, products.size() == config.batchSize(), job.startedAt());
        read.unreadable()
                .forEach(product -> comparison.read(job.channel(), product, "cannot be read as it was fetched"));
        return read.page();
    }

    /** Whether the channel's own pages show all it has; else the hub's listings are read by their ids. */
    public boolean readsPages(SyncJob job) {
        return adapters.of(job.platform()).hasCatalogue();
    }

    /**
     * Compares one page of what the channel has.
     *
     * @return the job as it goes on
     * @throws JobTaken if it is no longer this worker's
     */
    public SyncJob page(SyncJob job, ProductPage page) {
        int different = compare(job, page.products());
        sightings.seen(
                job.channel(),
                page.products().stream().map(Observation::externalId).toList(),
                now());
        Optional<Long> total = Optional.of(page.total()).filter(known -> known != ProductPage.UNKNOWN);
        return advance(job, page.products().size(), different, total, page.nextCursor());
    }

    /** The ids to read next of a channel without pages of its own; none when all were. */
    public List<String> next(SyncJob job) {
        return sightings.linkedAfter(job.channel(), job.cursor(), config.batchSize());
    }

    /**
     * Compares products that were read by their ids.
     *
     * @param asked the ids
     * @return the job as it goes on
     * @throws JobTaken if it is no longer this worker's
     */
    public SyncJob listed(SyncJob job, List<String> asked, ProductsRead read) {
        int different = compare(job, read.found());
        read.missing().forEach(missing -> comparison.read(job.channel(), missing, "not there"));
        return advance(
                job, asked.size(), different + read.missing().size(), Optional.empty(), asked.get(asked.size() - 1));
    }

    /** After the last product: what a channel's pages did not show may be gone, and what it lacks is created if wanted. */
    public void end(SyncJob job) {
        if (readsPages(job)) {
            catchUp.end(new CatchUpRun(job.channel(), job.platform(), job.since(), job.startedAt()));
        }
        if (!readsPages(job) || job.hasLanded()) {
            states.read(job.channel(), Resource.PRODUCTS, job.startedAt());
        }
        SyncJob current = pushes(job) ? queueWanted(job) : job;
        if (job.createMissing()) {
            current = createMissing(current);
        }
        if (!claims.complete(current, now())) {
            throw new JobTaken(current);
        }
    }

    /** Lines of a channel's orders that came before the hub knew what they are about are linked, after a look at all its products. */
    @Transactional
    @TransactionConfiguration(timeout = LONGEST_LOOK)
    public void link(String channelId) {
        promotions.linkOrderItems(channelId);
    }

    private int compare(SyncJob job, List<Observation> products) {
        Channel channel = channels.find(job.channel()).orElseThrow(() -> new JobTaken(job));
        return (int) products.stream()
                .filter(observation -> !isAsKnown(job, channel, observation)
                        || pushes(job)
                                && comparison.queueDifference(observation.externalId(), job.channel(), trigger(job)))
                .count();
    }

    private boolean isAsKnown(SyncJob job, Channel channel, Observation observation) {
        // what landed a while ago may have changed since, and nothing new is made of it
        return job.hasLanded()
                ? comparison.isStillAsKnown(channel, observation)
                : comparison.isAsKnown(channel, observation);
    }

    /** Whether what the hub holds otherwise is sent. */
    private static boolean pushes(SyncJob job) {
        return job.type() == JobType.FULL_SYNC;
    }

    /** What the channel was to get and never got. */
    private SyncJob queueWanted(SyncJob job) {
        return part(
                job,
                after -> sightings.wantedAfter(job.channel(), after, config.batchSize()),
                product -> comparison.queueDifference(product, job.channel(), trigger(job)));
    }

    private SyncJob createMissing(SyncJob job) {
        return part(
                job,
                after -> sightings.notListed(job.tenant(), job.channel(), after, config.batchSize()),
                product -> comparison.create(product, job.channel(), trigger(job)));
    }

    /**
     * @param parts the ids that come after one, null for the first; none at the end
     * @param work on one product, whether it differed
     */
    private SyncJob part(SyncJob job, Function<UUID, List<UUID>> parts, Predicate<UUID> work) {
        SyncJob current = job;
        List<UUID> part = parts.apply(null);
        while (!part.isEmpty()) {
            int different = (int) part.stream().filter(work).count();
            current = advance(current, part.size(), different, Optional.empty(), current.cursor());
            part = parts.apply(part.get(part.size() - 1));
        }
        return current;
    }

    private SyncJob advance(SyncJob job, int processed, int different, Optional<Long> total, String cursor) {
        SyncJob next = job.at(cursor, leaseEnd());
        if (!claims.advance(job, processed, different, total, next, now())) {
            throw new JobTaken(job);
        }
        return next;
    }

    private static Trigger trigger(SyncJob job) {
        return new Trigger(Origin.SYSTEM, job.id().toString(), Lane.RECONCILE);
    }

    private Instant leaseEnd() {
        return now().plus(config.lease());
    }

    private Instant now() {
        return clock.instant();
    }
}
