package io.serai.conflict;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.FieldValues;
import io.serai.product.ProductPatch;
import io.serai.product.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A person's decision of a product's open conflicts.
 *
 * @param merged the person's own values, with {@link Resolution#MERGE} and only then
 * @param field decides only conflicts about this field, null for all
 * @param conflict decides only this one, null for all
 */
public record ResolveConflict(Resolution resolution, List<Merged> merged, Field field, UUID conflict) {

    /**
     * A value of the person's own.
     *
     * @param member its name in {@code mergeData}
     * @param variant which variant's, null for a field of the product, and for one of every variant in conflict about it
     */
    public record Merged(String member, UUID variant, Field field, Value value) {

        /** Whether the value is for this cell. */
        public boolean names(Cell cell) {
            return cell.field() == field && (variant == null || variant.equals(cell.variant()));
        }

        /** Where in the body it stands. */
        public List<String> path() {
            return List.of("mergeData", member);
        }
    }

    /** @throws InvalidRequest naming each thing that cannot be */
    public ResolveConflict {
        requireNonNull(resolution, "resolution is null");
        merged = List.copyOf(merged);
        if ((resolution == Resolution.MERGE) == merged.isEmpty()) {
            throw InvalidRequest.at(
                    List.of("mergeData"),
                    merged.isEmpty() ? "merge needs values" : "Only merge takes values",
                    merged.isEmpty() ? "Give at least one" : "Take mergeData out, or give merge as the resolution");
        }
    }

    /**
     * Reads it as the contract's {@code ResolveConflict}.
     *
     * @throws InvalidRequest naming each thing that cannot be
     */
    public static ResolveConflict of(JsonNode json) {
        List<Flaw> flaws = new ArrayList<>();
        List<Merged> merged = new ArrayList<>();
        json.path("mergeData").properties().forEach(member -> merged(member.getKey(), member.getValue(), flaws)
                .ifPresent(merged::add));
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return new ResolveConflict(
                Resolution.of(json.path("resolution").asText()),
                merged,
                json.has("field") ? Field.find(json.get("field").asText()).orElseThrow() : null,
                json.has("conflictId") ? UUID.fromString(json.get("conflictId").asText()) : null);
    }

    private static Optional<Merged> merged(String key, JsonNode json, List<Flaw> flaws) {
        List<String> path = List.of("mergeData", key);
        int slash = key.indexOf('/');
        Optional<UUID> variant = slash < 0 ? Optional.empty() : variant(key.substring(0, slash));
        Optional<Field> field = FieldValues.named(key.substring(slash + 1))
                .filter(found -> slash < 0 || variant.isPresent() && found.level() == Field.Level.VARIANT);
        if (field.isEmpty()) {
            flaws.add(Flaw.at(path, "There is no such field", "Name a field, or <variant id>/<field>"));
            return Optional.empty();
        }
        Value value = new FieldValues(flaws).of(field.get(), json, path);
        if (field.get() == Field.NET_SALES_PRICE && json.isNull()) {
            flaws.add(ProductPatch.priceTakenAway(path));
        }
        return Optional.of(new Merged(key, variant.orElse(null), field.get(), value));
    }

    private static Optional<UUID> variant(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
