package io.serai.push;

import io.serai.platform.Reason;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import io.serai.platform.StockRefusal;
import io.serai.stock.ShopFigure;
import io.serai.store.DueStockRepository.Due;
import io.serai.store.DueStockRepository.Known;
import io.serai.store.DueStockRepository.Seen;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is known of a place of a shop after each thing that can happen to it. Pure. */
final class StockPlaces {

    /** The only place of a shop that has no places of its own. */
    static final String ONLY_PLACE = "shop";

    private StockPlaces() {}

    /** It goes into a call. */
    static Known inCall(Due due, UUID key) {
        return known(due, held(due), null, due.figure(), due.mustRead(), key, due.dueAt(), due.attempts(), null);
    }

    /** The call it was in did nothing, and it was not its fault: it keeps its place among what is to be said. */
    static Known asBefore(Due due) {
        return inCall(due, null);
    }

    /** There is nothing to be said any more. */
    static Known right(Due due) {
        return known(due, held(due), null, due.figure().confirmed(), due.mustRead(), null, null, due.attempts(), null);
    }

    /** What the shop holds is not known any more. */
    static Known toRead(Due due, Instant now) {
        return toRead(due, due.figure(), now);
    }

    /** Nobody knows whether the shop has taken the call it was in. */
    static Known unknown(Due due, StockLine said, Instant now) {
        return toRead(due, due.figure().maybeWritten(said.quantity()), now);
    }

    private static Known toRead(Due due, ShopFigure figure, Instant now) {
        return known(due, held(due), null, figure, true, null, now, due.attempts(), null);
    }

    /**
     * The shop was read.
     *
     * @param shown null if it has no such place
     */
    static Known read(Due due, StockFigure shown, Seen seen) {
        boolean isAgain = due.dueAt() != null && due.dueAt().isAfter(seen.askedAt());
        boolean isCounted = shown != null && shown.tracked();
        if (!isCounted && shown != null && due.mustCount()) {
            return begun(due, seen, isAgain);
        }
        if (!isCounted) {
            return new Known(
                    due.place(),
                    null,
                    seen,
                    due.figure().read(0).confirmed().owed(),
                    false,
                    false,
                    isAgain,
                    null,
                    isAgain ? due.dueAt() : null,
                    due.attempts(),
                    "The shop does not count this");
        }
        ShopFigure figure = due.figure().read(shown.quantity() == null ? 0 : shown.quantity());
        boolean isDue = isAgain || !figure.isRight();
        return known(
                due,
                shown.quantity(),
                seen,
                isDue ? figure : figure.confirmed(),
                isAgain,
                null,
                isDue ? seen.heardAt() : null,
                due.attempts(),
                null);
    }

    /** Serai made it and the shop does not count it: as if it had none of it there, it is told to count from now on. */
    private static Known begun(Due due, Seen seen, boolean isAgain) {
        ShopFigure figure = due.figure().read(0);
        return new Known(
                due.place(),
                null,
                seen,
                figure.owed(),
                true,
                true,
                isAgain,
                null,
                isAgain ? due.dueAt() : seen.heardAt(),
                due.attempts(),
                null);
    }

    /** The shop shows what it was told, unless it has told of something else meanwhile. */
    static Known written(Due due, Long quantity, Seen seen) {
        ShopFigure figure = due.figure().written(quantity == null ? 0 : quantity);
        boolean isDue = due.mustRead() || !figure.isRight();
        return known(due, figure.held(), seen, figure, due.mustRead(), null, isDue ? seen.heardAt() : null, 0, null);
    }

    /**
     * The shop refuses this figure.
     *
     * @param again when it is tried again
     */
    static Known refused(Due due, StockRefusal refusal, Instant again) {
        boolean isCounted = !has(refusal, Reason.NOT_TRACKED);
        String reason =
                refusal.reasons().stream().map(Reason::message).distinct().collect(Collectors.joining("; "));
        return new Known(
                due.place(),
                held(due),
                null,
                due.figure().owed(),
                isCounted,
                due.mustCount(),
                true,
                null,
                isCounted ? again : null,
                due.attempts() + 1,
                reason.isBlank() ? "refused" : reason);
    }

    static boolean has(StockRefusal refusal, String code) {
        return refusal.reasons().stream().anyMatch(reason -> reason.code().equals(code));
    }

    private static Long held(Due due) {
        return due.isStocked() ? due.figure().held() : null;
    }

    private static Known known(
            Due due,
            Long held,
            Seen seen,
            ShopFigure figure,
            boolean mustRead,
            UUID key,
            Instant dueAt,
            int attempts,
            String error) {
        boolean mustCount = due.mustCount() && held == null;
        return new Known(
                due.place(), held, seen, figure.owed(), true, mustCount, mustRead, key, dueAt, attempts, error);
    }

    /** What is said to the shop of the place. */
    static StockLine line(Due due, long quantity) {
        String location = due.place().locationId();
        return new StockLine(
                due.externalProductId(),
                due.place().externalVariantId(),
                due.inventoryItemId(),
                location.equals(ONLY_PLACE) ? null : location,
                quantity,
                held(due),
                due.mustCount() && !due.isStocked());
    }

    /** The same for everything that is about one place. */
    static String key(Due due) {
        return key(due.place().externalVariantId(), due.place().locationId());
    }

    static String key(StockLine line) {
        return key(line.externalVariantId(), line.locationId());
    }

    static String key(StockFigure figure) {
        return key(figure.externalVariantId(), figure.locationId());
    }

    private static String key(String variant, String location) {
        return variant + " " + Objects.requireNonNullElse(location, ONLY_PLACE);
    }
}
