package io.serai.platform;

import java.time.Duration;

/** The Retry-After header of an answer. */
public final class RetryAfter {

    /** How long to wait where a platform does not say. */
    public static final Duration UNKNOWN = Duration.ofSeconds(2);

    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** @param header seconds, also with decimals as Shopify writes them; null or a date counts as not said */
    public static Duration of(String header) {
        try {
            Duration said = header == null ? UNKNOWN : Duration.ofMillis((long) (1000 * Double.parseDouble(header)));
            return said.compareTo(LONGEST) > 0 ? LONGEST : said.isNegative() ? UNKNOWN : said;
        } catch (NumberFormatException date) {
            return UNKNOWN;
        }
    }
}
