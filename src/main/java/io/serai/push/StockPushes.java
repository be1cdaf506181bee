package io.serai.push;

import static java.util.stream.Collectors.toMap;

import io.serai.config.StockConfig;
import io.serai.platform.PlatformAdapter;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.StockLine;
import io.serai.platform.StockSet;
import io.serai.platform.Throttled;
import io.serai.stock.ShopFigure;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.DueStockRepository;
import io.serai.store.DueStockRepository.Due;
import io.serai.store.DueStockRepository.Known;
import io.serai.store.StockCursorRepository;
import io.serai.store.StockPushRepository;
import io.serai.store.StockPushRepository.OpenPush;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Tells shops what they may sell (rule 16), call by call. One worker has a shop at a time; each call is stored before it is
 * made, says what the shop is expected to hold, and one whose outcome is unknown is made again as it was where the platform
 * does it once, and read back where it does not (facts 36 to 38, 58). What comes of each is {@link StockOutcomes}' matter.
 */
@ApplicationScoped
@Named("stockPushes")
public class StockPushes {

    /** Shopify forgets keys after a day (fact 36); a call that is nearly as old is not made again. */
    private static final Duration KEYS_ARE_KEPT = Duration.ofHours(23);

    private static final int READ_AT_MOST = 250;

    private final DueStockRepository stock;
    private final StockPushRepository pushes;
    private final StockCursorRepository cursors;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final PlatformAdapters adapters;
    private final StockConfig config;
    private final Clock clock;

    @Inject
    StockPushes(
            DueStockRepository stock,
            StockPushRepository pushes,
            StockCursorRepository cursors,
            ChannelRepository channels,
            ChannelStates states,
            PlatformAdapters adapters,
            StockConfig config,
            Clock clock) {
        this.stock = stock;
        this.pushes = pushes;
        this.cursors = cursors;
        this.channels = channels;
        this.states = states;
        this.adapters = adapters;
        this.config = config;
        this.clock = clock;
    }

    /** Takes up a shop that has something to be told; empty when none has, or others are at all of them. */
    @Transactional
    public List<StockJob> claim() {
        Instant now = clock.instant();
        for (String id : stock.channelsWithWork(now)) {
            UUID worker = UUID.randomUUID();
            if (cursors.claim(id, worker, now, now.plus(config.pushLease())).isPresent()) {
                return List.of(new StockJob(id, channels.find(id).orElseThrow().platform(), worker));
            }
        }
        return List.of();
    }

    /** Says what to do first. */
    @Transactional
    public StockStep begin(StockJob job) {
        return next(job, 0);
    }

    /**
     * Says what to do next, in the caller's transaction.
     *
     * @param suspects see {@link StockStep}
     */
    StockStep next(StockJob job, int suspects) {
        Instant now = clock.instant();
        if (!cursors.extend(job.channelId(), job.worker(), now.plus(config.pushLease()))) {
            return StockStep.done();
        }
        Optional<OpenPush> open = pushes.open(job.channelId());
        if (open.isPresent()) {
            return recover(job, open.get(), suspects, now);
        }
        Optional<Boolean> toRead = stock.mostUrgentIsToRead(job.channelId(), now);
        int most = suspects > 0 ? (suspects + 1) / 2 : adapter(job).stockLinesPerCall();
        List<Due> due = toRead.map(isRead -> stock.due(job.channelId(), isRead, now, isRead ? READ_AT_MOST : most))
                .orElse(List.of());
        if (due.isEmpty()) {
            cursors.release(job.channelId(), job.worker());
            return StockStep.done();
        }
        List<StockLine> lines =
                due.stream().map(place -> StockPlaces.line(place, 0)).toList();
        int atOnce = adapter(job).stockLinesAtOnce(lines);
        return toRead.get()
                ? StockStep.reading(lines.subList(0, atOnce), suspects, now)
                : open(job, due.subList(0, atOnce), suspects, now);
    }

    /**
     * A call whose outcome is unknown is the next to be made, as long as it is meant, unless making it twice would do it twice. Else
     * the shop is asked what it holds.
     */
    private StockStep recover(StockJob job, OpenPush open, int suspects, Instant now) {
        Map<String, StockLine> said = open.set().lines().stream().collect(toMap(StockPlaces::key, Function.identity()));
        List<Due> pushed = stock.pushed(UUID.fromString(open.set().key()));
        boolean isKept = adapter(job).knowsIdempotencyKeys()
                && open.openedAt().plus(KEYS_ARE_KEPT).isAfter(now);
        if (isKept && pushed.stream().allMatch(due -> isMeant(due, said.get(StockPlaces.key(due))))) {
            return StockStep.setting(open.set(), suspects, open.openedAt());
        }
        stock.save(pushed.stream()
                .map(due -> StockPlaces.unknown(due, said.get(StockPlaces.key(due)), now))
                .toList());
        pushes.close(open.set().key(), "unknown", now);
        return next(job, suspects);
    }

    /** Less may be sold since, and then it is not to be raised to what was said. */
    private static boolean isMeant(Due due, StockLine said) {
        return said.quantity() <= Math.max(due.figure().held(), due.figure().next());
    }

    private StockStep open(StockJob job, List<Due> due, int suspects, Instant now) {
        UUID key = UUID.randomUUID();
        List<StockLine> lines = new ArrayList<>();
        List<Known> known = new ArrayList<>();
        for (Due place : due) {
            ShopFigure figure = place.figure();
            if (figure.isRight()) {
                known.add(StockPlaces.right(place));
            } else {
                lines.add(StockPlaces.line(place, figure.next()));
                known.add(StockPlaces.inCall(place, key));
            }
        }
        stock.save(known);
        int left = Math.max(0, suspects - (due.size() - lines.size()));
        if (lines.isEmpty()) {
            return next(job, left);
        }
        StockSet set = new StockSet(key.toString(), lines);
        pushes.open(job.channelId(), set, now);
        return StockStep.setting(set, left, now);
    }

    /** Nothing came of it for now; a call that is open stays so, and is the first thing to do when the shop is called again. */
    @Transactional
    public void putOff(StockJob job, Throwable failure) {
        Instant now = clock.instant();
        Duration wait = failure instanceof Throttled throttled ? throttled.retryAfter() : config.unavailableWait();
        states.waitUntil(job.channelId(), now.plus(wait));
        cursors.release(job.channelId(), job.worker());
    }

    private PlatformAdapter adapter(StockJob job) {
        return adapters.of(job.platform());
    }
}
