package io.serai.merge;

import io.serai.conflict.Conflict;
import io.serai.merge.MergeResult.Next;
import io.serai.merge.Observation.Source;
import io.serai.merge.Shadow.Past;
import io.serai.ownership.FieldOwnership;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** One observation on its way into the hub. Used once. */
final class Merging {

    /** How long a delivery can be late and still be judged (rule 4). */
    static final Duration MEMORY = Duration.ofDays(7);

    /** Both shops tell versions in whole seconds: an edit lies anywhere within its second. */
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** A foreign value put back this often in a row is put there by a machine (rule 15). */
    private static final int RESTORES = 3;

    private final FieldOwnership ownership;
    private final Observation observation;
    private final Duration skew;
    private final Intent intent;
    private final boolean firstLink;
    private final boolean stale;
    private final Decisions decisions;
    private Listing listing;
    private Next next = Next.DONE;

    Merging(FieldOwnership ownership, HubProduct hub, Listing listing, Observation observation, Duration skew) {
        this.ownership = ownership;
        this.observation = observation;
        this.skew = skew;
        this.intent = listing.intent();
        this.firstLink = listing.shadow().isEmpty();
        this.stale = observation.source() == Source.DELIVERY
                && listing.shadow().values().stream()
                        .anyMatch(seen -> seen.version().isAfter(observation.version()));
        this.listing = listing;
        this.decisions = new Decisions(ownership, hub);
    }

    MergeResult merge() {
        Map<Cell, Value> observed = observedCells();
        observed.forEach((cell, value) -> {
            if (ownership.access(cell.field(), listing.platform()).reads()) {
                mergeCell(cell, value);
            }
        });
        if (observation.source() == Source.ANSWER) {
            takeForAnswered(observed);
            listing = listing.closing();
        }
        if (observation.source() == Source.DELIVERY) {
            listing = listing.overtaking();
            readWhatItCouldNotCarry(observed);
        }
        return result();
    }

    /** Rule 2: the product changed, and perhaps not only in what the delivery shows of it. */
    private void readWhatItCouldNotCarry(Map<Cell, Value> observed) {
        boolean isBehind = listing.shadow().entrySet().stream()
                .anyMatch(entry -> !observed.containsKey(entry.getKey())
                        && entry.getValue().version().isBefore(observation.version())
                        && isThere(entry.getKey()));
        if (isBehind) {
            next = Next.READ_AGAIN;
        }
    }

    private boolean isThere(Cell cell) {
        boolean isGone = cell.variant() != null
                && listing.at(Cell.of(cell.variant(), Field.EXISTS))
                        .filter(exists -> exists.held().equals(Value.flag(false)))
                        .isPresent();
        return !isGone;
    }

    /** A platform that has no word for a value it was sent took it, as far as it ever will. */
    private void takeForAnswered(Map<Cell, Value> observed) {
        if (intent != null) {
            intent.meant().forEach((cell, meant) -> {
                if (!observed.containsKey(cell)) {
                    answered(cell, meant, meant);
                }
            });
        }
    }

    MergeResult mergeReadBack() {
        Map<Cell, Value> observed = observedCells();
        observed.forEach((cell, value) -> {
            Value meant = intent.meant().get(cell);
            boolean arrived = meant != null && (intent.create() || cell.field().same(value, meant));
            if (arrived) {
                answered(cell, value, meant);
            } else if (ownership.access(cell.field(), listing.platform()).reads()) {
                mergeCell(cell, value);
            }
        });
        listing = listing.closing();
        return result();
    }

    private MergeResult result() {
        dropShadowsOfMissingVariants();
        return new MergeResult(decisions.hub(), listing, decisions.decisions(), decisions.conflicts(), next);
    }

    private void mergeCell(Cell cell, Value value) {
        Value meant = intent == null ? null : intent.meant().get(cell);
        if (meant != null && observation.source() == Source.ANSWER) {
            answered(cell, value, meant);
            return;
        }
        Shadow shadow = listing.at(cell).orElse(null);
        if (shadow == null && stale) {
            next = Next.READ_AGAIN;
        } else if (shadow == null) {
            link(cell, value);
        } else if (observation.source() != Source.DELIVERY
                || observation.version().isAfter(shadow.version())) {
            current(cell, value, shadow);
        } else if (observation.version().equals(shadow.version())) {
            sameVersion(cell, value, shadow);
        } else {
            late(cell, value, shadow);
        }
    }

    /** Rule 1: without a shadow nothing is an edit. */
    private void link(Cell cell, Value value) {
        Shadow seen = Shadow.of(value, observation.version());
        Stamped current = decisions.hub().at(cell).orElse(null);
        boolean ownDefaults = observation.source() == Source.ANSWER;
        if (current == null && (ownDefaults || value.isNone())) {
            listing = listing.with(cell, seen);
            return;
        }
        if (current == null) {
            decisions.adopt(edit(cell, value, observation.version(), false), Rule.FIRST_LINK_ADOPTED);
            listing = listing.with(cell, seen);
            return;
        }
        if (cell.field().same(current.value(), value)) {
            listing = listing.with(cell, seen.holding(value, current.value(), observation.version()));
            return;
        }
        decisions.withhold(
                edit(cell, value, observation.version(), false), Rule.FIRST_LINK_DIFFERS, Conflict.Kind.FIRST_LINK);
        listing = listing.with(cell, seen.withheld(true));
    }

    /** What the platform made of the value that was sent. */
    private void answered(Cell cell, Value value, Value meant) {
        Shadow shadow = listing.at(cell).orElseGet(() -> Shadow.of(value, observation.version()));
        listing = listing.with(cell, shadow.holding(value, meant, observation.version()));
    }

