package io.serai.listing;

import io.serai.conflict.Conflict;
import io.serai.conflict.OpenConflict;
import io.serai.conflict.Resolution;
import io.serai.conflict.ResolveConflict.Merged;
import io.serai.merge.HubProduct;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.product.Cell;
import io.serai.product.DistinctOptions;
import io.serai.product.Field;
import io.serai.product.NoVariantLeft;
import io.serai.product.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** The values that a person's decision of conflicts sets (rule 9). Pure. */
final class ConflictValues {

    private ConflictValues() {}

    /**
     * The values of one side.
     *
     * @throws InvalidRequest if that side would give two variants the same options, or leave the product without any
     */
    static Map<Cell, Value> of(HubProduct hub, List<OpenConflict> chosen, Resolution side) {
        Map<Cell, Value> values = new TreeMap<>();
        chosen.stream()
                .map(OpenConflict::conflict)
                .forEach(conflict -> values.put(
                        conflict.cell(), side == Resolution.ACCEPT_LOCAL ? local(hub, conflict) : conflict.remote()));
        List<Flaw> flaws = impossible(hub, values, cell -> List.of("resolution"));
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return values;
    }

    /** Where neither value was applied the hub kept its own, and people may have edited it since. */
    private static Value local(HubProduct hub, Conflict conflict) {
        return conflict.applied() == Conflict.Applied.NONE ? hub.value(conflict.cell()) : conflict.local();
    }

    /**
     * The given values; one without a variant is for every variant that is in conflict about the field.
     *
     * @throws InvalidRequest naming each value that is for none of the conflicts, gives a variant another's options, or
     *     takes the last variant away
     */
    static Map<Cell, Value> merged(HubProduct hub, List<OpenConflict> chosen, List<Merged> merged) {
        Set<Cell> inConflict = new TreeSet<>();
        chosen.forEach(open -> inConflict.add(open.conflict().cell()));
        Map<Cell, Value> values = new TreeMap<>();
        Map<Cell, Merged> givenBy = new HashMap<>();
        List<Flaw> flaws = new ArrayList<>();
        for (Merged given : merged) {
            List<Cell> cells = inConflict.stream().filter(given::names).toList();
            if (cells.isEmpty()) {
                flaws.add(Flaw.at(
                        given.path(),
                        "None of the conflicts to resolve is about this",
                        "Name only fields in conflict; list the conflicts to see what is open"));
            }
            cells.forEach(cell -> {
                values.put(cell, given.value());
                givenBy.put(cell, given);
            });
        }
        flaws.addAll(impossible(hub, values, cell -> givenBy.get(cell).path()));
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return values;
    }

    private static List<Flaw> impossible(HubProduct hub, Map<Cell, Value> values, Function<Cell, List<String>> path) {
        List<Flaw> flaws = doubledOptions(hub, values, path);
        Set<UUID> left = hub.livingVariants();
        for (Map.Entry<Cell, Value> value : values.entrySet()) {
            if (value.getKey().field() == Field.EXISTS && value.getValue().equals(Value.flag(false))) {
                left.remove(value.getKey().variant());
            } else if (value.getKey().field() == Field.EXISTS) {
                left.add(value.getKey().variant());
            }
        }
        if (left.isEmpty()) {
            values.keySet().stream()
                    .filter(cell -> cell.field() == Field.EXISTS)
                    .forEach(cell -> flaws.add(NoVariantLeft.at(path.apply(cell))));
        }
        return flaws;
    }

    private static List<Flaw> doubledOptions(
            HubProduct hub, Map<Cell, Value> values, Function<Cell, List<String>> path) {
        Map<UUID, Value> standing = new HashMap<>();
        Map<UUID, Cell> changing = new TreeMap<>();
        for (UUID variant : hub.variants()) {
            Cell options = Cell.of(variant, Field.OPTIONS);
            Cell exists = Cell.of(variant, Field.EXISTS);
            boolean lives = Value.flag(true).equals(values.getOrDefault(exists, hub.value(exists)));
            boolean isRenamed =
                    values.containsKey(options) && !Field.OPTIONS.same(values.get(options), hub.value(options));
            boolean isRevived = lives && !hub.exists(variant);
            if (lives && (isRenamed || isRevived)) {
                changing.put(variant, isRenamed ? options : exists);
            } else if (lives) {
                standing.put(variant, hub.value(options));
            }
        }
        DistinctOptions distinct = new DistinctOptions(standing.values());
        List<Flaw> flaws = new ArrayList<>();
        changing.forEach((variant, changed) -> {
            Cell options = Cell.of(variant, Field.OPTIONS);
            distinct.give(values.getOrDefault(options, hub.value(options)), path.apply(changed))
                    .ifPresent(flaws::add);
        });
        return flaws;
    }
}
