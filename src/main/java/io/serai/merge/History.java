package io.serai.merge;

import io.serai.merge.Shadow.Past;
import io.serai.merge.Shadow.Sent;
import io.serai.product.Field;
import io.serai.product.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one cell's past on a platform, for judging what comes late (rule 4).
 *
 * @param skew how far the platform's clock, which counts the versions, is ahead of Serai's
 */
record History(Field field, Shadow shadow, Duration skew) {

    /** Both shops tell versions in whole seconds: what happened lies anywhere within its second. */
    static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** What the platform was last seen to hold before this version. */
    Optional<Past> before(Instant version) {
        return sightings().stream()
                .filter(seen -> seen.version().isBefore(version))
                .reduce((earlier, later) -> later);
    }

    /** What the platform was first seen to hold after this version. */
    Optional<Past> after(Instant version) {
        return sightings().stream()
                .filter(seen -> seen.version().isAfter(version))
                .findFirst();
    }

    /** Whether the platform was seen to hold it just then. */
    boolean knows(Value value, Instant version) {
        return sightings().stream().anyMatch(seen -> seen.version().equals(version) && field.same(seen.held(), value));
    }

    /** Whether the platform held it at this version because Serai had sent it. */
    boolean isOurs(Value value, Instant version) {
        return shadow.sent().stream()
                .anyMatch(sent -> field.stores(sent.value(), value) && !hasLandedBefore(sent, value, version));
    }

    /** A write takes effect once: had it been seen there before and was replaced, it is not what came back. */
    private boolean hasLandedBefore(Sent sent, Value value, Instant version) {
        return sightings().stream()
                .filter(seen -> seen.version().isBefore(version) && field.same(seen.held(), value))
                .anyMatch(seen -> seen.version().plus(RESOLUTION).minus(skew).isAfter(sent.at()));
    }

    private List<Past> sightings() {
        List<Past> all = new ArrayList<>(shadow.past());
        all.add(new Past(shadow.held(), shadow.version()));
        return all;
    }
}
