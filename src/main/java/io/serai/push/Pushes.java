package io.serai.push;

import io.serai.channel.Channel;
import io.serai.config.Backoff;
import io.serai.config.PushConfig;
import io.serai.listing.Difference;
import io.serai.listing.LockedProduct;
import io.serai.listing.Observations;
import io.serai.listing.OpenIntent;
import io.serai.listing.PlannedCall;
import io.serai.listing.ProductAudit;
import io.serai.listing.ProductLedger;
import io.serai.listing.Projection;
import io.serai.listing.PushJob;
import io.serai.listing.SyncStatuses;
import io.serai.listing.Trigger;
import io.serai.merge.Intent;
import io.serai.merge.Listing;
import io.serai.merge.Listing.State;
import io.serai.merge.Merge;
import io.serai.merge.MergeResult;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.merge.Shadow;
import io.serai.platform.PlatformAdapter;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.ProductsRead;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.provenance.Origin;
import io.serai.store.ChannelRepository;
import io.serai.store.DeliveryClaims;
import io.serai.store.IntentRepository;
import io.serai.store.ListingRepository;
import io.serai.store.PendingReadRepository;
import io.serai.store.PushClaims;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

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
    private final PendingReadRepository pendingReads;
    private final PlatformAdapters adapters;
    private final PushFailures failures;
    private final PushConfig config;
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
            PendingReadRepository pendingReads,
            PlatformAdapters adapters,
            PushFailures failures,
            PushConfig config,
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
        this.pendingReads = pendingReads;
        this.adapters = adapters;
        this.failures = failures;
        this.config = config;
        this.clock = clock;
    }

    /** Takes the most urgent rows of the queue, for as long as the lease; empty when nothing is due. */
    @Transactional
    public List<PushJob> claim() {
        Instant now = clock.instant();
        return claims.claim(config.batchSize(), config.perChannel(), now, now.plus(config.lease()));
    }

    /**
     * Puts rows back whose worker did not live to finish them, and queues what has an intent but no row any more. Where
     * rows of the intent have failed, the wait after the last of them doubles with each, up to a bound: what breaks while
     * it is recovered, and would break again at once, is tried ever more rarely, but never forgotten.
     */
    @Transactional
    public void returnLost() {
        Instant now = clock.instant();
        claims.expireLeases(now);
        Backoff wait = new Backoff(config.retryDelay(), config.recoverAtMost());
        intents.abandoned(now.minus(config.lease()), now, wait, config.batchSize())
                .forEach(open -> ledger.lock(open.productId())
                        .flatMap(product -> product.on(open.channelId()))
                        .ifPresent(listing ->
                                ledger.enqueue(open.productId(), listing, Trigger.live(Origin.SYSTEM, null), 0)));
    }

    /** Says what to do first: recover from a call whose outcome is unknown, read, call, or nothing. */
    @Transactional
    public PushStep begin(PushJob job) {
        Optional<LockedProduct> locked = ledger.lock(job.productId());
        Optional<Listing> listing = locked.flatMap(product -> product.on(job.channelId()));
        if (listing.isEmpty()) {
            claims.skip(job, "there is no such listing", clock.instant());
            return PushStep.done();
        }
        return listing.get().intent() == null
                ? next(job, locked.get(), listing.get(), !readsFirst(job, listing.get()), Bisection.NONE)
                : recover(job, listing.get());
    }

    /** Merges what was read before a write, and opens the intent in the same transaction. */
    @Transactional
    public PushStep readFirst(PushJob job, PushStep step, ProductsRead read) {
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        if (read.found().isEmpty()) {
            return gone(job, product, listing);
        }
        Channel channel = channel(job);
        Observation seen = read.found().get(0).as(Source.READ, step.generation());
        MergeResult result = new Merge(product.ownership())
                .observe(product.hub(), listing, seen, channel.state().clockSkew());
        LockedProduct merged = ledger.writePushing(product, result, trigger(job), job.channelId());
        boolean isCurrent = result.next() == MergeResult.Next.DONE;
        return next(job, merged, merged.on(job.channelId()).orElseThrow(), isCurrent, step.bisection());
    }

    /** Takes the platform's answer, closes the intent, and says what is left. */
    @Transactional
    public PushStep answered(PushJob job, PushStep step, Observation answer) {
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        if (!step.isAbout(listing.intent())) {
            return next(job, product, listing, false, Bisection.NONE);
        }
        Channel channel = channel(job);
        MergeResult result = new Merge(product.ownership())
                .observe(
                        product.hub(),
                        listing,
                        answer.as(Source.ANSWER, 0),
                        channel.state().clockSkew());
        return closed(
                job,
                product,
                listing,
                result,
                answer,
                "answered",
                step.bisection().taken());
    }

    /** Takes the platform's refusal of a call: what it refuses only together with others is asked for without them. */
    @Transactional
    public PushStep refused(PushJob job, PushStep step, Rejected failure) {
        boolean isIsolated = failures.closeRefused(job, step, failure);
        if (step.call().create() || failure.has(Reason.NOT_FOUND) || isLate(job)) {
            failures.refuse(job, failure.getMessage());
            return PushStep.done();
        }
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        Difference difference = new Projection(product.ownership()).difference(product.hub(), listing);
        Bisection bisection = isIsolated
                ? step.bisection().taken()
                : step.bisection().refusing(difference, step.call().meant().keySet(), failure.getMessage());
        return next(job, product, listing, !readsFirst(job, listing), bisection);
    }

    /** Whether to leave the rest to the next try: what is refused together may take many calls to tell apart. */
    private boolean isLate(PushJob job) {
        return clock.instant().isAfter(job.leaseUntil().minus(config.lease().dividedBy(2)));
    }

    /** Takes what was read back after a call whose outcome is unknown. */
    @Transactional
    public PushStep readBack(PushJob job, PushStep step, ProductsRead read) {
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        if (listing.intent() == null || listing.generation() != step.generation()) {
            return next(job, product, listing, false, Bisection.NONE);
        }
        if (read.found().isEmpty()) {
            return listing.intent().create() ? notArrived(job, product, listing) : gone(job, product, listing);
        }
        Channel channel = channel(job);
        Observation seen = read.found().get(0);
        MergeResult result = new Merge(product.ownership())
                .readBack(product.hub(), listing, seen, channel.state().clockSkew());
        return closed(job, product, listing, result, seen, "read back", Bisection.NONE);
    }

    private PushStep recover(PushJob job, Listing listing) {
        Intent intent = listing.intent();
        PlannedCall call = intents.findOpen(job.productId(), job.channelId())
                .map(OpenIntent::call)
                .orElseThrow();
        return intent.create()
                ? PushStep.findCreated(call, intent.key(), listing.generation())
                : PushStep.readBack(call, intent.key(), listing.externalId(), listing.generation());
    }

    /** Where the platform protects no write, and where what is known of it was called in doubt: it may hold the value. */
    private boolean readsFirst(PushJob job, Listing listing) {
        return listing.state() == State.LINKED
                && (adapter(job).readsBeforeWrite() || pendingReads.isRequested(job.channelId(), listing.externalId()));
    }

    private PushStep next(PushJob job, LockedProduct product, Listing listing, boolean isFresh, Bisection bisection) {
        if (listing.intent() != null) {
            return recover(job, listing);
        }
        Projection projection = new Projection(product.ownership());
        Listing handedOver = listing.handingOver(product.hub());
        Difference difference = projection.difference(product.hub(), handedOver);
        Listing standing = leaving(job, handedOver, difference);
        if (!standing.equals(listing)) {
            LockedProduct written = ledger.writeListing(product, standing);
            return next(job, written, standing, isFresh, bisection);
        }
        Difference asked = bisection.asks(difference);
        if (asked.isEmpty()) {
            return end(job, bisection);
        }
        if (!isFresh) {
            return PushStep.readFirst(listing.externalId(), listing.generation(), bisection);
        }
        Map<String, String> settings = channel(job).settings();
        return adapter(job)
                .plan(asked, settings)
                .map(call -> open(job, product, listing, call, bisection))
                .orElseGet(() -> bisection.part().isEmpty()
                        ? end(job, bisection)
                        : next(job, product, listing, true, bisection.givingUp(asked)));
    }

    /** Nothing is left to send; what the platform refused costs the job a try. */
    private PushStep end(PushJob job, Bisection bisection) {
        if (bisection.refused().isEmpty()) {
            return complete(job);
        }
        failures.refuse(job, String.join("; ", new TreeSet<>(bisection.reasons())));
        return PushStep.done();
    }

    /** What the platform has no way to hold is not sent: what it holds stands for it. */
    private Listing leaving(PushJob job, Listing listing, Difference difference) {
        Listing standing = listing;
        for (var differing : difference.cells().entrySet()) {
            Shadow shadow = listing.at(differing.getKey()).orElse(null);
            boolean isLeft = shadow != null
                    && adapter(job).leaves(differing.getKey().field(), differing.getValue(), shadow.held());
            if (isLeft) {
                standing = standing.with(differing.getKey(), shadow.meaning(differing.getValue()));
            }
        }
        return standing;
    }

    /** Rule 5: what is about to be written is on disk before the call. */
    private PushStep open(PushJob job, LockedProduct product, Listing listing, PlannedCall call, Bisection bisection) {
        Intent intent = new Intent(UUID.randomUUID(), call.meant(), clock.instant(), call.create());
        ledger.writeListing(product, listing.opening(intent).sending(call.meant(), intent.openedAt()));
        intents.open(job.productId(), job.channelId(), job.id(), intent, call);
        return PushStep.sending(call, intent.key(), bisection);
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
            Observation seen,
            String outcome,
            Bisection bisection) {
        intents.close(before.intent().key(), clock.instant(), outcome);
        LockedProduct merged = ledger.writePushing(product, result, trigger(job), job.channelId());
        listings.mergePlatformData(job.productId(), job.channelId(), seen);
        listings.pushed(
                job.productId(),
                job.channelId(),
                clock.instant(),
                product.ownership().revision());
        audit.pushed(job.productId(), before, before.intent(), null);
        unpark(job, before);
        Listing now = merged.on(job.channelId()).orElseThrow();
        return next(job, merged, now, !readsFirst(job, now), bisection);
    }

    /** The create never happened: nothing is there, and the same difference is planned anew. */
    private PushStep notArrived(PushJob job, LockedProduct product, Listing listing) {
        intents.close(listing.intent().key(), clock.instant(), "not arrived");
        Listing closed = listing.closing();
        LockedProduct now = ledger.writeListing(product, closed);
        unpark(job, listing);
        return next(job, now, closed, true, Bisection.NONE);
    }

    private PushStep gone(PushJob job, LockedProduct product, Listing listing) {
        Listing closed = listing;
        if (listing.intent() != null) {
            intents.close(listing.intent().key(), clock.instant(), "gone");
            closed = listing.closing();
        }
        observations.remove(product, closed, trigger(job));
        unpark(job, listing);
        return complete(job);
    }

    /** What waited for the intent is handed out again; a create may have been any product the hub does not know. */
    private void unpark(PushJob job, Listing before) {
        Instant now = clock.instant();
        if (before.intent() != null && before.intent().create()) {
            deliveries.unparkAll(job.channelId(), now);
        } else {
            deliveries.unpark(job.channelId(), before.externalId(), now);
        }
    }

    private Channel channel(PushJob job) {
        return channels.find(job.channelId()).orElseThrow();
    }

    private PushStep complete(PushJob job) {
        claims.complete(job, clock.instant());
        statuses.refresh(job.productId());
        return PushStep.done();
    }

    private PlatformAdapter adapter(PushJob job) {
        return adapters.of(job.platform());
    }

    private static Trigger trigger(PushJob job) {
        return Trigger.live(job.platform().origin(), job.triggerEventId());
    }
}
