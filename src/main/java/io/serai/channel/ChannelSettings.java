package io.serai.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.ShopDescription;
import io.serai.platform.Units;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a channel's settings. Those that Serai reads itself must have a value it can read; others are anybody's. */
final class ChannelSettings {

    private static final Map<String, Set<String>> VALUES = Map.of(
            ShopDescription.WEIGHT_UNIT,
            Units.weights(),
            ShopDescription.DIMENSION_UNIT,
            Units.lengths(),
            "createProducts",
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
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return settings;
    }
}
