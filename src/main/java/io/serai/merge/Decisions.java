package io.serai.merge;

import io.serai.channel.Platform;
import io.serai.conflict.Conflict;
import io.serai.conflict.Conflict.Applied;
import io.serai.ownership.FieldOwnership;
import io.serai.ownership.Owner;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Kind;
import io.serai.product.Value;
import io.serai.product.VariantView;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Applies edits to the hub one by one and keeps what was decided. */
final class Decisions {

    /** A cell that returned to the value before this often, always from another channel, is a loop (rule 15). */
    private static final int ALTERNATIONS = 3;

    private final FieldOwnership ownership;
    private final HubProduct before;
    private final Map<Cell, Stamped> cells;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();

    Decisions(FieldOwnership ownership, HubProduct hub) {
        this.ownership = ownership;
        this.before = hub;
        this.cells = new HashMap<>(hub.cells());
    }

    /** The product as it is after all that was decided so far. */
    HubProduct hub() {
        return before.with(cells);
    }

    /** Null for a cell that was never set, or that a variant was made without. */
    Stamped at(Cell cell) {
        Stamped stamped = cells.get(cell);
        boolean isLeftEmpty = stamped != null
                && cell.variant() != null
                && stamped.value().isNone()
                && stamped.stamp().equals(madeBy(cell.variant()));
        return isLeftEmpty ? null : stamped;
    }

    private Stamp madeBy(UUID variant) {
        Stamped exists = cells.get(Cell.of(variant, Field.EXISTS));
        return exists == null ? null : exists.stamp();
    }

    Value value(Cell cell) {
        return cell.isDerived() ? VariantView.of(cell, this::held) : held(cell);
    }

    private Value held(Cell cell) {
        Stamped stamped = cells.get(cell);
        return stamped == null ? Value.NONE : stamped.value();
    }

    List<Decision> decisions() {
        return decisions;
    }

    List<Conflict> conflicts() {
        return conflicts;
    }

    Outcome decide(Edit edit) {
        Stamped current = at(edit.cell());
        if (current != null && edit.cell().field().same(current.value(), edit.value())) {
            agree(edit, current);
            return Outcome.WON;
        }
        Verdict verdict = Arbiter.decide(ownership.ownerOf(edit.cell().field()), edit, current);
        Stamped next = next(edit, verdict, current);
        if (verdict.outcome() == Outcome.WON && next.turns() >= ALTERNATIONS) {
            withhold(edit, Rule.FROZEN, Conflict.Kind.ALTERNATING);
            return Outcome.WITHHELD;
        }
        decisions.add(new Decision(edit.cell(), edit.value(), edit.stamp(verdict.rule()), verdict.outcome(), current));
        if (verdict.conflict()) {
            conflicts.add(sharedFieldConflict(edit, current, verdict));
        }
        if (verdict.outcome() == Outcome.WON) {
            cells.put(edit.cell(), next);
        }
        return verdict.outcome();
    }

    /** Somebody set what the hub holds anyway: from now on it is also theirs, so that nobody's earlier edit undoes it. */
    private void agree(Edit edit, Stamped current) {
        if (edit.channel() == null || edit.sameChannelAs(current.stamp())) {
            return;
        }
        Stamp stamp = edit.stamp(Rule.SAME_VALUE);
        decisions.add(new Decision(edit.cell(), edit.value(), stamp, Outcome.WON, current));
        boolean isOwners = ownership.ownerOf(edit.cell().field()) != Owner.OPS;
        if (isOwners && edit.isLaterThan(current.stamp())) {
            cells.put(edit.cell(), new Stamped(current.value(), stamp, current.before(), current.turns()));
        }
    }

