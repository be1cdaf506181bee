package io.serai.product;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a person changes of a product in the hub. What is not in it stays as it is.
 *
 * @param fields of the product itself, with their new values
 * @param onlyVariant fields of the product's only variant; where it has several, that is for the caller to refuse with
 *     {@link #severalVariants}
 * @param variants by their ids, each at most once
 */
public record ProductPatch(Map<Field, Value> fields, Map<Field, Value> onlyVariant, List<VariantPatch> variants) {

    /** @throws InvalidRequest naming each thing that cannot be */
    public ProductPatch {
        fields = Map.copyOf(fields);
        onlyVariant = Map.copyOf(onlyVariant);
        variants = List.copyOf(variants);
        List<Flaw> flaws = new ArrayList<>();
        if (!onlyVariant.isEmpty() && !variants.isEmpty()) {
            flaws.add(Flaw.at(
                    List.of("variants"),
                    "A variant's fields stand beside the product's and in variants",
                    "Put all of them in variants"));
        }
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < variants.size(); i++) {
            UUID id = variants.get(i).id();
            if (id != null && !seen.add(id)) {
                flaws.add(Flaw.at(
                        List.of("variants", Integer.toString(i), "id"), "The variant is named twice", "Name it once"));
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    /**
     * Reads it as the contract's {@code ProductPatch}.
     *
     * @throws InvalidRequest naming each thing that cannot be
     */
    public static ProductPatch of(JsonNode json) {
        List<Flaw> flaws = new ArrayList<>();
        FieldValues values = new FieldValues(flaws);
        Map<Field, Value> fields = values.of(Field.Level.PRODUCT, json, List.of());
        Map<Field, Value> onlyVariant = values.of(Field.Level.VARIANT, json, List.of());
        List<VariantPatch> variants = new ArrayList<>();
        for (int i = 0; i < json.path("variants").size(); i++) {
            List<String> path = List.of("variants", Integer.toString(i));
            JsonNode variant = json.path("variants").get(i);
            Map<Field, Value> changed = values.of(Field.Level.VARIANT, variant, path);
            UUID id = variant.has("id") ? UUID.fromString(variant.get("id").asText()) : null;
            if (isRemoval(changed) && (id == null || changed.size() > 1)) {
                flaws.add(Flaw.at(
                        path,
                        id == null ? "A new variant is not taken away" : "A variant that goes has no other change",
                        "With exists false give only the id"));
            } else {
                variants.add(new VariantPatch(id, changed));
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        return new ProductPatch(fields, onlyVariant, variants);
    }

    /** For a product with several variants, of which {@link #onlyVariant} cannot say which is meant. */
    public InvalidRequest severalVariants() {
        return new InvalidRequest(onlyVariant.keySet().stream()
                .map(field -> Flaw.at(
                        List.of(field.key()),
                        "The product has several variants",
                        "Say in variants which of them is meant, by its id"))
                .toList());
    }

    /**
     * Says whether every variant has options of its own when the patch is applied. What already was doubled and stays as it
     * is, is nothing the patch is to blame for.
     *
     * @param living the options of every variant the product has
     * @throws InvalidRequest naming each variant that would have another's options
     */
    public void requireDistinctOptions(Map<UUID, Value> living) {
        DistinctOptions distinct = new DistinctOptions(standing(living));
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            VariantPatch variant = variants.get(i);
            if (changesOptions(variant, living)) {
                Value options = variant.fields().getOrDefault(Field.OPTIONS, Value.NONE);
                distinct.give(options, List.of("variants", Integer.toString(i), Field.OPTIONS.key()))
                        .ifPresent(flaws::add);
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    /**
     * Says whether the variants that the patch adds or renames have a value for the same options as the others. What already
     * was mixed is nothing the patch is to blame for.
     *
     * @param living the options of every variant the product has
     * @throws InvalidRequest naming each variant that has other options
     */
    public void requireSameOptions(Map<UUID, Value> living) {
        Set<Set<String>> names =
                standing(living).stream().map(ProductPatch::names).collect(toSet());
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < variants.size() && names.size() < 2; i++) {
            VariantPatch variant = variants.get(i);
            if (!isRemoval(variant.fields()) && changesOptions(variant, living)) {
                names.add(names(variant.fields().getOrDefault(Field.OPTIONS, Value.NONE)));
                if (names.size() > 1) {
                    flaws.add(Flaw.at(
                            List.of("variants", Integer.toString(i), Field.OPTIONS.key()),
                            "Each variant has a value for the same options",
                            "Give it those of the others, or change all of them at once"));
                }
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    /**
     * Says whether every variant that has a price keeps one.
     *
     * @param living the price of every variant the product has, {@link Value#NONE} for none
     * @throws InvalidRequest naming each price that would be taken away
     */
    public void requirePrices(Map<UUID, Value> living) {
        List<Flaw> flaws = new ArrayList<>();
        if (living.size() == 1
                && takesAway(onlyVariant, living.values().iterator().next())) {
            flaws.add(priceTakenAway(List.of(Field.NET_SALES_PRICE.key())));
        }
        for (int i = 0; i < variants.size(); i++) {
            VariantPatch variant = variants.get(i);
            if (takesAway(
                    variant.fields(),
                    variant.id() == null ? Value.NONE : living.getOrDefault(variant.id(), Value.NONE))) {
                flaws.add(priceTakenAway(List.of("variants", Integer.toString(i), Field.NET_SALES_PRICE.key())));
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    private static boolean takesAway(Map<Field, Value> fields, Value price) {
        return !price.equals(Value.NONE) && Value.NONE.equals(fields.get(Field.NET_SALES_PRICE));
    }

    /** Shops hold a price for good: Shopify would show 0 and WooCommerce nothing to buy. */
    public static Flaw priceTakenAway(List<String> path) {
        return Flaw.at(path, "A price that is there is not taken away", "Give a number, or leave it out");
    }

    /** The options of the variants that keep theirs. */
    private Collection<Value> standing(Map<UUID, Value> living) {
        Map<UUID, Value> standing = new HashMap<>(living);
        variants.stream()
                .filter(variant -> isRemoval(variant.fields()) || changesOptions(variant, living))
                .forEach(variant -> standing.remove(variant.id()));
        return standing.values();
    }

    private static Set<String> names(Value options) {
        return options instanceof Value.Options some ? some.options().keySet() : Set.of();
    }

    /**
     * Says whether a variant is left when the patch is applied.
     *
     * @param living every variant the product has
     * @throws InvalidRequest naming each variant that would be taken away, if they are all
     */
    public void requireAVariant(Set<UUID> living) {
        Set<UUID> left = new HashSet<>(living);
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            VariantPatch variant = variants.get(i);
            if (variant.id() == null) {
                return;
            }
            if (isRemoval(variant.fields())) {
                left.remove(variant.id());
                flaws.add(NoVariantLeft.at(List.of("variants", Integer.toString(i), Field.EXISTS.key())));
            }
        }
        if (left.isEmpty() && !flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    private static boolean changesOptions(VariantPatch variant, Map<UUID, Value> living) {
        if (variant.id() == null) {
            return true;
        }
        Value wanted = variant.fields().get(Field.OPTIONS);
        return wanted != null
                && !Field.OPTIONS.same(
                        wanted, variant.id() == null ? Value.NONE : living.getOrDefault(variant.id(), Value.NONE));
    }

    private static boolean isRemoval(Map<Field, Value> fields) {
        return Value.flag(false).equals(fields.get(Field.EXISTS));
    }
}
