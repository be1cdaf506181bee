package io.serai.merge;

import static java.util.Objects.requireNonNull;

import io.serai.product.Value;
import io.serai.provenance.Stamp;

/**
 * A value of the hub with the story behind it.
 *
 * @param before the value that another channel had set before, null if the last edit was none of a channel over another's
 * @param turns how often in a row the cell has returned to the value before, by channels alone (rule 15)
 */
public record Stamped(Value value, Stamp stamp, Value before, int turns) {

    public Stamped {
        requireNonNull(value, "value is null");
        requireNonNull(stamp, "stamp is null");
    }

    public Stamped(Value value, Stamp stamp) {
        this(value, stamp, null, 0);
    }

    Stamped after(Value earlier, int returned) {
        return new Stamped(value, stamp, earlier, returned);
    }
}
