package io.serai.reconciliation;

import io.serai.channel.Channel;
import io.serai.channel.TakenUp;
import io.serai.config.CatchUpConfig;
import io.serai.merge.Observation;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.ProductPage;
import io.serai.platform.Resource;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.ListingSightings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The slow read that finds what no webhook told, deletions included. It changes nothing by itself: what looks different
 * is read once more, alone, and merged from there. Only at the first read of a channel (rule 1) is a page merged as it is.
 */
@ApplicationScoped
@Named("catchUp")
public class CatchUp {

    private final ChannelRepository channels;
    private final ChannelStates states;
    private final ListingSightings sightings;
    private final Comparison comparison;
    private final PlatformAdapters adapters;
    private final CatchUpConfig config;
    private final Clock clock;
    private final TakenUp begun = new TakenUp();

    @Inject
    CatchUp(
            ChannelRepository channels,
            ChannelStates states,
            ListingSightings sightings,
            Comparison comparison,
            PlatformAdapters adapters,
            CatchUpConfig config,
            Clock clock) {
        this.channels = channels;
        this.states = states;
        this.sightings = sightings;
        this.comparison = comparison;
        this.adapters = adapters;
        this.config = config;
        this.clock = clock;
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
        page.products().forEach(observation -> comparison.isAsKnown(channel, observation));
        sightings.seen(
                run.channel(),
                page.products().stream().map(Observation::externalId).toList(),
                clock.instant());
    }

    /** After the last page: what a full pass did not see may be gone, and the channel is caught up until the start. */
    @Transactional
    public void end(CatchUpRun run) {
        if (run.isFull()) {
            comparison.readNotSeenSince(run.channel(), run.startedAt());
            states.readInFull(run.channel(), run.startedAt());
        }
        boolean lands = adapters.of(run.platform()).lands(Resource.PRODUCTS);
        // where what is fetched lands the mark says since when that is not known, which this pass does not change
        if (!lands || channels.find(run.channel()).orElseThrow().marks().products() == null) {
            states.read(run.channel(), Resource.PRODUCTS, run.startedAt());
        }
        if (!lands && run.isFull()) {
            states.readWhole(run.channel(), Resource.PRODUCTS, clock.instant());
        }
    }
}
