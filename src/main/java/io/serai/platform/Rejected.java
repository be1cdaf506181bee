package io.serai.platform;

import io.serai.merge.Observation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The platform refuses this content; sending it again will not help. */
public final class Rejected extends PlatformFailure {

    private static final long serialVersionUID = 1L;

    private final transient List<Reason> reasons;
    private final transient Observation observed;

    public Rejected(List<Reason> reasons) {
        this(reasons, null);
    }

    /** @param observed what the platform holds now if it took a part of the call, else null */
    public Rejected(List<Reason> reasons, Observation observed) {
        super(reasons.stream().map(Reason::message).collect(Collectors.joining("; ")), null);
        this.reasons = List.copyOf(reasons);
        this.observed = observed;
    }

    public List<Reason> reasons() {
        return reasons;
    }

    /** The answer to the part that was taken: a batch's other items are done and must not be sent again. */
    public Optional<Observation> observed() {
        return Optional.ofNullable(observed);
    }

    public boolean has(String code) {
        return reasons.stream().anyMatch(reason -> reason.code().equals(code));
    }
}
