package io.serai.twin.jtlffn;

/**
 * Who changed something.
 *
 * @param application the client id of the program
 * @param user the merchant's or the fulfiller's four letters
 */
record Caller(String application, String user) {

    static final String MERCHANT_ID = "MERC";
    /** Another merchant's. The twin shows it the same goods: it has no others. */
    static final String OTHER_MERCHANT_ID = "MER2";

    static final String FULFILLER_ID = "FULF";

    /** The warehouse's people, in the program of their own. */
    static final Caller FULFILLER = new Caller("warehouse-program", FULFILLER_ID);

    /** The merchant's people in the portal: the same user as the connected one, by another program. */
    static final Caller PORTAL = new Caller("portal", MERCHANT_ID);
}
