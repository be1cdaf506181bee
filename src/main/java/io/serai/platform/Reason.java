package io.serai.platform;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a platform refuses something.
 *
 * @param field the platform's path to what it refuses, null if it is about the whole
 * @param message the platform's words
 * @param code one of the constants below
 * @param existingExternalId the product there that already has what should be unique, null if the platform does not tell
 */
public record Reason(String field, String message, String code, String existingExternalId) {

    public static final String SKU_TAKEN = "sku_taken";
    public static final String NOT_FOUND = "not_found";
    public static final String INVALID = "invalid";
    /** The shop holds another figure than was expected. */
    public static final String STALE = "stale";
    /** The shop does not count the stock of this. */
    public static final String NOT_TRACKED = "not_tracked";

    /** The platform has something of this name of ours already; it may be what we made ourselves. */
    public static final String DUPLICATE = "duplicate";

    public static Reason invalid(String field, String message) {
        return new Reason(field, message, INVALID, null);
    }

    /** The place of the refused item in the list that was sent, empty if the field is in no list. */
    public Optional<Integer> item() {
        return field == null
                ? Optional.empty()
                : Arrays.stream(field.split("\\."))
                        .filter(part -> part.matches("\\d{1,9}"))
                        .findFirst()
                        .map(Integer::valueOf);
    }
}
