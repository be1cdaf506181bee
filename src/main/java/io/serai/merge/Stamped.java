package io.serai.merge;

import static java.util.Objects.requireNonNull;

import io.serai.product.Value;
import io.serai.provenance.Stamp;

/** A value of the hub with the story behind it. */
public record Stamped(Value value, Stamp stamp) {

    public Stamped {
        requireNonNull(value, "value is null");
        requireNonNull(stamp, "stamp is null");
    }
}
