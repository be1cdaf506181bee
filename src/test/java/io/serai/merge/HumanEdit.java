package io.serai.merge;

import io.serai.product.Field;
import io.serai.product.Value;
import java.time.Instant;
import java.util.function.Predicate;

/** What the simulation knows about one edit of a shop's staff and Serai can only find out. */
final class HumanEdit {

    final String channel;
    /** null for a field of the product */
    final String externalVariant;

    final Field field;
    final Value value;
    /** what it replaced */
    final Value before;
    /** the edit of the same shop's staff that it replaced, null if it replaced none */
    final HumanEdit previous;

    final Instant version;
    final Instant at;
    HumanEdit next;
    /** some observation that carried it was merged */
    boolean shown;
    /** staff of the same shop edited the same field later */
    boolean superseded;
    /** a write of Serai's replaced it */
    boolean overwritten;
    /** the variant was taken away */
    boolean gone;
    /** it is no more than a field of a new variant that was not filled in */
    boolean leftEmpty;
    /** it was made before Serai knew the field there */
    boolean beforeLink;

    HumanEdit(
            String channel,
            String externalVariant,
            Field field,
            Value value,
            Value before,
            HumanEdit previous,
            Instant version,
            Instant at) {
        this.channel = channel;
        this.externalVariant = externalVariant;
        this.field = field;
        this.value = value;
        this.before = before;
        this.previous = previous;
        this.version = version;
        this.at = at;
        if (previous != null) {
            previous.next = this;
        }
    }

    /** another observation of the same second had been merged before the one that shows it */
    boolean tied;

    /** it put back what was there before a write of Serai's that Serai does not know the outcome of */
    boolean undoesTheUnknown;
    /** when it was shown the hub held the same */
    boolean agreed;

    /** Whether the shop gave the edit and one beside it the same version, so that nobody can tell their order. */
    boolean isReplacedInItsSecond() {
        return next != null
                && (tied || next.version.equals(version) || previous != null && previous.version.equals(version));
    }

    /** Whether nobody can know that anything happened: the field is again what it was before edits nobody saw. */
    boolean leavesNoTrace(Predicate<HumanEdit> isHidden) {
        for (HumanEdit first = previous; first != null; first = first.previous) {
            boolean isSeen = first.shown && !first.isReplacedInItsSecond() && !isHidden.test(first);
            if (isSeen) {
                return false;
            }
            if (field.same(first.before, value)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return channel + " " + (externalVariant == null ? "" : externalVariant + "/") + field.key() + "=" + value
                + (shown ? " shown" : "")
                + (superseded ? " superseded" : "")
                + (overwritten ? " overwritten" : "")
                + (gone ? " gone" : "")
                + (beforeLink ? " before the link" : "");
    }
}
