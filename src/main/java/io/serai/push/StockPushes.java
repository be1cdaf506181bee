package io.serai.push;

import static java.util.stream.Collectors.toMap;

import io.serai.config.Backoff;
import io.serai.config.StockConfig;
import io.serai.platform.PlatformAdapter;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.Stale;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import io.serai.platform.StockOutcome;
import io.serai.platform.StockRefusal;
import io.serai.platform.StockSet;
import io.serai.platform.Throttled;
import io.serai.stock.ShopFigure;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.ShopStockRepository;
import io.serai.store.ShopStockRepository.Due;
import io.serai.store.ShopStockRepository.Known;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Tells shops what they may sell (rule 16). One worker has a shop at a time; each call is stored before it is made, says what
 * the shop is expected to hold, and one whose outcome is unknown is made again as it was where the platform does it once, and
 * read back where it does not (facts 36 to 38, 58).
 */
@ApplicationScoped
@Named("stockPushes")
public class StockPushes {

    /** Shopify forgets keys after a day (fact 36); a call that is nearly as old is not made again. */
    private static final Duration KEYS_ARE_KEPT = Duration.ofHours(23);

    private static final int READ_AT_MOST = 250;

    /** The only place of a shop that has no places of its own. */
    public static final String ONLY_PLACE = "shop";

    private final ShopStockRepository stock;
    private final StockPushRepository pushes;
    private final StockCursorRepository cursors;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final PlatformAdapters adapters;
    private final StockConfig config;
    private final Clock clock;

