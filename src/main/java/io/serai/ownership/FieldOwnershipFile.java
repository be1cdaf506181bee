package io.serai.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.product.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
        line.properties().forEach(entry -> {
            Optional<Platform> platform = Platform.find(entry.getKey());
            if (platform.isPresent()) {
                String word = entry.getValue().path("access").asText();
                one(Access.class, word, field + "." + entry.getKey() + ".access")
                        .ifPresent(known -> access.put(platform.get(), known));
                places.put(platform.get(), entry.getValue().path("place").asText());
            } else if (!entry.getKey().equals("owner")) {
                flaws.add(field + ": there is no platform " + entry.getKey());
            }
        });
        Owner owner =
                one(Owner.class, line.path("owner").asText(), field + ".owner").orElse(Owner.SHARED);
        return new FieldRule(owner, access, places);
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
