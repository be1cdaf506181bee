package io.serai.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a channel's settings. Those that Serai reads itself must have a value it can read; others are anybody's. */
public final class ChannelSettings {

    /** The units shops enter weights in, by the platforms' words. */
    public static final Set<String> WEIGHT_UNITS = Set.of("kg", "g", "lbs", "oz");

    /** The units shops enter lengths in, by the platforms' words. */
    public static final Set<String> DIMENSION_UNITS = Set.of("m", "cm", "mm", "in", "yd");

    /** Where the authorization server of a channel is, if not where Serai is set to look for it. */
    public static final String OAUTH_URL = "oauthUrl";

    /** How much of each item a shop is not told of, in its units. */
    public static final String STOCK_BUFFER = "stockBuffer";

    /** Whether the level a warehouse tells has the reserved goods in it (fact 71). */
    public static final String LEVEL_INCLUDES_RESERVED = "stockLevelIncludesReserved";

    /** The zone in which the shop's days begin, by its IANA name; the shop says it itself if it knows one. */
    public static final String TIME_ZONE = "timeZone";

    private static final Pattern QUANTITY = Pattern.compile("\\d{1,9}(\\.\\d{1,4})?");

    private static final Map<String, Set<String>> VALUES = Map.of(
            "weightUnit",
            WEIGHT_UNITS,
            "dimensionUnit",
            DIMENSION_UNITS,
            "createProducts",
            Set.of("true", "false"),
            LEVEL_INCLUDES_RESERVED,
            Set.of("true", "false"));

    private ChannelSettings() {}

    /** @throws InvalidRequest naming each value that cannot be */
    static Map<String, String> of(JsonNode json) {
        Map<String, String> settings = new TreeMap<>();
        json.properties()
                .forEach(setting ->
                        settings.put(setting.getKey(), setting.getValue().asText()));
        List<Flaw> flaws = new ArrayList<>();
        settings.forEach((name, value) -> {
            Set<String> values = VALUES.get(name);
            if (values != null && !values.contains(value.toLowerCase(Locale.ROOT))) {
                flaws.add(Flaw.at(
                        List.of("settings", name),
                        "It has no such value",
                        "Give one of " + String.join(", ", new TreeSet<>(values))));
            }
        });
        if (settings.containsKey(OAUTH_URL) && !ShopUrl.isAddress(settings.get(OAUTH_URL))) {
            flaws.add(Flaw.at(
                    List.of("settings", OAUTH_URL), "It is not a URL", "Such as https://oauth2.api.jtl-software.com"));
        }
        if (settings.containsKey(TIME_ZONE) && !ZoneId.getAvailableZoneIds().contains(settings.get(TIME_ZONE))) {
            flaws.add(Flaw.at(
                    List.of("settings", TIME_ZONE), "It is no time zone", "Give its IANA name, such as Europe/Berlin"));
        }
        if (settings.containsKey(STOCK_BUFFER)
                && !QUANTITY.matcher(settings.get(STOCK_BUFFER)).matches()) {
            flaws.add(Flaw.at(List.of("settings", STOCK_BUFFER), "It is not a quantity", "Such as 2, or 0 for none"));
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return settings;
    }
}
