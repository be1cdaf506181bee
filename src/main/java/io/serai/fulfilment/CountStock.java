package io.serai.fulfilment;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The wish that the tenant's own stock has so much of these variants.
 *
 * @param quantities what is there by the variant's id, what open orders were promised included; units, at least zero
 */
public record CountStock(Map<UUID, BigDecimal> quantities) {

    /**
     * Reads it as the contract's {@code CountStock}.
     *
     * @throws InvalidRequest if a variant is named twice
     */
    public static CountStock of(JsonNode json) {
        Map<UUID, BigDecimal> quantities = new LinkedHashMap<>();
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < json.path("variants").size(); i++) {
            JsonNode variant = json.path("variants").get(i);
            UUID id = UUID.fromString(variant.path("variantId").asText());
            if (quantities.put(id, variant.path("quantity").decimalValue()) != null) {
                flaws.add(Flaw.at(
                        List.of("variants", Integer.toString(i), "variantId"),
                        "The variant is named twice",
                        "Name it once"));
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return new CountStock(quantities);
    }
}
