package io.serai.twin.woocommerce;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * What the shop's owner has set, and how the twin may be turned.
 *
 * @param zone the site's time zone; dates without {@code _gmt} are in it (fact 59)
 * @param coalesceMillis how long a delivery waits for others of the same (webhook, id) before it is built and sent
 *     (fact 47)
 * @param orderStockBumpsModified whether an order's stock change moves {@code date_modified} (fact 54 says no, W12 yes)
 * @param stripsAuthorization whether the host swallows the Authorization header (fact 61)
 */
record ShopSettings(
        ZoneId zone,
        String currency,
        boolean pricesIncludeTax,
        String weightUnit,
        String dimensionUnit,
        int coalesceMillis,
        boolean orderStockBumpsModified,
        boolean stripsAuthorization) {

    static final ShopSettings DEFAULT =
            new ShopSettings(ZoneOffset.ofHours(1), "EUR", true, "kg", "cm", 20, true, false);

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    /** A stored UTC date as the site shows it, or null. */
    String local(Instant utc) {
        return utc == null ? null : SECONDS.format(utc.atZone(zone));
    }

    static String gmt(Instant utc) {
        return utc == null ? null : SECONDS.format(utc.atOffset(ZoneOffset.UTC));
    }

    /** A date as WordPress reads it: in the site's zone unless it says otherwise. */
    Instant read(String date) {
        String text = date.replace(' ', 'T');
        if (text.matches(".*T.*(Z|z|[+-]\\d{2}:?(\\d{2})?)$")) {
            return java.time.OffsetDateTime.parse(text.toUpperCase()).toInstant().truncatedTo(ChronoUnit.SECONDS);
        }
        LocalDateTime local = text.contains("T")
                ? LocalDateTime.parse(text)
                : java.time.LocalDate.parse(text).atStartOfDay();
        return local.atZone(zone).toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
}
