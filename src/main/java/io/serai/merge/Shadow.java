package io.serai.merge;

import static java.util.Objects.requireNonNull;

import io.serai.product.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a platform was last known to hold in one cell.
 *
 * @param held the value as the platform stores it: an observation that equals it is no edit
 * @param meant the hub's value that {@code held} stands for; differs from it where the platform rounds, trims or
 *     sanitises. It is sent again only when the hub's value is no longer this one
 * @param version the platform's version that {@code held} was seen with
 * @param withheld nothing is pushed to this cell until a person decides: the two sides differed at the first link
 *     (rule 1), or the cell alternated without a person (rule 15)
 * @param restored how often in a row the hub's value was put back here over the same foreign one
 * @param past what the platform held before, oldest first, each until {@code until}
 * @param sent what Serai sent here lately, oldest first
 */
public record Shadow(
        Value held, Value meant, Instant version, boolean withheld, int restored, List<Past> past, List<Sent> sent) {

    /** @param version from which on the platform held it */
    public record Past(Value held, Instant version) {}

    /** @param at when the intent to send it was stored */
    public record Sent(Value value, Instant at) {}

    public Shadow {
        requireNonNull(held, "held is null");
        requireNonNull(meant, "meant is null");
        requireNonNull(version, "version is null");
        past = List.copyOf(past);
        sent = List.copyOf(sent);
    }

    public static Shadow of(Value held, Instant version) {
        return new Shadow(held, held, version, false, 0, List.of(), List.of());
    }

    /** The platform now holds another value, which stands for itself. */
    public Shadow holding(Value value, Instant seenWith) {
        return new Shadow(value, value, seenWith, withheld, restored, pastUntilNow(value), sent);
    }

    /** The platform now holds what stands for the value that was sent. */
    public Shadow holding(Value value, Value sentValue, Instant seenWith) {
        return new Shadow(value, sentValue, seenWith, withheld, restored, pastUntilNow(value), sent);
    }

    /** The same value was seen again. */
    public Shadow at(Instant seenWith) {
        return new Shadow(held, meant, seenWith, withheld, restored, past, sent);
    }

    public Shadow withheld(boolean now) {
        return new Shadow(held, meant, version, now, restored, past, sent);
    }

    public Shadow restored(int times) {
        return new Shadow(held, meant, version, withheld, times, past, sent);
    }

    public Shadow sending(Value value, Instant at) {
        List<Sent> all = new ArrayList<>(sent);
        all.add(new Sent(value, at));
        return new Shadow(held, meant, version, withheld, restored, past, all);
    }

    /** Forgets what is older than anything that can still arrive (rule 4 keeps seven days). */
    public Shadow since(Instant oldest) {
        List<Past> young =
                past.stream().filter(entry -> !entry.version().isBefore(oldest)).toList();
        List<Sent> lately =
                sent.stream().filter(entry -> !entry.at().isBefore(oldest)).toList();
        return new Shadow(held, meant, version, withheld, restored, young, lately);
    }

    private List<Past> pastUntilNow(Value next) {
        if (held.equals(next)) {
            return past;
        }
        List<Past> all = new ArrayList<>(past);
        all.add(new Past(held, version));
        return all;
    }
}
