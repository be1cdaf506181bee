package io.serai.product;

import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Collections.unmodifiableSortedSet;
import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one field of a product holds, free of any platform's spelling. Immutable. Two values of a field are compared
 * with {@link Kind#same}, by meaning, never with {@code equals} alone.
 */
public sealed interface Value {

    /** The field was set to nothing: an empty text, no tags, no price. Not the same as never having been set. */
    Value NONE = new None();

    static Value text(String text) {
        return text == null ? NONE : new Text(text);
    }

    static Value decimal(BigDecimal number) {
        return number == null ? NONE : new Decimal(number);
    }

    /** @throws NumberFormatException if the text is neither null, blank nor a decimal number */
    static Value decimal(String number) {
        return number == null || number.isBlank() ? NONE : new Decimal(new BigDecimal(number.strip()));
    }

    static Value flag(boolean on) {
        return new Flag(on);
    }

    static Value terms(Iterable<String> terms) {
        SortedSet<String> set = new TreeSet<>();
        terms.forEach(set::add);
        return new Terms(set);
    }

    static Value sequence(List<String> entries) {
        return new Sequence(entries);
    }

    static Value options(SortedMap<String, String> options) {
        return new Options(options);
    }

    default boolean isNone() {
        return this instanceof None;
    }

    record None() implements Value {}

    record Text(String text) implements Value {
        public Text {
            requireNonNull(text, "text is null");
        }
    }

    /** A price in the channel's currency, a weight in kilograms, a length in centimetres or a count. */
    record Decimal(BigDecimal number) implements Value {
        public Decimal {
            requireNonNull(number, "number is null");
        }
    }

    record Flag(boolean on) implements Value {}

    /** A set of terms whose order carries no meaning: tags, collections, categories. */
    record Terms(SortedSet<String> terms) implements Value {
        public Terms {
            terms = unmodifiableSortedSet(new TreeSet<>(terms));
        }
    }

    /** A list whose order carries meaning: the hub's image ids. */
    record Sequence(List<String> entries) implements Value {
        public Sequence {
            entries = List.copyOf(entries);
        }
    }

    /** Option names of a variant with their values, such as {@code Size = M}. Empty for a product without options. */
    record Options(SortedMap<String, String> options) implements Value {
        public Options {
            options = unmodifiableSortedMap(new TreeMap<>(options));
        }
    }
}