    /** The newest that is known of the cell: what differs from the shadow was edited there. */
    private void current(Cell cell, Value value, Shadow shadow) {
        if (cell.field().same(shadow.held(), value)) {
            listing = listing.with(cell, shadow.at(observation.version()));
            return;
        }
        Value hubValue = decisions.hub().value(cell);
        boolean followsHub = cell.field().same(shadow.meant(), hubValue);
        Outcome outcome = decisions.decide(edit(cell, value, shadow.version(), followsHub));
        listing = listing.with(cell, shadowAfter(cell, value, shadow, outcome));
    }

    private Shadow shadowAfter(Cell cell, Value value, Shadow shadow, Outcome outcome) {
        Instant version = observation.version();
        return switch (outcome) {
            case WON ->
                shadow.holding(value, decisions.hub().value(cell), version)
                        .withheld(false)
                        .restored(0);
            case LOST -> shadow.holding(value, version);
            case WITHHELD -> shadow.holding(value, version).withheld(true);
            case RESTORED -> restoring(cell, value, shadow);
        };
    }

    private Shadow restoring(Cell cell, Value value, Shadow shadow) {
        boolean again = shadow.past().stream().anyMatch(past -> cell.field().same(past.held(), value));
        Shadow restoring = shadow.holding(value, observation.version()).restored(again ? shadow.restored() + 1 : 1);
        if (restoring.restored() <= RESTORES) {
            return restoring;
        }
        decisions.withhold(edit(cell, value, shadow.version(), false), Rule.FROZEN, Conflict.Kind.ALTERNATING);
        return restoring.withheld(true);
    }

    private void sameVersion(Cell cell, Value value, Shadow shadow) {
        if (!cell.field().same(shadow.held(), value)) {
            next = Next.READ_AGAIN;
        }
    }

    /** Rule 4: an old delivery changes no shadow, but an edit that only it tells of was still made. */
    private void late(Cell cell, Value value, Shadow shadow) {
        Optional<Past> then = shadow.past().stream()
                .filter(past -> !past.version().isAfter(observation.version()))
                .max(Comparator.comparing(Past::version));
        if (then.isEmpty() || cell.field().same(then.get().held(), value) || isOurs(cell, value, shadow)) {
            return;
        }
        decisions.decide(edit(cell, value, then.get().version(), false));
    }

    private static boolean isOurs(Cell cell, Value value, Shadow shadow) {
        return shadow.sent().stream().anyMatch(sent -> cell.field().same(sent.value(), value));
    }

    private Edit edit(Cell cell, Value value, Instant after, boolean followsHub) {
        Instant until = observation.version().plus(RESOLUTION).minus(skew);
        Instant received = observation.receivedAt();
        Interval interval = new Interval(after.minus(skew), until.isAfter(received) ? received : until);
        return new Edit(cell, value, listing.platform().origin(), listing.channel(), interval, received, followsHub);
    }

    /** Rule 12: translates the platform's variants into the hub's, and a missing one into its removal. */
    private Map<Cell, Value> observedCells() {
        Map<Cell, Value> cells = new TreeMap<>();
        observation.fields().forEach((field, value) -> cells.put(Cell.of(field), value));
        List<ObservedVariant> variants = knownIfStale(observation.variants());
        Map<String, UUID> matched = VariantMatching.match(decisions.hub(), listing, variants);
        variants.forEach(variant -> {
            UUID id = matched.get(variant.externalId());
            cells.put(Cell.of(id, Field.EXISTS), Value.flag(true));
            variant.fields().forEach((field, value) -> cells.put(Cell.of(id, field), value));
        });
        if (observation.variantsComplete()) {
            missingVariants(matched).forEach(id -> cells.put(Cell.of(id, Field.EXISTS), Value.flag(false)));
        }
        Map<String, UUID> ids = new HashMap<>(listing.variants());
        ids.putAll(matched);
        listing = listing.linkedTo(observation.externalId(), ids);
        return cells;
    }

    /** An old delivery may show a variant that is gone by now: only a read can tell it from a new one. */
    private List<ObservedVariant> knownIfStale(List<ObservedVariant> variants) {
        if (!stale) {
            return variants;
        }
        List<ObservedVariant> known = variants.stream()
                .filter(variant -> listing.variants().containsKey(variant.externalId()))
                .toList();
        if (known.size() < variants.size()) {
            next = Next.READ_AGAIN;
        }
        return known;
    }

    private Set<UUID> missingVariants(Map<String, UUID> matched) {
        boolean linking = firstLink && observation.source() != Source.ANSWER;
        Set<UUID> missing = linking
                ? decisions.hub().livingVariants()
                : new TreeSet<>(listing.variants().values());
        missing.removeAll(matched.values());
        return missing;
    }
    /** What is no longer there holds nothing: were it created anew, all of it would have to be sent. */
    private void dropShadowsOfMissingVariants() {
        Map<Cell, Shadow> shadow = new TreeMap<>(listing.shadow());
        Map<String, UUID> variants = new TreeMap<>(listing.variants());
        listing.shadow().forEach((cell, seen) -> {
            if (cell.field() == Field.EXISTS && seen.held().equals(Value.flag(false))) {
                shadow.keySet()
                        .removeIf(other -> cell.variant().equals(other.variant()) && other.field() != Field.EXISTS);
                variants.values().removeIf(cell.variant()::equals);
            }
        });
        Instant oldest = observation.receivedAt().minus(MEMORY);
        shadow.replaceAll((cell, seen) -> seen.since(oldest));
        listing = listing.holding(variants, shadow);
    }
}
