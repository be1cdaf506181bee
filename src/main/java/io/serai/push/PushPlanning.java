package io.serai.push;

import io.serai.config.PushConfig;
import io.serai.health.SyncFigures;
import io.serai.listing.Difference;
import io.serai.listing.LockedProduct;
import io.serai.listing.OpenIntent;
import io.serai.listing.PlannedCall;
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
import io.serai.merge.Shadow;
import io.serai.platform.PlatformAdapter;
import io.serai.platform.PlatformAdapters;
import io.serai.store.ChannelRepository;
import io.serai.store.IntentRepository;
import io.serai.store.PendingReadRepository;
import io.serai.store.PushClaims;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Says what a job does next, from what differs now: the difference is computed when the worker runs, never before. Works in
 * the transaction of {@link Pushes}, under the product's lock.
 */
@ApplicationScoped
class PushPlanning {

    private final ProductLedger ledger;
    private final SyncStatuses statuses;
    private final PushClaims claims;
    private final IntentRepository intents;
    private final ChannelRepository channels;
    private final PendingReadRepository pendingReads;
    private final PlatformAdapters adapters;
    private final PushFailures failures;
    private final PushConfig config;
    private final SyncFigures figures;
    private final Clock clock;

    @Inject
    PushPlanning(
            ProductLedger ledger,
            SyncStatuses statuses,
            PushClaims claims,
            IntentRepository intents,
            ChannelRepository channels,
            PendingReadRepository pendingReads,
            PlatformAdapters adapters,
            PushFailures failures,
            PushConfig config,
            SyncFigures figures,
            Clock clock) {
        this.ledger = ledger;
        this.statuses = statuses;
        this.claims = claims;
        this.intents = intents;
        this.channels = channels;
        this.pendingReads = pendingReads;
        this.adapters = adapters;
        this.failures = failures;
        this.config = config;
        this.figures = figures;
        this.clock = clock;
    }

    /**
     * The next step of a job; none where the lease ran out and somebody else may have it.
     *
     * @param isFresh whether the listing is known to hold what the platform holds now
     * @param bisection what the platform refused of the difference so far
     */
    PushStep next(PushJob job, LockedProduct product, Listing listing, boolean isFresh, Bisection bisection) {
        return isLost(job) ? PushStep.done() : nextOfHeld(job, product, listing, isFresh, bisection);
    }

    /** As {@link #next}, where it is known that nobody else has the row. */
    PushStep nextOfHeld(PushJob job, LockedProduct product, Listing listing, boolean isFresh, Bisection bisection) {
        if (listing.intent() != null) {
            return recover(job, listing);
        }
        Projection projection = new Projection(product.ownership());
        MergeResult handedOver = new Merge(product.ownership()).handOver(product.hub(), listing);
        if (!handedOver.listing().equals(listing)) {
            LockedProduct written = ledger.writePushing(product, handedOver, Trigger.of(job), job.channelId());
            return nextOfHeld(job, written, handedOver.listing(), isFresh, bisection);
        }
        Difference difference = projection.difference(product.hub(), listing);
        Listing standing = leaving(job, listing, difference);
        if (!standing.equals(listing)) {
            LockedProduct written = ledger.writeListing(product, standing);
            return nextOfHeld(job, written, standing, isFresh, bisection);
        }
        Difference asked = bisection.asks(difference);
        if (asked.isEmpty()) {
            return end(job, bisection);
        }
        if (!isFresh && listing.externalId() != null) {
            return PushStep.readFirst(listing.externalId(), listing.generation(), bisection);
        }
        Map<String, String> settings =
                channels.find(job.channelId()).orElseThrow().settings();
        return adapter(job)
                .plan(asked, settings)
                .map(call -> open(job, product, listing, call, bisection))
                .orElseGet(() -> bisection.part().isEmpty()
                        ? end(job, bisection)
                        : nextOfHeld(job, product, listing, true, bisection.givingUp(asked)));
    }

    /** Whether somebody else may have the row by now, and do what is left. */
    boolean isLost(PushJob job) {
        return !claims.holds(job, clock.instant());
    }

    /** Whether to leave the rest to another lease: no call may still be under way when this one ends. */
    boolean isLate(PushJob job) {
        return clock.instant().isAfter(job.leaseUntil().minus(config.lease().dividedBy(2)));
    }

    /** How to learn what became of a call whose intent is still open. */
    PushStep recover(PushJob job, Listing listing) {
        Intent intent = listing.intent();
        PlannedCall call = intents.findOpen(job.productId(), job.channelId())
                .map(OpenIntent::call)
                .orElseThrow();
        return intent.create()
                ? PushStep.findCreated(call, intent.key(), listing.generation())
                : PushStep.readBack(call, intent.key(), listing.externalId(), listing.generation());
    }

    /** Where the platform protects no write, and where what is known of it was called in doubt: it may hold the value. */
    boolean readsFirst(PushJob job, Listing listing) {
        return listing.state() == State.LINKED
                && (adapter(job).readsBeforeWrite() || pendingReads.isRequested(job.channelId(), listing.externalId()));
    }

    /** The same after a write of the same job was answered. */
    boolean readsAgain(PushJob job, Listing listing) {
        return listing.state() == State.LINKED
                && (adapter(job).readsBeforeEachWrite()
                        || pendingReads.isRequested(job.channelId(), listing.externalId()));
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
            if (shadow != null && adapter(job).leaves(difference, differing.getKey())) {
                standing = standing.with(differing.getKey(), shadow.meaning(differing.getValue()));
            }
        }
        return standing;
    }

    /** Rule 5: what is about to be written is on disk before the call. */
    private PushStep open(PushJob job, LockedProduct product, Listing listing, PlannedCall call, Bisection bisection) {
        if (isLate(job)) {
            failures.tooSlow(job, bisection);
            return PushStep.done();
        }
        Intent intent = new Intent(UUID.randomUUID(), call.meant(), clock.instant(), call.create());
        ledger.writeListing(product, listing.opening(intent).sending(call.meant(), intent.openedAt()));
        intents.open(job.productId(), job.channelId(), job.id(), intent, call);
        return PushStep.sending(call, intent.key(), bisection);
    }

    /** The job is done: the platform holds what it should, as far as it ever will. */
    PushStep complete(PushJob job) {
        claims.complete(job, clock.instant());
        figures.pushed(job.platform(), "completed", Duration.between(job.scheduledFor(), clock.instant()));
        statuses.refresh(job.productId());
        return PushStep.done();
    }

    private PlatformAdapter adapter(PushJob job) {
        return adapters.of(job.platform());
    }
}
