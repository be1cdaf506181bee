package io.serai.merge;

import io.serai.conflict.Conflict;
import io.serai.merge.Listing.State;
import io.serai.merge.MergeResult.Next;
import io.serai.ownership.FieldOwnership;
import io.serai.product.Cell;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Three-way merge of what a platform shows, or what a person sets in the hub, into the hub's product. Pure: what it knows
 * of time came with the observation.
 */
public final class Merge {

    private final FieldOwnership ownership;

    public Merge(FieldOwnership ownership) {
        this.ownership = ownership;
    }

    /**
     * Merges what was seen on a channel.
     *
     * @param skew how far the platform's clock is ahead of Serai's
     */
    public MergeResult observe(HubProduct hub, Listing listing, Observation observation, Duration skew) {
        boolean isAnswer = observation.source() == Observation.Source.ANSWER;
        if (listing.intent() != null && !isAnswer) {
            return unchanged(hub, listing, Next.PARK);
        }
        boolean isOvertaken =
                observation.source() == Observation.Source.READ && observation.generation() != listing.generation();
        if (isOvertaken) {
            return unchanged(hub, listing, Next.READ_AGAIN);
        }
        boolean isGone = listing.state() == State.REMOVED && observation.source() == Observation.Source.DELIVERY;
        if (isGone) {
            return unchanged(hub, listing, Next.READ_AGAIN);
        }
        return new Merging(ownership, hub, listing, observation, skew).merge();
    }

    /**
     * Merges what was read back after a write whose outcome is unknown, and closes its intent (rule 6).
     *
     * @param observation a read that began after the write can no longer take effect
     */
    public MergeResult readBack(HubProduct hub, Listing listing, Observation observation, Duration skew) {
        return new Merging(ownership, hub, listing, observation, skew).mergeReadBack();
    }

    /** Gives variants that were made again the places of those that were dropped (rule 12). */
    public MergeResult handOver(HubProduct hub, Listing listing) {
        Decisions decisions = new Decisions(ownership, hub);
        decisions.handOver(listing);
        return new MergeResult(
                decisions.hub(),
                listing.handingOver(hub),
                decisions.decisions(),
                decisions.conflicts(),
                Next.DONE,
                null);
    }

    /** Merges values that a person or a program sets in the hub at one moment (flow B). */
    public MergeResult edit(HubProduct hub, Map<Cell, Value> values, Origin origin, Instant moment) {
        Decisions decisions = new Decisions(ownership, hub);
        values.forEach((cell, value) ->
                decisions.decide(new Edit(cell, value, origin, null, Interval.at(moment), moment, false)));
        return new MergeResult(decisions.hub(), null, decisions.decisions(), decisions.conflicts(), Next.DONE, null);
    }

    /**
     * Sets what a person decided between the two values of a conflict: a new edit that no other rule questions (rule 9).
     *
     * @param rule one of the three ways to resolve
     */
    public MergeResult resolve(HubProduct hub, Map<Cell, Value> values, Instant moment, Rule rule) {
        Stamp stamp = new Stamp(Origin.NOLIMITS, null, Interval.at(moment), moment, rule);
        List<Decision> decisions = values.entrySet().stream()
                .map(entry -> new Decision(
                        entry.getKey(),
                        entry.getValue(),
                        stamp,
                        Outcome.WON,
                        hub.at(entry.getKey()).orElse(null)))
                .toList();
        Map<Cell, Stamped> cells = new HashMap<>(hub.cells());
        values.forEach((cell, value) -> cells.put(cell, new Stamped(value, stamp)));
        return new MergeResult(hub.with(cells), null, decisions, List.<Conflict>of(), Next.DONE, null);
    }

    private static MergeResult unchanged(HubProduct hub, Listing listing, Next next) {
        return new MergeResult(hub, listing, List.of(), List.of(), next, null);
    }
}
