package io.serai.conflict;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.InvalidRequest;
import io.serai.product.Field;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A person's decision of all differences found when a channel was linked (rule 1).
 *
 * @param resolution one of both sides; a merge is for one product at a time
 * @param fields only differences in these, empty for all
 */
public record AcceptConflicts(Resolution resolution, Set<Field> fields) {

    /** @throws InvalidRequest for a merge */
    public AcceptConflicts {
        requireNonNull(resolution, "resolution is null");
        fields = Set.copyOf(fields);
        if (resolution == Resolution.MERGE) {
            throw InvalidRequest.at(List.of("resolution"), "Many conflicts have no one value", "Accept one side");
        }
    }

    /** Reads it as the contract's {@code AcceptConflicts}. */
    public static AcceptConflicts of(JsonNode json) {
        Set<Field> fields = EnumSet.noneOf(Field.class);
        json.path("fields").forEach(key -> fields.add(Field.find(key.asText()).orElseThrow()));
        return new AcceptConflicts(Resolution.of(json.path("resolution").asText()), fields);
    }
}
