package io.serai.push;

import io.serai.config.PushConfig;
import io.serai.health.SyncFigures;
import io.serai.listing.Lane;
import io.serai.listing.LockedProduct;
import io.serai.listing.ProductAudit;
import io.serai.listing.ProductLedger;
import io.serai.listing.PushJob;
import io.serai.listing.SyncStatuses;
import io.serai.listing.Trigger;
import io.serai.merge.Intent;
import io.serai.merge.Listing;
import io.serai.merge.Merge;
import io.serai.merge.MergeResult;
import io.serai.merge.Observation;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.Throttled;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What each of the platforms' failures means for a job. A refusal of the content and a lost compare-and-set cost a try; for the rest the
 * channel waits, and its rows wait with it (rule 10).
 */
@ApplicationScoped
@Named("pushFailures")
public class PushFailures {

    private final ProductLedger ledger;
    private final ProductAudit audit;
    private final SyncStatuses statuses;
    private final PushClaims claims;
    private final IntentRepository intents;
    private final ListingRepository listings;
    private final ChannelStates states;
    private final ChannelRepository channels;
    private final TakenSkus takenSkus;
    private final PendingReadRepository pendingReads;
    private final DeliveryClaims deliveries;
    private final PushConfig config;
    private final SyncFigures figures;
    private final Clock clock;

    @Inject
    PushFailures(
            ProductLedger ledger,
            ProductAudit audit,
            SyncStatuses statuses,
            PushClaims claims,
            IntentRepository intents,
            ListingRepository listings,
            ChannelStates states,
            ChannelRepository channels,
            TakenSkus takenSkus,
            PendingReadRepository pendingReads,
            DeliveryClaims deliveries,
            PushConfig config,
            SyncFigures figures,
            Clock clock) {
        this.ledger = ledger;
        this.audit = audit;
        this.statuses = statuses;
        this.claims = claims;
        this.intents = intents;
        this.listings = listings;
        this.states = states;
        this.channels = channels;
        this.takenSkus = takenSkus;
        this.pendingReads = pendingReads;
        this.deliveries = deliveries;
        this.config = config;
        this.figures = figures;
        this.clock = clock;
    }

    /** Nothing was sent; the whole channel waits as long as the platform asks. */
    @Transactional
    public void throttled(PushJob job, PushStep step, Throttled failure) {
        closeUnsent(job, step, "throttled");
        Instant later = clock.instant().plus(failure.retryAfter());
        states.waitUntil(job.channelId(), later);
        release(job, step, failure, later);
    }

    /** If the write may have happened, its intent stays open and the next worker reads back first. */
    @Transactional
    public void unavailable(PushJob job, PushStep step, Unavailable failure) {
        if (!failure.outcomeUnknown()) {
            closeUnsent(job, step, "unavailable");
        }
        Instant later = clock.instant().plus(config.unavailableWait());
        states.waitUntil(job.channelId(), later);
        release(job, step, failure, later);
    }

    /** It costs a try only where the platform had refused something of it before: the next try begins anew. */
    private void release(PushJob job, PushStep step, PlatformFailure failure, Instant later) {
        if (step != null && step.bisection().hasRefusal()) {
            refuse(job, failure.getMessage());
        } else {
            claims.release(job, failure.getMessage(), later);
        }
    }

    /** There is more to send than one lease has time for; it costs no try, since each answer leaves less. */
    void goOnLater(PushJob job, Bisection bisection) {
        String reasons = String.join("; ", new TreeSet<>(bisection.reasons()));
        claims.release(job, bisection.hasRefusal() ? reasons : null, clock.instant());
    }

    /**
     * The platform took so long that a write might outlast the lease. It costs a try: a product that can never be read in
     * time would otherwise wait for ever, and nobody would see it. What was refused of it is the reason, where something was.
     */
    void tooSlow(PushJob job, Bisection bisection) {
        String reasons = String.join("; ", new TreeSet<>(bisection.reasons()));
        refuse(job, bisection.hasRefusal() ? reasons : "the platform answers too slowly");
    }

    /** Nothing was sent; the row waits until a person gives the channel working credentials. */
    @Transactional
    public void unauthorized(PushJob job, PushStep step, Unauthorized failure) {
        closeUnsent(job, step, "unauthorized");
        claims.release(job, failure.getMessage(), clock.instant());
    }

