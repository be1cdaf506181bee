package io.serai.push;

import static java.util.Comparator.comparing;

import io.serai.channel.Channel;
import io.serai.config.Backoff;
import io.serai.config.PushConfig;
import io.serai.health.SyncFigures;
import io.serai.listing.Difference;
import io.serai.listing.LockedProduct;
import io.serai.listing.Observations;
import io.serai.listing.ProductAudit;
import io.serai.listing.ProductLedger;
import io.serai.listing.Projection;
import io.serai.listing.PushJob;
import io.serai.listing.SyncStatuses;
import io.serai.listing.Trigger;
import io.serai.merge.Listing;
import io.serai.merge.Merge;
import io.serai.merge.MergeResult;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.ProductsRead;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.provenance.Origin;
import io.serai.store.ChannelRepository;
import io.serai.store.DeliveryClaims;
import io.serai.store.IntentRepository;
import io.serai.store.ListingRepository;
import io.serai.store.PushClaims;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes a job from the queue to the platform, one small call at a time. Each method is one transaction; between two of
 * them the route calls the platform, and a crash there leaves an open intent that the next {@link #begin} finds.
 */
@ApplicationScoped
@Named("pushes")
public class Pushes {

    private final ProductLedger ledger;
    private final ProductAudit audit;
    private final SyncStatuses statuses;
    private final Observations observations;
    private final PushClaims claims;
    private final IntentRepository intents;
    private final ListingRepository listings;
    private final ChannelRepository channels;
    private final DeliveryClaims deliveries;
    private final PushPlanning planning;
    private final PushFailures failures;
    private final PushConfig config;
    private final SyncFigures figures;
    private final Clock clock;

    @Inject
    Pushes(
            ProductLedger ledger,
            ProductAudit audit,
            SyncStatuses statuses,
            Observations observations,
            PushClaims claims,
            IntentRepository intents,
            ListingRepository listings,
            ChannelRepository channels,
            DeliveryClaims deliveries,
            PushPlanning planning,
            PushFailures failures,
            PushConfig config,
            SyncFigures figures,
            Clock clock) {
        this.ledger = ledger;
        this.audit = audit;
        this.statuses = statuses;
        this.observations = observations;
        this.claims = claims;
        this.intents = intents;
        this.listings = listings;
        this.channels = channels;
        this.deliveries = deliveries;
        this.planning = planning;
        this.failures = failures;
        this.config = config;
        this.figures = figures;
        this.clock = clock;
    }

    /** Takes the most urgent rows of the queue, for as long as the lease; empty when nothing is due. */
    @Transactional
    public List<PushJob> claim() {
        Instant now = clock.instant();
        return claims.claim(config.batchSize(), config.perChannel(), now, now.plus(config.lease()));
    }

    /** Puts rows back whose worker did not live to finish them, each in a transaction of its own. */
    public void returnLost() {
        claims.expireLeases(clock.instant());
    }

    /**
     * Queues what has an intent but no row any more. Where rows of the intent have failed, the wait after the last of them
     * doubles with each, up to a bound: what breaks while it is recovered, and would break again at once, is tried ever more
     * rarely, but never forgotten.
     */
    @Transactional
    public void takeUpAbandoned() {
        Instant now = clock.instant();
        Backoff wait = new Backoff(config.retryDelay(), config.recoverAtMost());
        intents.abandoned(now.minus(config.lease()), now, wait, config.batchSize()).stream()
                .sorted(comparing(open -> open.productId().toString()))
                .forEach(open -> ledger.lock(open.productId())
                        .flatMap(product -> product.on(open.channelId()))
                        .ifPresent(listing ->
                                ledger.enqueue(open.productId(), listing, Trigger.live(Origin.SYSTEM, null), 0)));
    }

    /** Says what to do first: recover from a call whose outcome is unknown, read, call, or nothing. */
    @Transactional
    public PushStep begin(PushJob job) {
        Optional<LockedProduct> locked = ledger.lock(job.productId());
        if (planning.isLost(job)) {
            return PushStep.done();
        }
        Optional<Listing> listing = locked.flatMap(product -> product.on(job.channelId()));
        if (listing.isEmpty()) {
            claims.skip(job, "there is no such listing", clock.instant());
            figures.pushed(job.platform(), "skipped", Duration.between(job.scheduledFor(), clock.instant()));
            return PushStep.done();
        }
        return listing.get().intent() == null
                ? planning.nextOfHeld(
                        job, locked.get(), listing.get(), !planning.readsFirst(job, listing.get()), Bisection.NONE)
                : planning.recover(job, listing.get());
    }

    /** Merges what was read before a write, and opens the intent in the same transaction. */
    @Transactional
    public PushStep readFirst(PushJob job, PushStep step, ProductsRead read) {
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        if (planning.isLost(job)) {
            return PushStep.done();
        }
        boolean isOvertaken = listing.generation() != step.generation();
        if (read.found().isEmpty()) {
            return isOvertaken
                    ? planning.nextOfHeld(job, product, listing, false, step.bisection())
                    : gone(job, product, listing);
        }
        Channel channel = channel(job);
        Observation seen = read.found().get(0).as(Source.READ, step.generation());
        MergeResult result = new Merge(product.ownership())
                .observe(product.hub(), listing, seen, channel.state().clockSkew());
        LockedProduct merged = ledger.writePushing(product, result, Trigger.of(job), job.channelId());
        boolean isCurrent = result.next() == MergeResult.Next.DONE;
        return planning.nextOfHeld(job, merged, merged.on(job.channelId()).orElseThrow(), isCurrent, step.bisection());
    }

    /** Takes the platform's answer, closes the intent, and says what is left. */
    @Transactional
    public PushStep answered(PushJob job, PushStep step, Observation answer) {
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        if (!step.isAbout(listing.intent())) {
            return planning.next(job, product, listing, false, Bisection.NONE);
        }
        Channel channel = channel(job);
        MergeResult result = new Merge(product.ownership())
                .observe(
                        product.hub(),
                        listing,
                        answer.as(Source.ANSWER, 0),
                        channel.state().clockSkew());
        return closed(
                job, product, listing, result, "answered", step.bisection().taken());
    }

    /** Takes the platform's refusal of a call: what it refuses only together with others is asked for without them. */
    @Transactional
    public PushStep refused(PushJob job, PushStep step, Rejected failure) {
        boolean isIsolated = failures.closeRefused(job, step, failure);
        if (step.call().create() || failure.has(Reason.NOT_FOUND) || planning.isLate(job)) {
            failures.refuse(job, failure.getMessage());
            return PushStep.done();
        }
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        Difference difference = new Projection(product.ownership()).difference(product.hub(), listing);
        Bisection bisection = isIsolated
                ? step.bisection().taken()
                : step.bisection().refusing(difference, step.call().meant().keySet(), failure.getMessage());
        return planning.next(job, product, listing, !planning.readsFirst(job, listing), bisection);
    }

    /** Takes what was read back after a call whose outcome is unknown. */
    @Transactional
    public PushStep readBack(PushJob job, PushStep step, ProductsRead read) {
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        if (planning.isLost(job)) {
            return PushStep.done();
        }
        if (listing.intent() == null || listing.generation() != step.generation()) {
            return planning.nextOfHeld(job, product, listing, false, Bisection.NONE);
        }
        if (read.found().isEmpty()) {
            return listing.intent().create() ? notArrived(job, product, listing) : gone(job, product, listing);
        }
        Channel channel = channel(job);
        Observation seen = read.found().get(0);
        MergeResult result = new Merge(product.ownership())
                .readBack(product.hub(), listing, seen, channel.state().clockSkew());
        return closed(job, product, listing, result, "read back", Bisection.NONE);
    }

    /** Takes what was found of a product whose creation has an unknown outcome; null if it is not there. */
    @Transactional
    public PushStep foundCreated(PushJob job, PushStep step, Observation found) {
        List<Observation> seen = found == null ? List.of() : List.of(found);
        return readBack(job, step, new ProductsRead(seen, List.of()));
    }

    private PushStep closed(
            PushJob job,
            LockedProduct product,
            Listing before,
            MergeResult result,
            String outcome,
            Bisection bisection) {
        intents.close(before.intent().key(), clock.instant(), outcome);
        LockedProduct merged = ledger.writePushing(product, result, Trigger.of(job), job.channelId());
        listings.pushed(
                job.productId(),
                job.channelId(),
                clock.instant(),
                product.ownership().revision());
        Listing now = merged.on(job.channelId()).orElseThrow();
        audit.pushed(job.productId(), before, before.intent(), null);
        if (audit.arrived(job.productId(), now, before.intent())) {
            statuses.refresh(job.productId());
        }
        unpark(job, before);
        if (planning.isLate(job)) {
            failures.goOnLater(job, bisection);
            return PushStep.done();
        }
        return planning.next(job, merged, now, !planning.readsAgain(job, now), bisection);
    }

    /** The create never happened: nothing is there, and the same difference is planned anew. */
    private PushStep notArrived(PushJob job, LockedProduct product, Listing listing) {
        intents.close(listing.intent().key(), clock.instant(), "not arrived");
        Listing closed = listing.closing();
        LockedProduct now = ledger.writeListing(product, closed);
        unpark(job, listing);
        return planning.next(job, now, closed, true, Bisection.NONE);
    }

    private PushStep gone(PushJob job, LockedProduct product, Listing listing) {
        Listing closed = listing;
        if (listing.intent() != null) {
            intents.close(listing.intent().key(), clock.instant(), "gone");
            closed = listing.closing();
        }
        observations.remove(product, closed, Trigger.of(job));
        unpark(job, listing);
        return planning.complete(job);
    }

    /** What waited for the intent is handed out again; a create may have been any product the hub does not know. */
    private void unpark(PushJob job, Listing before) {
        if (before.intent() != null && before.intent().create()) {
            deliveries.unparkAll(job.channelId());
        } else {
            deliveries.unpark(job.channelId(), before.externalId());
        }
    }

    private Channel channel(PushJob job) {
        return channels.find(job.channelId()).orElseThrow();
    }
}
