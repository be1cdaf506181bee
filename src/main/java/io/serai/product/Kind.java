package io.serai.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.product.Value.Decimal;
import io.serai.product.Value.Flag;
import io.serai.product.Value.Options;
import io.serai.product.Value.Sequence;
import io.serai.product.Value.Terms;
import io.serai.product.Value.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How the values of a field are read, written as JSON and compared. Compared are meanings, not spellings: platforms
 * trim, re-order tags, rewrite HTML entities and append zeros without anybody having edited anything.
 */
public enum Kind {
    TEXT {
        @Override
        Value parse(JsonNode json) {
            return Value.text(json.asText());
        }

        @Override
        Value canonical(Value value) {
            return value instanceof Text text ? canonicalText(text.text()) : value;
        }
    },
    HTML {
        @Override
        Value parse(JsonNode json) {
            return Value.text(json.asText());
        }

        @Override
        Value canonical(Value value) {
            return value instanceof Text text ? canonicalText(CanonicalHtml.of(text.text())) : value;
        }

        @Override
        public boolean stores(Value sent, Value kept) {
            return super.stores(sent, kept)
                    || sent instanceof Text text
                            && (same(Value.text(CanonicalHtml.withoutScripts(text.text())), kept)
                                    || same(Value.text(CanonicalHtml.withScriptsAsText(text.text())), kept));
        }
    },
    DECIMAL {
        @Override
        Value parse(JsonNode json) {
            return Value.decimal(json.asText());
        }

        @Override
        Value canonical(Value value) {
            return value instanceof Decimal decimal ? Value.decimal(plain(decimal.number())) : value;
        }

        /** Prices to cents and weights to grams, never to whole numbers: those a person may have entered. */
        @Override
        public boolean stores(Value sent, Value kept) {
            return super.stores(sent, kept)
                    || sent instanceof Decimal whole
                            && kept instanceof Decimal rounded
                            && IntStream.rangeClosed(2, whole.number().scale() - 1)
                                    .mapToObj(scale -> whole.number().setScale(scale, RoundingMode.HALF_UP))
                                    .anyMatch(number -> number.compareTo(rounded.number()) == 0);
        }
    },
    FLAG {
        @Override
        Value parse(JsonNode json) {
            return Value.flag(json.asBoolean());
        }

        @Override
        Value canonical(Value value) {
            return value;
        }
    },
    TERMS {
        @Override
        Value parse(JsonNode json) {
            return Value.terms(texts(json));
        }

        @Override
        Value canonical(Value value) {
            if (!(value instanceof Terms terms)) {
                return value;
            }
            TreeSet<String> folded = new TreeSet<>();
            terms.terms().stream()
                    .map(Kind::fold)
                    .filter(term -> !term.isEmpty())
                    .forEach(folded::add);
            return folded.isEmpty() ? Value.NONE : Value.terms(folded);
        }
    },
    SEQUENCE {
        @Override
        Value parse(JsonNode json) {
            return Value.sequence(texts(json));
        }

        @Override
        Value canonical(Value value) {
            return value instanceof Sequence sequence && sequence.entries().isEmpty() ? Value.NONE : value;
        }
    },
    OPTIONS {
        @Override
        Value parse(JsonNode json) {
            SortedMap<String, String> options = new TreeMap<>();
            json.properties()
                    .forEach(option ->
                            options.put(option.getKey(), option.getValue().asText()));
            return Value.options(options);
        }

        @Override
        Value canonical(Value value) {
            if (!(value instanceof Options options)) {
                return value;
            }
            SortedMap<String, String> folded = new TreeMap<>();
            options.options().forEach((name, option) -> folded.put(fold(name), fold(option)));
            return folded.isEmpty() ? Value.NONE : Value.options(folded);
        }
    };

    abstract Value parse(JsonNode json);

    abstract Value canonical(Value value);

    /** @param json null or JSON null stands for {@link Value#NONE} */
    public Value fromJson(JsonNode json) {
        return json == null || json.isNull() ? Value.NONE : parse(json);
    }

    public JsonNode toJson(Value value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value instanceof Text text) {
            return json.textNode(text.text());
        }
        if (value instanceof Decimal decimal) {
            return json.numberNode(decimal.number());
        }
        if (value instanceof Flag flag) {
            return json.booleanNode(flag.on());
        }
        if (value instanceof Terms terms) {
            var array = json.arrayNode();
            terms.terms().forEach(array::add);
            return array;
        }
        if (value instanceof Sequence sequence) {
            var array = json.arrayNode();
            sequence.entries().forEach(array::add);
            return array;
        }
        if (value instanceof Options options) {
            var object = json.objectNode();
            options.options().forEach(object::put);
            return object;
        }
        return json.nullNode();
    }

    /** Whether both mean the same to a shop's customer and to its staff. */
    public boolean same(Value one, Value other) {
        return one.equals(other) || canonical(one).equals(canonical(other));
    }

    /** Whether a platform that was sent one value may have kept it as the other: rounded, trimmed or sanitised. */
    public boolean stores(Value sent, Value kept) {
        return same(sent, kept);
    }

    static Value canonicalText(String text) {
        String canonical = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .strip();
        return canonical.isEmpty() ? Value.NONE : Value.text(canonical);
    }

    static String fold(String term) {
        return Normalizer.normalize(term, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
    }

    static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(entry -> texts.add(entry.asText()));
        return texts;
    }
}
