package io.serai.conflict;

import io.serai.provenance.Rule;
import java.util.Locale;

/** How a person decides a conflict (D8, rule 9). */
public enum Resolution {
    /** The hub's value from before, or its present one where neither was applied. */
    ACCEPT_LOCAL(Rule.CONFLICT_ACCEPT_LOCAL),
    /** The platform's value. */
    ACCEPT_REMOTE(Rule.CONFLICT_ACCEPT_REMOTE),
    /** A value of the person's own. */
    MERGE(Rule.CONFLICT_MERGE);

    private final Rule rule;

    Resolution(Rule rule) {
        this.rule = rule;
    }

    /** What the edit that comes of it is stamped with. */
    public Rule rule() {
        return rule;
    }

    /** Its name in the API and in stored rows. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static Resolution of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
