package io.serai.twin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was called, and remembers each change that changed nothing and each double. Thread-safe. */
public final class CallLog {

    private static final int MOST_EVENTS = 100_000;

    /**
     * A mutation after which the resource is as it was before.
     *
     * @param operation GraphQL mutation field, or REST method and path template
     * @param resource the resource's id in the platform's form
     */
    public record Unchanged(String operation, String resource) {}

    /**
     * Something created that is there already.
     *
     * @param operation GraphQL mutation field, or REST method and path template
     * @param resource the id of the new one
     * @param existing the id of the one that was there
     * @param by what makes them equal, such as {@code title}
     */
    public record Double(String operation, String resource, String existing, String by) {}

    /**
     * Something that happened to the shop through its API.
     *
     * @param at when, by the machine's clock
     * @param operation as counted
     * @param resource what was written to; null for a call that was only received
     * @param changed whether the write left the resource other than it was
     */
    public record Event(Instant at, String operation, String resource, boolean changed) {}

    /**
     * All counts as they are now; a copy.
     *
     * @param orders how often somebody bought
     * @param soldOut how often somebody could not, for want of stock
     */
    public record Counts(
            int total,
            Map<String, Integer> byOperation,
            Map<String, Integer> mutationsByResource,
            Map<Integer, Integer> byStatus,
            List<Unchanged> unchanged,
            List<Double> doubles,
            int orders,
            int soldOut) {

        /** How often this operation was called; 0 if never. */
        public int of(String operation) {
            return byOperation.getOrDefault(operation, 0);
        }
    }

    private final Map<String, Integer> byOperation = new TreeMap<>();
    private final Map<String, Integer> mutations = new TreeMap<>();
    private final Map<Integer, Integer> byStatus = new TreeMap<>();
    private final List<Unchanged> unchanged = new ArrayList<>();
    private final List<Double> doubles = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private int total;
    private int orders;
    private int soldOut;

    /** A call arrived, whatever becomes of it. */
    public synchronized void called(String operation) {
        total++;
        byOperation.merge(operation, 1, Integer::sum);
        note(new Event(Instant.now(), operation, null, false));
    }

    public synchronized void answered(int status) {
        byStatus.merge(status, 1, Integer::sum);
    }

    /** A call wrote to a resource. */
    public synchronized void mutated(String operation, String resource, boolean changedSomething) {
        mutations.merge(resource, 1, Integer::sum);
        note(new Event(Instant.now(), operation, resource, changedSomething));
        if (!changedSomething) {
            unchanged.add(new Unchanged(operation, resource));
        }
    }

    public synchronized void doubled(String operation, String resource, String existing, String by) {
        doubles.add(new Double(operation, resource, existing, by));
    }

    /** A customer bought. */
    public synchronized void ordered() {
        orders++;
    }

    /** A customer could not buy for want of stock. */
    public synchronized void soldOut() {
        soldOut++;
    }

    /** What happened in which order since the last {@link #reset}; the first {@value #MOST_EVENTS} of it. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    private void note(Event event) {
        if (events.size() < MOST_EVENTS) {
            events.add(event);
        }
    }

    public synchronized Counts counts() {
        return new Counts(
                total,
                new TreeMap<>(byOperation),
                new TreeMap<>(mutations),
                new TreeMap<>(byStatus),
                List.copyOf(unchanged),
                List.copyOf(doubles),
                orders,
                soldOut);
    }

    public synchronized void reset() {
        total = 0;
        orders = 0;
        soldOut = 0;
        events.clear();
        byOperation.clear();
        mutations.clear();
        byStatus.clear();
        unchanged.clear();
        doubles.clear();
    }
}
