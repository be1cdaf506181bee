package io.serai.twin.jtlffn;

/**
 * How the twin may be turned. Everything the documents leave open and a caller could depend on has a switch here, or an
 * assumption in the package's description.
 *
 * @param accessTokenSeconds how long an access token lives (fact 65)
 * @param codeSeconds how long an authorization code lives
 * @param refreshEndsAccessToken whether the access token from before dies when its refresh token is used
 * @param reuseEndsAuthorization whether a refresh token used twice ends all tokens that came of the same sign-in
 * @param portalLogin whether the user has been in the portal; everything is 404 until then (fact 66)
 * @param chunkSize rows in one chunk of {@code updates}
 * @param mostTop the most a page of a list holds, whatever {@code $top} says
 * @param updatesLagMillis how long a change stays out of {@code updates} although its time has come
 * @param duplicateProductStatus the status of {@code Products_DuplicateProduct}, 400 or 409
 * @param stockLevelIncludesReserved whether {@code stockLevel} has the reserved goods in it (fact 71)
 * @param versionsPerStock whether stock versions are counted per warehouse and product, or over the whole network (fact 73)
 * @param longestUrl how many characters of an address are read; a longer one is refused by what stands before the network
 */
record FfnSettings(
        int accessTokenSeconds,
        int codeSeconds,
        boolean refreshEndsAccessToken,
        boolean reuseEndsAuthorization,
        boolean portalLogin,
        int chunkSize,
        int mostTop,
        int updatesLagMillis,
        int duplicateProductStatus,
        boolean stockLevelIncludesReserved,
        boolean versionsPerStock,
        int longestUrl) {

    static final FfnSettings DEFAULT = new FfnSettings(1800, 60, true, true, true, 50, 500, 0, 400, true, true, 2048);
}