    /** Decides, but freezes the cell instead of restoring it once more. */
    Outcome freezeIfRestored(Edit edit) {
        Stamped current = at(edit.cell());
        boolean isSame = current != null && edit.cell().field().same(current.value(), edit.value());
        Verdict verdict = Arbiter.decide(ownership.ownerOf(edit.cell().field()), edit, current);
        if (isSame || verdict.outcome() != Outcome.RESTORED) {
            return decide(edit);
        }
        withhold(edit, Rule.FROZEN, Conflict.Kind.ALTERNATING);
        return Outcome.WITHHELD;
    }

    /** Keeps for explain an edit that was overwritten where it was made. */
    void lose(Edit edit, Rule rule) {
        Stamped current = at(edit.cell());
        decisions.add(new Decision(edit.cell(), edit.value(), edit.stamp(rule), Outcome.LOST, current));
    }

    /**
     * A variant that takes another's place on a platform does not take its values: what whoever made it could have given it,
     * and a product may lack, it was made without.
     */
    void handOver(Listing listing) {
        listing.heirs(before).forEach((dropped, heir) -> listing.shadow().forEach((cell, seen) -> {
            if (dropped.equals(cell.variant())
                    && !cell.isDerived()
                    && !seen.held().isNone()) {
                leaveEmpty(Cell.of(heir, cell.field()));
            }
        }));
    }

    private void leaveEmpty(Cell cell) {
        Stamp made = madeBy(cell.variant());
        boolean isGiven = cells.containsKey(cell) || cell.field().kind() == Kind.FLAG;
        if (!isGiven && couldGive(made.origin(), cell.field())) {
            cells.put(cell, new Stamped(Value.NONE, made));
            decisions.add(new Decision(cell, Value.NONE, made, Outcome.WON, null));
        }
    }

    private boolean couldGive(Origin origin, Field field) {
        return Stream.of(Platform.values())
                .filter(platform -> platform.origin() == origin)
                .allMatch(platform -> ownership.access(field, platform).reads());
    }

    /** Takes over what a shop holds in a cell the hub never set. */
    void adopt(Edit edit, Rule rule) {
        cells.put(edit.cell(), new Stamped(edit.value(), edit.stamp(rule)));
        decisions.add(new Decision(edit.cell(), edit.value(), edit.stamp(rule), Outcome.WON, null));
    }

    /** Keeps both values and moves neither. */
    void withhold(Edit edit, Rule rule, Conflict.Kind kind) {
        Stamped current = at(edit.cell());
        decisions.add(new Decision(edit.cell(), edit.value(), edit.stamp(rule), Outcome.WITHHELD, current));
        conflicts.add(conflict(edit, current, kind, Applied.NONE));
    }

    private static Stamped next(Edit edit, Verdict verdict, Stamped current) {
        Stamped plain = new Stamped(edit.value(), edit.stamp(verdict.rule()));
        if (current == null || edit.channel() == null || edit.sameChannelAs(current.stamp())) {
            return plain;
        }
        boolean returns = current.before() != null && edit.cell().field().same(current.before(), edit.value());
        return plain.after(current.value(), returns ? current.turns() + 1 : 0);
    }

    /** The hub's value is always the local one, whichever side edited last. */
    private static Conflict sharedFieldConflict(Edit edit, Stamped current, Verdict verdict) {
        if (edit.channel() != null) {
            Applied applied = verdict.outcome() == Outcome.WON ? Applied.REMOTE : Applied.LOCAL;
            return conflict(edit, current, Conflict.Kind.SHARED_FIELD, applied);
        }
        return new Conflict(
                edit.cell(),
                Conflict.Kind.SHARED_FIELD,
                current.stamp().channel(),
                edit.value(),
                edit.origin(),
                current.value(),
                current.stamp().origin(),
                verdict.outcome() == Outcome.WON ? Applied.LOCAL : Applied.REMOTE);
    }

    private static Conflict conflict(Edit edit, Stamped current, Conflict.Kind kind, Applied applied) {
        return new Conflict(
                edit.cell(),
                kind,
                edit.channel(),
                current == null ? Value.NONE : current.value(),
                current == null ? null : current.stamp().origin(),
                edit.value(),
                edit.origin(),
                applied);
    }
}
