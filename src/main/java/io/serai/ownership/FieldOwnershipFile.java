package io.serai.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.product.Field;
import io.serai.product.Field.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the field table from {@code field-ownership.yaml}. */
public final class FieldOwnershipFile {

    private final String name;
    private final List<String> flaws = new ArrayList<>();

    private FieldOwnershipFile(String name) {
        this.name = name;
    }

    /**
     * @param content the parsed file
     * @param name what to call it in an error
     * @throws IllegalArgumentException naming every field that is missing, unknown or wrong
     */
    public static FieldOwnership read(JsonNode content, String name) {
        return new FieldOwnershipFile(name).ownership(content);
    }

    private FieldOwnership ownership(JsonNode content) {
        Map<Field, FieldRule> rules = new EnumMap<>(Field.class);
        content.path("fields").properties().forEach(entry -> Field.find(entry.getKey())
                .ifPresentOrElse(
                        field -> rules.put(field, rule(entry.getKey(), entry.getValue())),
                        () -> flaws.add("there is no field " + entry.getKey())));
        Arrays.stream(Field.values())
                .filter(field -> !rules.containsKey(field))
                .forEach(field -> flaws.add(field.key() + " is missing"));
        if (!flaws.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + String.join("; ", flaws));
        }
        return new FieldOwnership(content.path("revision").asInt(1), rules);
    }

    private FieldRule rule(String field, JsonNode line) {
        Map<Platform, Access> access = new EnumMap<>(Platform.class);
        Map<Platform, String> places = new EnumMap<>(Platform.class);
        Set<Platform> ofVariants = EnumSet.noneOf(Platform.class);
        line.properties().forEach(entry -> {
            Optional<Platform> platform = Platform.find(entry.getKey());
            if (platform.isPresent()) {
                String word = entry.getValue().path("access").asText();
                one(Access.class, word, field + "." + entry.getKey() + ".access")
                        .ifPresent(known -> access.put(platform.get(), known));
                places.put(platform.get(), entry.getValue().path("place").asText());
                if (isOfVariants(field, entry.getValue(), field + "." + entry.getKey())) {
                    ofVariants.add(platform.get());
                }
            } else if (!entry.getKey().equals("owner")) {
                flaws.add(field + ": there is no platform " + entry.getKey());
            }
        });
        Owner owner =
                one(Owner.class, line.path("owner").asText(), field + ".owner").orElse(Owner.SHARED);
        return new FieldRule(owner, access, places, ofVariants);
    }

    /** What each variant shows of its product cannot be an edit of the product: they might differ. */
    private boolean isOfVariants(String field, JsonNode line, String place) {
        String of = line.path("of").asText("");
        if (of.isEmpty()) {
            return false;
        }
        boolean isOfProduct = Field.find(field)
                .filter(known -> known.level() == Level.PRODUCT)
                .isPresent();
        if (!of.equals("variant") || !isOfProduct) {
            flaws.add(place + ".of is '" + of + "'; only a field of the product can be, and only of: variant");
        }
        if (!line.path("access").asText().equals("write")) {
            flaws.add(place + " is of: variant, so its access can only be write");
        }
        return true;
    }

    private <E extends Enum<E>> Optional<E> one(Class<E> kind, String word, String place) {
        Optional<E> known = Arrays.stream(kind.getEnumConstants())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (known.isEmpty()) {
            flaws.add(place + " is '" + word + "', not one of "
                    + Arrays.toString(kind.getEnumConstants()).toLowerCase(Locale.ROOT));
        }
        return known;
    }
}
