package io.serai.reconciliation;

import io.serai.channel.Channel;
import io.serai.channel.TakenUp;
import io.serai.config.CatchUpConfig;
import io.serai.config.ReadConfig;
import io.serai.listing.Lane;
import io.serai.listing.LockedProduct;
import io.serai.listing.Observations;
import io.serai.listing.Observations.Judgement;
import io.serai.listing.ProductLedger;
import io.serai.listing.Trigger;
import io.serai.merge.Listing;
import io.serai.merge.Merge;
import io.serai.merge.MergeResult;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.PlatformFailure;
import io.serai.platform.ProductPage;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.ListingRepository;
import io.serai.store.ListingSightings;
import io.serai.store.PendingReadRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The slow read that finds what no webhook told, deletions included. It changes nothing by itself: what looks different
 * is read once more, alone, and merged from there. Only at the first read of a channel (rule 1) is a page merged as it is.
 */
@ApplicationScoped
@Named("catchUp")
public class CatchUp {

    private static final Logger LOG = Logger.getLogger(CatchUp.class);

    private final ChannelRepository channels;
    private final ChannelStates states;
    private final ListingRepository listings;
    private final ListingSightings sightings;
    private final PendingReadRepository pendingReads;
    private final Observations observations;
    private final ProductLedger ledger;
    private final PlatformAdapters adapters;
    private final CatchUpConfig config;
    private final ReadConfig reads;
    private final Clock clock;
    private final TakenUp begun = new TakenUp();
    private final TakenUp underWay = new TakenUp();

    @Inject
    CatchUp(
            ChannelRepository channels,
            ChannelStates states,
            ListingRepository listings,
            ListingSightings sightings,
            PendingReadRepository pendingReads,
            Observations observations,
            ProductLedger ledger,
            PlatformAdapters adapters,
            CatchUpConfig config,
            ReadConfig reads,
            Clock clock) {
        this.channels = channels;
        this.states = states;
        this.listings = listings;
        this.sightings = sightings;
        this.pendingReads = pendingReads;
        this.observations = observations;
        this.ledger = ledger;
        this.adapters = adapters;
        this.config = config;
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * A pass over what changed lately for every active channel; over everything where a full one is due. A channel whose
     * last pass is still under way gets none, or passes would pile up behind a shop that does not answer.
     */
    public List<CatchUpRun> due() {
        Instant now = clock.instant();
        return channels.active().stream()
                .filter(channel -> adapters.of(channel.platform()).hasCatalogue())
                .filter(channel -> underWay.take(channel.id(), now, config.retryUnreadAfter()))
                .map(channel -> run(channel, now))
                .toList();
    }

    /**
     * Channels that must be read in full before anything is pushed to them and that nobody in this process has begun to read
     * lately: newly connected ones whose first read a crash cut off, and all after a restored database.
     */
    public List<String> unread() {
        Instant now = clock.instant();
        return channels.unread().stream()
                .filter(this::hasCatalogue)
                .filter(id -> begun.take(id, now, config.retryUnreadAfter()))
                .toList();
    }

    private boolean hasCatalogue(String channelId) {
        return channels.find(channelId)
                .filter(channel -> adapters.of(channel.platform()).hasCatalogue())
                .isPresent();
    }

    /** Somebody in this process reads the channel in full from now on. */
    public void begin(String channelId) {
        begun.note(channelId, clock.instant());
    }

    /** A pass over everything on one channel. */
    public CatchUpRun full(String channelId) {
        Channel channel = channels.find(channelId).orElseThrow();
        return new CatchUpRun(channel.id(), channel.platform(), null, clock.instant());
    }

    /** Looks at one page. A product that cannot be taken in holds up no other: it is read once more, alone and later. */
    public void page(CatchUpRun run, ProductPage page) {
        Channel channel = channels.find(run.channel()).orElseThrow();
        page.products().forEach(observation -> lookOrPutOff(channel, observation));
        sightings.seen(
                run.channel(),
                page.products().stream().map(Observation::externalId).toList(),
                clock.instant());
    }

    /** After the last page: what a full pass did not see may be gone, and the channel is caught up until the start. */
    @Transactional
    public void end(CatchUpRun run) {
        if (run.isFull()) {
            sightings
                    .notSeenSince(run.channel(), run.startedAt())
                    .forEach(externalId -> request(run.channel(), externalId, "not seen"));
            states.readInFull(run.channel(), run.startedAt());
            states.productsRead(run.channel(), run.startedAt());
        }
        states.caughtUp(run.channel(), run.startedAt());
        underWay.done(run.channel(), run.startedAt());
    }

    private CatchUpRun run(Channel channel, Instant now) {
        Instant last = channel.marks().catchUp();
        boolean fullIsDue = channel.state().mustReadSince() != null
                || last == null
                || channel.marks().products() == null
                || channel.marks().products().plus(config.fullEvery()).isBefore(now);
        return new CatchUpRun(channel.id(), channel.platform(), fullIsDue ? null : last.minus(config.overlap()), now);
    }

    private void lookOrPutOff(Channel channel, Observation observation) {
        try {
            look(channel, observation);
        } catch (PlatformFailure failure) {
            throw failure;
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "Product %s of channel %s cannot be taken in", observation.externalId(), channel.id());
            String reason = "catch-up: " + failure.getClass().getSimpleName() + ": " + failure.getMessage();
            Instant now = clock.instant();
            pendingReads.request(
                    channel.id(), observation.externalId(), reason, Lane.RECONCILE, now, now.plus(reads.againAfter()));
        }
    }

    private void look(Channel channel, Observation observation) {
        Optional<UUID> known = listings.byExternalId(channel.id(), observation.externalId());
        if (known.isEmpty()) {
            Trigger trigger = new Trigger(channel.platform().origin(), "catch-up", Lane.RECONCILE);
            if (observations.observe(channel, observation.as(Source.READ, 0), trigger) != Judgement.MERGED) {
                request(channel.id(), observation.externalId(), "catch-up");
            }
        } else if (ledger.peek(known.get())
                .filter(product -> differs(channel, product, observation))
                .isPresent()) {
            request(channel.id(), observation.externalId(), "catch-up");
        }
    }

    private static boolean differs(Channel channel, LockedProduct product, Observation observation) {
        Listing listing = product.on(channel.id()).orElseThrow();
        Observation read = observation.as(Source.READ, listing.generation());
        MergeResult result = new Merge(product.ownership())
                .observe(product.hub(), listing, read, channel.state().clockSkew());
        return result.next() != MergeResult.Next.DONE
                || listing.state() == Listing.State.REMOVED
                || !result.decisions().isEmpty()
                || !listing.holdsSame(result.listing());
    }

    private void request(String channelId, String externalId, String reason) {
        pendingReads.request(channelId, externalId, reason, Lane.RECONCILE, clock.instant(), clock.instant());
    }
}
