package io.serai.merge;

import io.serai.ownership.Owner;
import io.serai.provenance.Interval;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.time.Duration;

/** Decides between an edit and what the hub holds (rules 7, 8 and 9 of the core). Pure. */
final class Arbiter {

    /** Edits of one field from different origins that come this close are decided by the owner (D4). */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private Arbiter() {}

    static Verdict decide(Owner owner, Edit edit, Stamped current) {
        if (current == null) {
            return Verdict.wins(Rule.ONLY_EDIT);
        }
        return switch (owner) {
            case OPS -> ops(edit, current.stamp());
            case COMMERCE -> commerce(edit, current.stamp());
            case SHARED -> shared(edit, current.stamp());
            case STOCK -> throw new IllegalArgumentException("stock is never merged as a field: " + edit.cell());
        };
    }

    /** A warehouse is a platform like any other here: what is edited there is put back too. */
    private static Verdict ops(Edit edit, Stamp current) {
        if (edit.channel() != null) {
            return new Verdict(Outcome.RESTORED, Rule.OPS_RESTORED, false);
        }
        return Verdict.later(isLater(edit, current), Rule.OPS_HUB);
    }

    private static Verdict commerce(Edit edit, Stamp current) {
        boolean shopAgainstHub = edit.origin().isShop() != current.origin().isShop();
        if (shopAgainstHub && isRival(edit, current)) {
            return Verdict.later(edit.origin().isShop(), Rule.COMMERCE_SHOP_WITHIN_WINDOW);
        }
        return Verdict.later(isLater(edit, current), laterRule(edit, current, Rule.COMMERCE_LATER));
    }

    private static Verdict shared(Edit edit, Stamp current) {
        boolean conflict = !edit.sameChannelAs(current) && isRival(edit, current);
        return Verdict.later(isLater(edit, current), laterRule(edit, current, Rule.SHARED_LATER))
                .logged(conflict);
    }

    private static Rule laterRule(Edit edit, Stamp current, Rule rule) {
        return edit.sameChannelAs(current) ? Rule.SAME_CHANNEL_LATER : rule;
    }

    private static boolean isLater(Edit edit, Stamp current) {
        return edit.followsHub() || edit.isLaterThan(current);
    }

    /** Whether somebody else edited at about the same time. Taking over what was there at the first link is no edit. */
    private static boolean isRival(Edit edit, Stamp current) {
        return switch (current.rule()) {
            case CREATED, FIRST_LINK_EQUAL, FIRST_LINK_ADOPTED -> false;
            default -> distance(edit, current.interval()).compareTo(WINDOW) <= 0;
        };
    }

    /** Who changed what the hub holds saw it first: only the moments count then, not what they may overlap. */
    private static Duration distance(Edit edit, Interval current) {
        return edit.followsHub()
                ? Duration.between(current.until(), edit.interval().until()).abs()
                : edit.interval().distance(current);
    }
}
