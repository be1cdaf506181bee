package io.serai.merge;

import io.serai.provenance.Rule;

/**
 * Whether an edit stands.
 *
 * @param conflict whether both values are kept for a person to look at (D4)
 */
record Verdict(Outcome outcome, Rule rule, boolean conflict) {

    static Verdict wins(Rule rule) {
        return new Verdict(Outcome.WON, rule, false);
    }

    static Verdict loses(Rule rule) {
        return new Verdict(Outcome.LOST, rule, false);
    }

    static Verdict later(boolean wins, Rule rule) {
        return wins ? wins(rule) : loses(rule);
    }

    Verdict logged(boolean asConflict) {
        return new Verdict(outcome, rule, asConflict);
    }
}