    @Inject
    StockPushes(
            ShopStockRepository stock,
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

    private StockStep next(StockJob job, int halving) {
        Instant now = clock.instant();
        if (!cursors.extend(job.channelId(), job.worker(), now.plus(config.pushLease()))) {
            return StockStep.done();
        }
        Optional<OpenPush> open = pushes.open(job.channelId());
        if (open.isPresent()) {
            return recover(job, open.get(), halving, now);
        }
        List<Due> unread = stock.due(job.channelId(), true, now, READ_AT_MOST);
        if (!unread.isEmpty()) {
            return StockStep.reading(unread.stream().map(due -> line(due, 0)).toList(), halving);
        }
        int most = halving > 0 ? halving : adapter(job).stockLinesPerCall();
        List<Due> due = stock.due(job.channelId(), false, now, most);
        if (due.isEmpty()) {
            cursors.release(job.channelId(), job.worker());
            return StockStep.done();
        }
        return open(job, due, halving, now);
    }

    /** A call whose outcome is unknown is the next to be made, unless making it twice would do it twice. */
    private StockStep recover(StockJob job, OpenPush open, int halving, Instant now) {
        boolean isKept = adapter(job).knowsIdempotencyKeys()
                && open.openedAt().plus(KEYS_ARE_KEPT).isAfter(now);
        if (isKept) {
            return StockStep.setting(open.set(), halving);
        }
        unknown(open.set(), now);
        return next(job, halving);
    }

    private void unknown(StockSet set, Instant now) {
        stock.save(stock.pushed(UUID.fromString(set.key())).stream()
                .map(due -> toRead(due, now))
                .toList());
        pushes.close(set.key(), "unknown", now);
    }

    private StockStep open(StockJob job, List<Due> due, int halving, Instant now) {
        UUID key = UUID.randomUUID();
        List<StockLine> lines = new ArrayList<>();
        List<Known> known = new ArrayList<>();
        for (Due place : due) {
            ShopFigure figure = place.figure();
            if (figure.isRight()) {
                known.add(known(place, figure.confirmed(), null, null));
            } else {
                lines.add(line(place, figure.next()));
                known.add(known(place, figure, key, now));
            }
        }
        stock.save(known);
        if (lines.isEmpty()) {
            return next(job, halving);
        }
        StockSet set = new StockSet(key.toString(), lines);
        pushes.open(job.channelId(), set, now);
        return StockStep.setting(set, halving);
    }

    /** The shop said what it holds. */
    @Transactional
    public StockStep read(StockJob job, StockStep step, List<StockFigure> figures) {
        Instant now = clock.instant();
        Map<String, StockFigure> found =
                figures.stream().collect(toMap(StockPushes::place, Function.identity(), (one, other) -> one));
        Set<String> asked = new HashSet<>();
        step.lines().forEach(line -> asked.add(place(line)));
        List<Known> known = new ArrayList<>();
        for (Due due : stock.at(
                job.channelId(),
                step.lines().stream()
                        .map(StockLine::externalVariantId)
                        .distinct()
                        .toList())) {
            if (due.mustRead() && asked.contains(place(line(due, 0)))) {
                known.add(read(due, found.get(place(line(due, 0))), now));
            }
        }
        stock.save(known);
        return next(job, step.halving());
    }

    private static Known read(Due due, StockFigure shown, Instant now) {
        boolean isCounted = shown != null && shown.tracked();
        Long held = isCounted ? shown.quantity() : null;
        ShopFigure figure = due.figure().read(held == null ? 0 : held);
        boolean isDue = isCounted && !figure.isRight();
        return new Known(
                due.place(),
                held,
                now,
                isDue ? figure.owed() : figure.confirmed().owed(),
                isCounted,
                false,
                null,
                isDue ? now : null,
                due.attempts(),
                isCounted ? null : "The shop does not count this");
    }

    /** The shop took the call, or most of it. */
    @Transactional
    public StockStep answered(StockJob job, StockStep step, StockOutcome outcome) {
        Instant now = clock.instant();
        Map<String, StockFigure> applied =
                outcome.applied().stream().collect(toMap(StockPushes::place, Function.identity(), (one, other) -> one));
        Map<String, StockRefusal> refused = outcome.refused().stream()
                .collect(toMap(refusal -> place(refusal.line()), Function.identity(), (one, other) -> one));
        List<Known> known = new ArrayList<>();
        for (Due due : stock.pushed(UUID.fromString(step.set().key()))) {
            String place = place(line(due, 0));
            if (applied.containsKey(place)) {
                known.add(written(due, applied.get(place).quantity(), now));
            } else {
                known.add(refused(due, refused.get(place), now));
            }
        }
        stock.save(known);
        pushes.close(step.set().key(), outcome.refused().isEmpty() ? "applied" : "partly applied", now);
        // what was looked for is in the other half
        return next(job, step.halving() / 2);
    }

    private static Known written(Due due, Long quantity, Instant now) {
        ShopFigure figure = due.figure().written(quantity == null ? 0 : quantity);
        return new Known(
                due.place(),
                figure.held(),
                now,
                figure.owed(),
                true,
                false,
                null,
                figure.isRight() ? null : now,
                0,
                null);
    }

    /** @param refusal null if the shop said nothing of the line */
    private Known refused(Due due, StockRefusal refusal, Instant now) {
        if (refusal == null || has(refusal, Reason.STALE)) {
            return toRead(due, now);
        }
        String reason = refusal.reasons().stream()
                .map(Reason::message)
                .distinct()
                .reduce((one, other) -> one + "; " + other)
                .orElse("refused");
        Instant again = now.plus(new Backoff(config.retryDelay(), config.retryAtMost()).after(due.attempts() + 1));
        return new Known(
                due.place(),
                due.isStocked() ? due.figure().held() : null,
                null,
                due.figure().owed(),
                !has(refusal, Reason.NOT_TRACKED),
                true,
                null,
                has(refusal, Reason.NOT_TRACKED) ? null : again,
                due.attempts() + 1,
                reason);
    }

    private static boolean has(StockRefusal refusal, String code) {
        return refusal.reasons().stream().anyMatch(reason -> reason.code().equals(code));
    }

    /** What was expected is no longer so: nothing of the call was done (fact 37). */
    @Transactional
    public StockStep stale(StockJob job, StockStep step, Stale failure) {
        return failed(job, step, StockRefusal.named(step.set(), failure.reasons()), "stale", step.halving());
    }

    /**
     * The shop refuses the call as a whole. A line it names is set aside, and the others go again at once; if it names none,
     * halves of the call are sent until the line is alone.
     */
    @Transactional
    public StockStep rejected(StockJob job, StockStep step, Rejected failure) {
        List<StockRefusal> named = StockRefusal.named(step.set(), failure.reasons());
        int sent = step.set().lines().size();
        if (named.isEmpty() && sent > 1) {
            return failed(job, step, List.of(), "rejected", sent / 2);
        }
        List<StockRefusal> refused =
                named.isEmpty() ? List.of(new StockRefusal(step.set().lines().get(0), failure.reasons())) : named;
        return failed(job, step, refused, "rejected", 0);
    }

    private StockStep failed(StockJob job, StockStep step, List<StockRefusal> named, String outcome, int halving) {
        Instant now = clock.instant();
        Map<String, StockRefusal> refused = named.stream()
                .collect(toMap(refusal -> place(refusal.line()), Function.identity(), (one, other) -> one));
        boolean isStale = outcome.equals("stale");
        List<Due> pushed = stock.pushed(UUID.fromString(step.set().key()));
        stock.save(pushed.stream()
                .map(due -> {
                    StockRefusal refusal = refused.get(place(line(due, 0)));
                    if (isStale && (refusal != null || refused.isEmpty())) {
                        return toRead(due, now);
                    }
                    return refusal == null ? known(due, due.figure(), null, now) : refused(due, refusal, now);
                })
                .toList());
        pushes.close(step.set().key(), outcome, now);
        return next(job, halving);
    }

    /** Nothing came of it for now; a call that is open stays so, and is the first thing to do when the shop is called again. */
    @Transactional
    public void putOff(StockJob job, Throwable failure) {
        Instant now = clock.instant();
        Duration wait = failure instanceof Throttled throttled ? throttled.retryAfter() : config.unavailableWait();
        states.waitUntil(job.channelId(), now.plus(wait));
        cursors.release(job.channelId(), job.worker());
    }

    private Known toRead(Due due, Instant now) {
        return new Known(
                due.place(),
                due.isStocked() ? due.figure().held() : null,
                null,
                due.figure().owed(),
                true,
                true,
                null,
                now,
                due.attempts(),
                null);
    }

    private static Known known(Due due, ShopFigure figure, UUID key, Instant dueAt) {
        return new Known(
                due.place(),
                due.isStocked() ? figure.held() : null,
                null,
                figure.owed(),
                true,
                due.mustRead(),
                key,
                dueAt,
                due.attempts(),
                null);
    }

    private static StockLine line(Due due, long quantity) {
        String location = due.place().locationId();
        return new StockLine(
                due.externalProductId(),
                due.place().externalVariantId(),
                due.inventoryItemId(),
                location.equals(ONLY_PLACE) ? null : location,
                quantity,
                due.isStocked() ? due.figure().held() : null);
    }

    private static String place(StockLine line) {
        return line.externalVariantId() + " " + Objects.requireNonNullElse(line.locationId(), ONLY_PLACE);
    }

    private static String place(StockFigure figure) {
        return figure.externalVariantId() + " " + Objects.requireNonNullElse(figure.locationId(), ONLY_PLACE);
    }

    private PlatformAdapter adapter(StockJob job) {
        return adapters.of(job.platform());
    }
}
