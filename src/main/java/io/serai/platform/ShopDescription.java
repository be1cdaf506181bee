package io.serai.platform;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a shop says of itself.
 *
 * @param identity what tells it from all other shops of its platform whatever name or address it was given by, in small
 *     letters; null where it does not tell
 * @param currency ISO 4217, null where nothing is sold
 * @param pricesIncludeTax whether its prices are gross, null where nothing is sold
 * @param weightUnit {@code kg}, {@code g}, {@code lbs} or {@code oz}
 * @param dimensionUnit {@code m}, {@code cm}, {@code mm}, {@code in} or {@code yd}; null where products have no dimensions
 * @param timezone an IANA name or an offset
 * @param scopes what the credentials may do, empty where the platform does not tell
 */
public record ShopDescription(
        String identity,
        String name,
        String currency,
        Boolean pricesIncludeTax,
        String weightUnit,
        String dimensionUnit,
        String timezone,
        List<String> scopes) {

    public static final String WEIGHT_UNIT = "weightUnit";
    public static final String DIMENSION_UNIT = "dimensionUnit";
    public static final String TIME_ZONE = "timeZone";

    public ShopDescription {
        scopes = List.copyOf(scopes);
    }

    /** The zone its days begin in. An offset is none: the shop's days would be wrong for half of the year. */
    public Optional<String> timeZone() {
        return Optional.ofNullable(timezone).filter(ZoneId.getAvailableZoneIds()::contains);
    }

    /** What of it a {@link Connection} must carry for products to be mapped rightly. */
    public Map<String, String> settings() {
        return dimensionUnit == null
                ? Map.of(WEIGHT_UNIT, weightUnit)
                : Map.of(WEIGHT_UNIT, weightUnit, DIMENSION_UNIT, dimensionUnit);
    }
}
