package io.serai.fulfilment;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The wish that places of a shop show the stock of these warehouses.
 *
 * @param warehouses by the place's id on the platform; an empty set is shown nothing any more
 */
public record MapLocations(Map<String, Set<String>> warehouses) {

    /**
     * Reads it as the contract's {@code MapLocations}.
     *
     * @throws InvalidRequest if a place is named twice
     */
    public static MapLocations of(JsonNode json) {
        Map<String, Set<String>> warehouses = new LinkedHashMap<>();
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < json.path("locations").size(); i++) {
            JsonNode location = json.path("locations").get(i);
            Set<String> shown = new TreeSet<>();
            location.path("warehouses").forEach(warehouse -> shown.add(warehouse.asText()));
            if (warehouses.put(location.path("locationId").asText(), shown) != null) {
                flaws.add(Flaw.at(
                        List.of("locations", Integer.toString(i), "locationId"),
                        "The place is named twice",
                        "Name it once, with all its warehouses"));
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return new MapLocations(warehouses);
    }
}
