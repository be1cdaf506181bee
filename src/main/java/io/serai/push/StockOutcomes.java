package io.serai.push;

import static java.util.stream.Collectors.toMap;

import io.serai.config.Backoff;
import io.serai.config.StockConfig;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.Stale;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import io.serai.platform.StockOutcome;
import io.serai.platform.StockRefusal;
import io.serai.store.DueStockRepository;
import io.serai.store.DueStockRepository.Due;
import io.serai.store.DueStockRepository.Known;
import io.serai.store.DueStockRepository.Seen;
import io.serai.store.StockPushRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes what a shop says to being read or told, and says what to do next. Each answer is one transaction. */
@ApplicationScoped
@Named("stockOutcomes")
public class StockOutcomes {

    private final DueStockRepository stock;
    private final StockPushRepository pushes;
    private final StockPushes planning;
    private final StockConfig config;
    private final Clock clock;

    @Inject
    StockOutcomes(
            DueStockRepository stock,
            StockPushRepository pushes,
            StockPushes planning,
            StockConfig config,
            Clock clock) {
        this.stock = stock;
        this.pushes = pushes;
        this.planning = planning;
        this.config = config;
        this.clock = clock;
    }

    /** The shop said what it holds. */
    @Transactional
    public StockStep read(StockJob job, StockStep step, List<StockFigure> figures) {
        Seen seen = new Seen(step.askedAt(), clock.instant());
        Map<String, StockFigure> found = byPlace(figures);
        Set<String> asked = step.lines().stream().map(StockPlaces::key).collect(Collectors.toSet());
        List<String> variants = step.lines().stream()
                .map(StockLine::externalVariantId)
                .distinct()
                .toList();
        stock.save(stock.at(job.channelId(), variants).stream()
                .filter(due -> due.mustRead() && asked.contains(StockPlaces.key(due)))
                .map(due -> StockPlaces.read(due, found.get(StockPlaces.key(due)), seen))
                .toList());
        return planning.next(job, step.suspects());
    }

    /** The shop took the call, or most of it. */
    @Transactional
    public StockStep answered(StockJob job, StockStep step, StockOutcome outcome) {
        Seen seen = new Seen(step.askedAt(), clock.instant());
        Map<String, StockFigure> applied = byPlace(outcome.applied());
        Map<String, StockRefusal> refused = byLine(outcome.refused());
        List<Known> known = new ArrayList<>();
        for (Due due : pushed(step)) {
            StockFigure taken = applied.get(StockPlaces.key(due));
            known.add(
                    taken == null
                            ? refused(due, refused.get(StockPlaces.key(due)), seen.heardAt())
                            : StockPlaces.written(due, taken.quantity(), seen));
        }
        stock.save(known);
        pushes.close(step.set().key(), outcome.refused().isEmpty() ? "applied" : "partly applied", seen.heardAt());
        // what is looked for is in the other half
        return planning.next(
                job, Math.max(0, step.suspects() - step.set().lines().size()));
    }

    /** What was expected is no longer so: nothing of the call was done (fact 37). */
    @Transactional
    public StockStep stale(StockJob job, StockStep step, Stale failure) {
        Instant now = clock.instant();
        Map<String, StockRefusal> named = byLine(StockRefusal.named(step.set(), failure.reasons()));
        stock.save(pushed(step).stream()
                .map(due -> named.isEmpty() || named.containsKey(StockPlaces.key(due))
                        ? StockPlaces.toRead(due, now)
                        : StockPlaces.asBefore(due))
                .toList());
        pushes.close(step.set().key(), "stale", now);
        return planning.next(job, step.suspects());
    }

    /**
     * The shop refuses the call as a whole. A line it names is set aside, and the others go again at once; if it names none,
     * halves of the call are sent until the line is alone.
     */
    @Transactional
    public StockStep rejected(StockJob job, StockStep step, Rejected failure) {
        List<StockRefusal> named = StockRefusal.named(step.set(), failure.reasons());
        int sent = step.set().lines().size();
        if (!named.isEmpty()) {
            return rejected(job, step, named, 0);
        }
        return sent > 1
                ? rejected(job, step, List.of(), sent)
                : rejected(
                        job, step, List.of(new StockRefusal(step.set().lines().get(0), failure.reasons())), 0);
    }

    private StockStep rejected(StockJob job, StockStep step, List<StockRefusal> refusals, int suspects) {
        Instant now = clock.instant();
        Map<String, StockRefusal> refused = byLine(refusals);
        stock.save(pushed(step).stream()
                .map(due -> refused.containsKey(StockPlaces.key(due))
                        ? refused(due, refused.get(StockPlaces.key(due)), now)
                        : StockPlaces.asBefore(due))
                .toList());
        pushes.close(step.set().key(), "rejected", now);
        return planning.next(job, suspects);
    }

    /** @param refusal null if the shop said nothing of the line */
    private Known refused(Due due, StockRefusal refusal, Instant now) {
        if (refusal == null || StockPlaces.has(refusal, Reason.STALE)) {
            return StockPlaces.toRead(due, now);
        }
        Backoff wait = new Backoff(config.retryDelay(), config.retryAtMost());
        return StockPlaces.refused(due, refusal, now.plus(wait.after(due.attempts() + 1)));
    }

    private List<Due> pushed(StockStep step) {
        return stock.pushed(UUID.fromString(step.set().key()));
    }

    private static Map<String, StockFigure> byPlace(List<StockFigure> figures) {
        return figures.stream().collect(toMap(StockPlaces::key, Function.identity(), (one, other) -> one));
    }

    private static Map<String, StockRefusal> byLine(List<StockRefusal> refusals) {
        return refusals.stream()
                .collect(toMap(refusal -> StockPlaces.key(refusal.line()), Function.identity(), (one, other) -> one));
    }
}
