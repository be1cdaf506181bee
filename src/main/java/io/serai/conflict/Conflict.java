package io.serai.conflict;

import static java.util.Objects.requireNonNull;

import io.serai.product.Cell;
import io.serai.product.Value;
import io.serai.provenance.Origin;

/**
 * Two values for one cell that a person may want to decide between. Both are kept.
 *
 * @param channel the channel the other value was seen on
 * @param local the hub's value from before
 * @param localOrigin null if the hub never had one
 * @param remote the platform's value
 * @param applied which of both stands until a person decides
 */
public record Conflict(
        Cell cell,
        Kind kind,
        String channel,
        Value local,
        Origin localOrigin,
        Value remote,
        Origin remoteOrigin,
        Applied applied) {

    /** Why a person is asked. */
    public enum Kind {
        /** A shared field was edited twice within five minutes (D4). */
        SHARED_FIELD,
        /** Hub and shop differed when they were linked; nothing is pushed until decided (rule 1). */
        FIRST_LINK,
        /** The SKU the hub means belongs to another product there (rule 13). */
        SKU_TAKEN,
        /** A shop removed the last variant that the product has; a product without any can be held nowhere (rule 12). */
        LAST_VARIANT,
        /**
         * Somebody took a variant away on a platform whose variants are the hub's alone (rule 11): it stays everywhere else
         * and is not made there again.
         */
        REMOVED_THERE,
        /** The field alternated without a person and is frozen (rule 15). */
        ALTERNATING
    }

    /** Which value stands. */
    public enum Applied {
        LOCAL,
        REMOTE,
        /** Neither is sent to the other side. */
        NONE
    }

    public Conflict {
        requireNonNull(cell, "cell is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(channel, "channel is null");
        requireNonNull(local, "local is null");
        requireNonNull(remote, "remote is null");
        requireNonNull(remoteOrigin, "remoteOrigin is null");
        requireNonNull(applied, "applied is null");
    }
}
