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
 * @param decimals how many decimals amounts have, whatever the currency; 2 where it is null, as in files of earlier versions
 * @param unreadableEvery every so many-th order may not be read and is left out of lists without a word (fact 51); 0 for none
 */
record ShopSettings(
        ZoneId zone,
        String currency,
        boolean pricesIncludeTax,
        String weightUnit,
        String dimensionUnit,
        int coalesceMillis,
        boolean orderStockBumpsModified,
        boolean stripsAuthorization,
        Integer decimals,
        int unreadableEvery) {

    static final ShopSettings DEFAULT =
            new ShopSettings(ZoneOffset.ofHours(1), "EUR", true, "kg", "cm", 20, true, false, 2, 0);

    private static final int MOST_DECIMALS = 4;

    ShopSettings {
        decimals = decimals == null ? 2 : decimals;
        if (decimals < 0 || decimals > MOST_DECIMALS) {
            throw new IllegalArgumentException("decimals are 0 to " + MOST_DECIMALS);
        }
    }

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    /** Whether the user of the API key is kept from reading this order. */
    boolean hides(long order) {
        return unreadableEvery > 0 && order % unreadableEvery == 0;
    }

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
