package io.serai.camel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.problem.MalformedRequest;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON from strangers: UTF-8 alone, one document, no member twice, nothing nested without end, no text that no
 * database takes, no number that eats the memory when it is written out.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT = 1_000_000;
    private static final int MAX_NUMBER_LENGTH = 60;
    private static final int MAX_DIGITS = 30;
    private static final int MAX_EXPONENT = 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final ObjectReader READER = reader();

    private StrictJson() {}

    /**
     * @throws MalformedRequest if it is no JSON
     * @throws InvalidRequest if it holds texts or numbers that cannot be kept
     */
    static JsonNode parse(byte[] body) {
        JsonNode json = read(withoutMark(text(body)));
        check(json);
        return json;
    }

    /**
     * The same for what was read from something else.
     *
     * @throws InvalidRequest if it holds texts or numbers that cannot be kept
     */
    static void check(JsonNode json) {
        List<Flaw> flaws = new ArrayList<>();
        inspect(json, new ArrayList<>(), flaws);
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRequest("The body is not UTF-8");
        }
    }

    /** Some editors and shells put a byte order mark before what they write. */
    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static JsonNode read(String text) {
        try {
            JsonNode json = READER.readTree(text);
            if (json == null || json.isMissingNode()) {
                throw new MalformedRequest("The body is empty");
            }
            return json;
        } catch (StreamConstraintsException e) {
            throw new MalformedRequest("The body is nested too deeply, or a text or number in it is too long");
        } catch (JsonProcessingException e) {
            throw new MalformedRequest(sentence(e));
        }
    }

    private static String sentence(JsonProcessingException e) {
        String what = e.getOriginalMessage().startsWith("Duplicate field")
                ? "The body has a member twice"
                : "The body is not JSON";
        return e.getLocation() == null
                ? what
                : what + ": line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static void inspect(JsonNode node, List<String> path, List<Flaw> flaws) {
        if (node.isTextual() && !isStorable(node.textValue())) {
            flaws.add(unstorable(path));
        } else if (node.isNumber() && !isReasonable(node.decimalValue())) {
            flaws.add(Flaw.at(path, "The number is too long", "Give at most " + MAX_DIGITS + " digits"));
        } else if (node.isObject()) {
            node.properties().forEach(member -> {
                if (!isStorable(member.getKey())) {
                    flaws.add(unstorable(path));
                }
                inspect(member.getValue(), path, member.getKey(), flaws);
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                inspect(node.get(i), path, Integer.toString(i), flaws);
            }
        }
    }

    private static void inspect(JsonNode node, List<String> path, String step, List<Flaw> flaws) {
        path.add(step);
        inspect(node, path, flaws);
        path.remove(path.size() - 1);
    }

    private static Flaw unstorable(List<String> path) {
        return Flaw.at(path, "A text has the character U+0000 or half of a surrogate pair", "Take the character out");
    }

    /** Neither U+0000 nor half of a surrogate pair, which PostgreSQL refuses and UTF-8 cannot say. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isReasonable(BigDecimal number) {
        return number.precision() <= MAX_DIGITS && Math.abs((long) number.scale()) <= MAX_EXPONENT;
    }

    private static ObjectReader reader() {
        JsonFactory factory = new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .reader();
    }
}
