package io.serai.platform;

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

    /** The platform has something of this name of ours already; it may be what we made ourselves. */
    public static final String DUPLICATE = "duplicate";

    public static Reason invalid(String field, String message) {
        return new Reason(field, message, INVALID, null);
    }
}
