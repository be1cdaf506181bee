package io.serai.platform;

import java.util.List;
import java.util.stream.Collectors;

/** A compare-and-set was lost: what was compared with is no longer so. Read again, then write with a new key. */
public final class Stale extends PlatformFailure {

    private static final long serialVersionUID = 1L;

    private final transient List<Reason> reasons;

    /** @param reasons name what was lost, as far as the platform tells */
    public Stale(List<Reason> reasons) {
        super(reasons.stream().map(Reason::message).distinct().collect(Collectors.joining("; ")), null);
        this.reasons = List.copyOf(reasons);
    }

    public List<Reason> reasons() {
        return reasons;
    }
}
