package io.serai.fulfilment;

import io.serai.channel.Channel;
import io.serai.config.StockConfig;
import io.serai.fulfilment.StockPoll.Pass;
import io.serai.fulfilment.StockPoll.Rest;
import io.serai.fulfilment.StockPoll.Stage;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Rejected;
import io.serai.platform.StockPage;
import io.serai.stock.StockChange;
import io.serai.store.ChannelRepository;
import io.serai.store.ReservationRepository;
import io.serai.store.StockCursorRepository;
import io.serai.store.StockCursorRepository.Cursor;
import io.serai.store.StockCursorRepository.Unfinished;
import io.serai.store.StockLevelRepository;
import io.serai.store.WarehouseItemRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Reads what fulfilment platforms count (facts 67 to 75). One node reads a channel at a time; each part that was read is one
 * transaction, and what a crash cut off is asked for again. Changes carry the level after them and a version, so that asking
 * twice, or for too much, changes nothing. A pass over everything comes after the news and goes on where it was interrupted:
 * however long it takes, or whatever of it cannot be read, the news do not wait for it.
 */
@ApplicationScoped
@Named("stockIntake")
public class StockIntake {

    private static final Logger LOG = Logger.getLogger(StockIntake.class);

    /** So many products are locked at once beside those that were told of, and no more. */
    private static final int MANY = 250;

    private final ChannelRepository channels;
    private final PlatformAdapters adapters;
    private final StockLevelRepository levels;
    private final ReservationRepository reservations;
    private final StockCursorRepository cursors;
    private final WarehouseItemRepository known;
    private final WarehouseItems goods;
    private final StockLedger ledger;
    private final StockConfig config;
    private final Clock clock;

    @Inject
    StockIntake(
            ChannelRepository channels,
            PlatformAdapters adapters,
            StockLevelRepository levels,
            ReservationRepository reservations,
            StockCursorRepository cursors,
            WarehouseItemRepository known,
            WarehouseItems goods,
            StockLedger ledger,
            StockConfig config,
            Clock clock) {
        this.channels = channels;
        this.adapters = adapters;
        this.levels = levels;
        this.reservations = reservations;
        this.cursors = cursors;
        this.known = known;
        this.goods = goods;
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
    }

    /** The active channels that keep stock for others. */
    public List<String> channels() {
        return channels.active().stream()
                .filter(channel -> adapters.of(channel.platform()).keepsStock())
                .map(Channel::id)
                .toList();
    }

    /** Takes the channel up; done at once if somebody else is at it. */
    @Transactional
    public StockPoll begin(String channelId) {
        Instant now = clock.instant();
        UUID worker = UUID.randomUUID();
        return cursors.claim(channelId, worker, now, now.plus(config.pollLease()))
                .map(cursor -> first(channelId, worker, cursor, now))
                .orElseGet(() -> StockPoll.none(channelId, worker, now));
    }

    private StockPoll first(String channelId, UUID worker, Cursor cursor, Instant now) {
        boolean isUnknown = cursor.changesUntil() == null || cursor.itemsUntil() == null;
        return new StockPoll(
                channelId,
                worker,
                isUnknown ? Pass.FIRST : Pass.USUAL,
                isUnknown ? Stage.CLOCK : Stage.ITEM_CHANGES,
                null,
                overlapping(cursor.changesUntil()),
                overlapping(cursor.itemsUntil()),
                isUnknown ? null : rest(channelId, cursor, now),
                now,
                null);
    }

    /** What is left of a pass over everything; null if none is due. One that does not come to its end is begun anew in time. */
    private Rest rest(String channelId, Cursor cursor, Instant now) {
        Instant mustReadSince = channels.find(channelId).orElseThrow().state().mustReadSince();
        boolean isDue = mustReadSince != null
                || cursor.fullPassAt() == null
                || cursor.fullPassAt().plus(config.fullEvery()).isBefore(now);
        if (!isDue) {
            return null;
        }
        Instant turnEnds = now.plus(config.fullTurn());
        return cursors.unfinished(channelId)
                .filter(pass -> pass.begunAt().plus(config.fullEvery()).isAfter(now))
                .filter(pass -> mustReadSince == null || !pass.begunAt().isBefore(mustReadSince))
                .map(pass -> new Rest(Stage.valueOf(pass.stage()), pass.next(), pass.begunAt(), turnEnds))
                .orElseGet(() -> new Rest(Stage.WAREHOUSES, null, now, turnEnds));
    }

    private Instant overlapping(Instant until) {
        return until == null ? null : until.minus(config.updatesOverlap());
    }

