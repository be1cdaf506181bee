package io.serai.product;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The wish for a product.
 *
 * @param fields of the product itself, its name among them
 * @param variants at least one
 * @param channels to create it in, null for every active channel of the tenant
 */
public record CreateProduct(String tenant, Map<Field, Value> fields, List<NewVariant> variants, Set<String> channels) {

    /** @throws InvalidRequest naming each thing that cannot be */
    public CreateProduct {
        requireNonNull(tenant, "tenant is null");
        fields = Map.copyOf(fields);
        variants = List.copyOf(variants);
        channels = channels == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(channels));
        List<Flaw> flaws = new ArrayList<>();
        if (fields.getOrDefault(Field.NAME, Value.NONE).isNone()) {
            flaws.add(Flaw.at(List.of("name"), "A product has a name", "Give one that is not blank"));
        }
        if (variants.isEmpty()) {
            flaws.add(Flaw.at(List.of("variants"), "A product has at least one variant", null));
        }
        distinct(variants, Field.SKU, "Two variants have this SKU", flaws);
        if (variants.size() > 1) {
            optionsOf(variants, flaws);
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    /**
     * Reads it as the contract's {@code CreateProduct}.
     *
     * @throws InvalidRequest naming each thing that cannot be
     */
    public static CreateProduct of(JsonNode json) {
        List<Flaw> flaws = new ArrayList<>();
        FieldValues values = new FieldValues(flaws);
        Map<Field, Value> fields = values.of(Field.Level.PRODUCT, json, List.of());
        List<NewVariant> variants = new ArrayList<>();
        NewVariant only = variant(json, List.of(), values);
        if (!json.has("variants")) {
            variants.add(only);
        } else if (!only.fields().isEmpty() || only.quantity() != null) {
            flaws.add(Flaw.at(
                    List.of("variants"),
                    "A variant's fields stand beside the product's and in variants",
                    "Put all of them in variants"));
        }
        for (int i = 0; i < json.path("variants").size(); i++) {
            variants.add(variant(json.path("variants").get(i), List.of("variants", Integer.toString(i)), values));
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return new CreateProduct(json.path("clientId").asText(), fields, variants, channels(json.get("channelIds")));
    }

    /**
     * Says whether it can be created in every channel it names.
     *
     * @param ofTenant ids of the tenant's channels
     * @throws InvalidRequest naming each channel that is not the tenant's
     */
    public void requireChannels(Set<String> ofTenant) {
        List<Flaw> flaws = channels == null
                ? List.of()
                : channels.stream()
                        .filter(channel -> !ofTenant.contains(channel))
                        .map(channel -> Flaw.at(
                                List.of("channelIds"),
                                "There is no channel " + channel,
                                "Name channels of this tenant, or leave channelIds out for all of them"))
                        .toList();
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    private static NewVariant variant(JsonNode json, List<String> path, FieldValues values) {
        BigDecimal quantity = json.hasNonNull("quantity") ? json.get("quantity").decimalValue() : null;
        return new NewVariant(values.of(Field.Level.VARIANT, json, path), quantity);
    }

    private static Set<String> channels(JsonNode ids) {
        return ids == null ? null : new LinkedHashSet<>(Kind.texts(ids));
    }

    private static void distinct(List<NewVariant> variants, Field field, String detail, List<Flaw> flaws) {
        Set<Value> seen = new HashSet<>();
        for (int i = 0; i < variants.size(); i++) {
            Value value = field.kind().canonical(variants.get(i).at(field));
            if (!value.isNone() && !seen.add(value)) {
                flaws.add(Flaw.at(List.of("variants", Integer.toString(i), field.key()), detail, "Change one of them"));
            }
        }
    }

    private static void optionsOf(List<NewVariant> variants, List<Flaw> flaws) {
        distinct(variants, Field.OPTIONS, "Two variants have these options", flaws);
        Set<String> names = names(variants.get(0));
        for (int i = 0; i < variants.size(); i++) {
            if (names(variants.get(i)).isEmpty() || !names(variants.get(i)).equals(names)) {
                flaws.add(Flaw.at(
                        List.of("variants", Integer.toString(i), Field.OPTIONS.key()),
                        "Each variant has a value for the same options",
                        "Give every variant the options of the first"));
            }
        }
    }

    private static Set<String> names(NewVariant variant) {
        return variant.at(Field.OPTIONS) instanceof Value.Options options
                ? options.options().keySet()
                : Set.of();
    }
}
