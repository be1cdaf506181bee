package io.serai.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** JSON as PostgreSQL keeps it: decimals to the digit, and no NUL characters, which it cannot hold. Thread-safe. */
final class Json {

    private static final Pattern NUL = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\u0000");

    /** Most cells of a product were seen at the same few moments, and to parse one takes longer than to read all the rest of its cell. */
    private static final LoadingCache<String, Instant> MOMENTS =
            Caffeine.newBuilder().maximumSize(10_000).build(Instant::parse);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String write(Object json) {
        try {
            return withoutNulEscapes(MAPPER.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** JSON that a database can hold, from any. */
    static String withoutNulEscapes(String json) {
        return json.contains("\\u0000") ? NUL.matcher(json).replaceAll("$1") : json;
    }

    /** @return null for null */
    static JsonNode read(String json) {
        try {
            return json == null ? null : MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds JSON that is none: " + e.getOriginalMessage(), e);
        }
    }

    static Map<String, String> texts(String json) {
        Map<String, String> texts = new TreeMap<>();
        if (json != null) {
            read(json)
                    .properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        }
        return texts;
    }

    /** @return null where the field is absent or null */
    static Instant instant(JsonNode object, String field) {
        return object.hasNonNull(field) ? MOMENTS.get(object.get(field).asText()) : null;
    }

    /** @return null where the field is absent or null */
    static String text(JsonNode object, String field) {
        return object.hasNonNull(field) ? object.get(field).asText() : null;
    }

    static String withoutNul(String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }
}