    /**
     * What was compared is no longer true: the product is read and the difference computed anew, a little later, so that
     * the read comes first. It costs a try: where each write loses, somebody else writes without end.
     */
    @Transactional
    public void stale(PushJob job, PushStep step) {
        closeUnsent(job, step, "stale");
        externalId(job).ifPresent(id -> requestRead(job, id, "stale"));
        if (job.attempts() >= job.maxAttempts()) {
            claims.fail(job, "stale", clock.instant());
            figures.pushed(job.platform(), "failed", Duration.between(job.scheduledFor(), clock.instant()));
        } else {
            claims.retry(job, "stale", clock.instant().plus(config.staleDelay()));
        }
        statuses.refresh(job.productId());
    }

    /** What the platform refuses to be asked, though it is no write, will be refused again: it costs a try. */
    @Transactional
    public void rejected(PushJob job, PushStep step, Rejected failure) {
        closeRefused(job, step, failure);
        refuse(job, failure.getMessage());
    }

    /**
     * Closes the intent of a call whose content the platform refused. A SKU that is taken becomes a conflict.
     *
     * @return whether what was refused is known and set aside, and the rest may be sent again as it is
     */
    boolean closeRefused(PushJob job, PushStep step, Rejected failure) {
        Optional<Listing> before = ledger.lock(job.productId()).flatMap(product -> product.on(job.channelId()));
        Optional<Intent> intent = failure.observed().isPresent()
                ? closePartly(job, step, failure.observed().get())
                : closeUnsent(job, step, "rejected");
        intent.ifPresent(refused -> audit.pushed(job.productId(), before.orElseThrow(), refused, failure.getMessage()));
        if (failure.has(Reason.NOT_FOUND)) {
            externalId(job).ifPresent(id -> requestRead(job, id, "not found"));
        }
        if (!failure.has(Reason.SKU_TAKEN)) {
            return false;
        }
        return intent.filter(closed -> takenSkus.setAside(job, closed, failure)).isPresent();
    }

    /** Serai's own mistake: it costs a try like a refusal, so that it can neither loop nor vanish. */
    @Transactional
    public void broken(PushJob job, Throwable failure) {
        String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        ledger.lock(job.productId());
        audit.failed(job.productId(), job.channelId(), job.platform(), reason);
        refuse(job, reason);
    }

    void refuse(PushJob job, String reasons) {
        Instant now = clock.instant();
        if (job.attempts() >= job.maxAttempts()) {
            claims.fail(job, reasons, now);
            figures.pushed(job.platform(), "failed", Duration.between(job.scheduledFor(), clock.instant()));
        } else {
            long factor = (long) Math.pow(config.retryMultiplier(), job.attempts() - 1.0);
            claims.retry(job, reasons, now.plus(config.retryDelay().multipliedBy(factor)));
        }
        statuses.refresh(job.productId());
    }

    /** A batch of which the platform took a part: what it took has happened, the rest has not. */
    private Optional<Intent> closePartly(PushJob job, PushStep step, Observation observed) {
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        Intent intent = listing.intent();
        if (!step.isAbout(intent)) {
            return Optional.empty();
        }
        Duration skew = channels.find(job.channelId()).orElseThrow().state().clockSkew();
        Observation seen = observed.as(Observation.Source.READ, listing.generation());
        MergeResult result = new Merge(product.ownership()).readBack(product.hub(), listing, seen, skew);
        intents.close(intent.key(), clock.instant(), "partly rejected");
        ledger.writePushing(product, result, Trigger.of(job), job.channelId());
        unpark(job, listing, intent);
        return Optional.of(intent);
    }

    /** Only the failure of the call itself tells that it did nothing; one of a look at what became of it tells nothing. */
    private Optional<Intent> closeUnsent(PushJob job, PushStep step, String outcome) {
        if (step == null || step.kind() != PushStep.Kind.CALL) {
            return Optional.empty();
        }
        Optional<LockedProduct> product = ledger.lock(job.productId());
        Optional<Listing> listing = product.flatMap(locked -> locked.on(job.channelId()));
        Optional<Intent> intent = listing.map(Listing::intent).filter(step::isAbout);
        intent.ifPresent(open -> {
            intents.close(open.key(), clock.instant(), outcome);
            ledger.writeListing(product.get(), listing.get().closing());
            unpark(job, listing.get(), open);
        });
        return intent;
    }

    private void unpark(PushJob job, Listing listing, Intent closed) {
        if (closed.create()) {
            deliveries.unparkAll(job.channelId());
        } else {
            deliveries.unpark(job.channelId(), listing.externalId());
        }
    }

    private Optional<String> externalId(PushJob job) {
        return listings.find(job.productId(), job.channelId()).map(Listing::externalId);
    }

    private void requestRead(PushJob job, String externalId, String reason) {
        pendingReads.request(job.channelId(), externalId, reason, Lane.LIVE, clock.instant(), clock.instant());
    }
}
