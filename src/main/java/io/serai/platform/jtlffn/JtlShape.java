package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Unavailable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads what an answer must have. What has another shape than is known is an error that is seen (fact 69). */
final class JtlShape {

    /**
     * So many digits before the point, and behind it, no warehouse counts to, and some numbers of few letters unfold to millions. A
     * figure below it that no shop takes waits alone.
     */
    private static final int MOST_DIGITS = 38;

    private JtlShape() {}

    static BigDecimal number(JsonNode json, String name) {
        return read(json, name, JtlShape::isCountable, JsonNode::decimalValue);
    }

    /** A number of 64 bits: cut to them, a larger one would stand for another. */
    static long integer(JsonNode json, String name) {
        return read(json, name, there -> there.isIntegralNumber() && there.canConvertToLong(), JsonNode::asLong);
    }

    private static boolean isCountable(JsonNode there) {
        if (!there.isNumber()) {
            return false;
        }
        BigDecimal number = there.decimalValue();
        return (long) number.precision() - number.scale() <= MOST_DIGITS && number.scale() <= MOST_DIGITS;
    }

    static JsonNode list(JsonNode json, String name) {
        return read(json, name, JsonNode::isArray, there -> there);
    }

    static String text(JsonNode json, String name) {
        return read(json, name, JsonNode::isTextual, JsonNode::asText);
    }

    /** An object that must be named, though there may be none. */
    static void objectOrNull(JsonNode json, String name) {
        read(json, name, there -> there.isObject() || there.isNull(), there -> there);
    }

    private static <T> T read(JsonNode json, String name, Predicate<JsonNode> isRight, Function<JsonNode, T> value) {
        JsonNode there = json.path(name);
        if (!isRight.test(there)) {
            throw unknown(name);
        }
        return value.apply(there);
    }

    /** When the thing was last changed, or made. */
    static Instant changedAt(JsonNode thing) {
        JsonNode modification = thing.path("modificationInfo");
        for (String name : List.of("updatedAt", "createdAt")) {
            Optional<Instant> at = instant(modification.path(name).asText());
            if (at.isPresent()) {
                return at.get();
            }
        }
        throw unknown("modificationInfo");
    }

    /** Whether updates show the thing only to say that it is gone (fact 75). */
    static boolean isDeleted(JsonNode thing) {
        return thing.at("/modificationInfo/state").asText().equals("Deleted");
    }

    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }

    static Unavailable unknown(String name) {
        return Unavailable.unreadable("JTL-FFN answers in another shape than Serai knows: no " + name, false);
    }
}