    /** Takes in what was told, and says what to ask next. */
    @Transactional
    public StockPoll heard(StockPoll poll, StockPage page) {
        Instant now = clock.instant();
        if (!cursors.extend(poll.channelId(), poll.worker(), now.plus(config.pollLease()))) {
            LOG.warnf("Somebody else reads the stock of channel %s", poll.channelId());
            return StockPoll.none(poll.channelId(), poll.worker(), now);
        }
        Channel channel = channels.find(poll.channelId()).orElseThrow();
        page.warehouses()
                .forEach(warehouse ->
                        levels.putWarehouse(channel.tenantId(), warehouse.id(), channel.id(), warehouse.name()));
        goods.take(channel, page.items(), poll.isFull());
        if (poll.stage() == Stage.ITEMS) {
            goods.seen(channel, page.items(), poll.begunAt());
        }
        if (!page.outbounds().isEmpty()) {
            reservations.putOutbounds(channel.tenantId(), channel.id(), goods.identified(channel, page.outbounds()));
        }
        if (!page.changes().isEmpty()) {
            take(channel, page.changes());
        }
        StockPoll after = page.next().map(poll::with).orElseGet(() -> ended(channel, poll, page));
        if (after.pass() == Pass.FULL && after.stage() != Stage.DONE) {
            cursors.keepUnfinished(channel.id(), new Unfinished(after.stage().name(), after.next(), after.begunAt()));
        }
        StockPoll goingOn = after.interrupted(now);
        if (goingOn.stage() == Stage.DONE) {
            cursors.failed(channel.id(), null, now);
            cursors.release(channel.id(), poll.worker());
        }
        return goingOn;
    }

    private StockPoll ended(Channel channel, StockPoll poll, StockPage page) {
        if (poll.stage() == Stage.CLOCK) {
            return poll.onward().knowing(overlapping(page.until()));
        }
        if (poll.stage() == Stage.ITEMS) {
            goods.allSeen(channel, poll.begunAt());
        }
        if (poll.stage() == Stage.ITEM_CHANGES) {
            cursors.readItems(channel.id(), page.until());
            if (poll.isFull()) {
                goods.readInFull(channel.id(), poll.begunAt());
            }
        }
        if (poll.stage() == Stage.OUTBOUNDS) {
            return poll.onward().told(page.until());
        }
        if (poll.stage() == Stage.CHANGES) {
            cursors.read(channel.id(), poll.knownUntil(page.until()));
            reservations.countOutbounds(channel.id());
        }
        StockPoll after = poll.onward();
        if (poll.isFull() && after.stage() == Stage.DONE) {
            cursors.readInFull(channel.id(), clock.instant());
        }
        return after;
    }

    private void take(Channel channel, List<StockChange> changes) {
        String tenant = channel.tenantId();
        Set<String> items = new TreeSet<>();
        Set<String> warehouses = new TreeSet<>();
        changes.forEach(change -> {
            items.add(change.itemId());
            warehouses.add(change.warehouseId());
        });
        warehouses.forEach(warehouse -> levels.putWarehouse(tenant, warehouse, channel.id(), warehouse));
        Map<String, String> skus = new TreeMap<>();
        changes.forEach(change -> skus.put(change.itemId(), change.sku()));
        known.put(tenant, channel.id(), skus);
        Set<UUID> linked = levels.link(tenant, MANY);
        Map<String, UUID> variants = levels.variants(channel.id(), items);
        Set<UUID> touched = new HashSet<>(variants.values());
        touched.addAll(linked);
        ledger.lock(touched);
        goods.list(linked);
        Set<String> changed = levels.apply(tenant, changes, clock.instant());
        Set<UUID> reckoned = new HashSet<>(linked);
        reckoned.addAll(reservations.release(touched));
        changed.stream().map(variants::get).filter(variant -> variant != null).forEach(reckoned::add);
        ledger.reckon(reckoned, List.of());
    }

    /**
     * Nobody is at the channel any more; the next turn asks again for what was not taken in. A rest that is refused may be too
     * old: what it is the rest of is asked anew.
     */
    @Transactional
    public void failed(StockPoll poll, Throwable failure) {
        LOG.warnf("The stock of channel %s cannot be read: %s", poll.channelId(), failure.getMessage());
        cursors.failed(poll.channelId(), reason(failure), clock.instant());
        if (poll.pass() == Pass.FULL && poll.next() != null && failure instanceof Rejected) {
            cursors.keepUnfinished(poll.channelId(), new Unfinished(poll.stage().name(), null, poll.begunAt()));
        }
        cursors.release(poll.channelId(), poll.worker());
    }

    /** What a platform says is for people; what broke in Serai is told by its kind alone, the log has the rest. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (!(root instanceof PlatformFailure) && root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof PlatformFailure
                ? root.getMessage()
                : "Serai cannot take in what was told (" + root.getClass().getSimpleName() + "); the log says more";
    }
}
