package io.serai.delivery;

import static java.util.Objects.requireNonNull;

import io.serai.problem.Problem;
import java.util.stream.Collectors;

/**
 * A delivery that its shop has signed.
 *
 * @param refusal why its payload cannot be used, null if it can
 */
public record Received(Delivery delivery, Problem refusal) {

    public Received {
        requireNonNull(delivery, "delivery is null");
    }

    public boolean isRefused() {
        return refusal != null;
    }

    /** The refusal in words, as it is kept beside the delivery; null if there is none. */
    String reason() {
        if (refusal == null || refusal.flaws().isEmpty()) {
            return refusal == null ? null : refusal.detail();
        }
        return refusal.flaws().stream()
                .map(flaw -> flaw.pointer() + ": " + flaw.detail())
                .collect(Collectors.joining("\n"));
    }
}
