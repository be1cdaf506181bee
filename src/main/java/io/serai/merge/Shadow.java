package io.serai.merge;

import static java.util.Objects.requireNonNull;

import io.serai.product.Field;
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
 * @param past what the platform was seen to hold before, oldest first
 * @param sent what Serai sent here lately, as it was sent and, where known, as it was stored; oldest first
 */
public record Shadow(
        Value held, Value meant, Instant version, boolean withheld, int restored, List<Past> past, List<Sent> sent) {

    /**
     * What the platform was seen to hold. A value that stood for a while is there with its first and its last sighting.
     *
     * @param version with which it was seen
     */
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

    /** Whether the platform need not be told this value of the hub: it holds it, or what it made of it. */
    public boolean standsFor(Field field, Value value) {
        return field.same(meant, value) || field.same(held, value);
    }

    /** The platform now holds another value, which stands for itself. */
    public Shadow holding(Value value, Instant seenWith) {
        return new Shadow(value, value, seenWith, withheld, restored, pastWithNow(), sent);
    }

    /** The platform now holds what stands for the value that was sent. */
    public Shadow holding(Value value, Value sentValue, Instant seenWith) {
        return new Shadow(value, sentValue, seenWith, withheld, restored, pastWithNow(), sent);
    }

    /** What is held stands for a value of the hub that is spelled otherwise. */
    public Shadow meaning(Value value) {
        return new Shadow(held, value, version, withheld, restored, past, sent);
    }

    /** The same value was seen again. */
    public Shadow at(Instant seenWith) {
        return new Shadow(held, meant, seenWith, withheld, restored, seenFirst() ? pastWithNow() : past, sent);
    }

    /** A late delivery showed what the platform held in between. */
    Shadow seen(Value value, Instant at) {
        List<Past> all = new ArrayList<>(past);
        long older = past.stream().filter(entry -> entry.version().isBefore(at)).count();
        all.add((int) older, new Past(value, at));
        return new Shadow(held, meant, version, withheld, restored, all, sent);
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

    /** The platform stored what was sent in a form of its own, by which it will be known again. */
    Shadow storedAs(Value form) {
        return sent.isEmpty() ? this : sending(form, sent.get(sent.size() - 1).at());
    }

    /** Forgets what is older than anything that can still arrive (rule 4 keeps seven days). */
    public Shadow since(Instant oldest) {
        List<Past> young = new ArrayList<>();
        for (int i = 0; i < past.size(); i++) {
            Instant replaced = i + 1 < past.size() ? past.get(i + 1).version() : version;
            if (!replaced.isBefore(oldest)) {
                young.add(past.get(i));
            }
        }
        List<Sent> lately =
                sent.stream().filter(entry -> !entry.at().isBefore(oldest)).toList();
        return new Shadow(held, meant, version, withheld, restored, young, lately);
    }

    private boolean seenFirst() {
        return past.isEmpty() || !past.get(past.size() - 1).held().equals(held);
    }

    private List<Past> pastWithNow() {
        List<Past> all = new ArrayList<>(past);
        all.add(new Past(held, version));
        return all;
    }
}
