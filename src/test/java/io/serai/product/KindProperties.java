package io.serai.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.Tuple.Tuple4;

/** Rule 15: compared are meanings. */
class KindProperties {

    @Property
    void equivalence(@ForAll("threeOfAKind") Tuple4<Kind, Value, Value, Value> some) {
        Kind kind = some.get1();
        Value one = some.get2();
        Value two = some.get3();
        Value three = some.get4();
        assertThat(kind.same(one, one)).isTrue();
        assertThat(kind.same(one, two)).isEqualTo(kind.same(two, one));
        if (kind.same(one, two) && kind.same(two, three)) {
            assertThat(kind.same(one, three)).isTrue();
        }
    }

    @Property
    void canonicalFormsAreTheirOwn(@ForAll("threeOfAKind") Tuple4<Kind, Value, Value, Value> some) {
        Kind kind = some.get1();
        Value canonical = kind.canonical(some.get2());
        assertThat(kind.canonical(canonical)).isEqualTo(canonical);
        assertThat(kind.same(some.get2(), canonical)).isTrue();
    }

    @Property
    void whatIsStoredAsItIsIsStored(@ForAll("threeOfAKind") Tuple4<Kind, Value, Value, Value> some) {
        assertThat(some.get1().stores(some.get2(), some.get2())).isTrue();
        assertThat(some.get1().stores(some.get2(), some.get1().canonical(some.get2())))
                .isTrue();
    }

    @Property
    void jsonKeepsTheMeaning(@ForAll("threeOfAKind") Tuple4<Kind, Value, Value, Value> some) {
        Kind kind = some.get1();
        assertThat(kind.same(kind.fromJson(kind.toJson(some.get2())), some.get2()))
                .isTrue();
    }

    @Property
    void orderAndCaseOfTermsMeanNothing(@ForAll("terms") List<String> terms, @ForAll long seed) {
        List<String> other = new ArrayList<>(terms);
        Collections.shuffle(other, new Random(seed));
        List<String> shouted =
                other.stream().map(term -> " " + term.toUpperCase(Locale.ROOT)).collect(Collectors.toList());
        assertThat(Kind.TERMS.same(Value.terms(terms), Value.terms(shouted))).isTrue();
        assertThat(Kind.TERMS.same(Value.terms(terms), Value.terms(List.of("other"))))
                .isFalse();
    }

    @Property
    void zerosMeanNothing(@ForAll BigDecimal number) {
        Value appended = Value.decimal(number.setScale(number.scale() + 3));
        assertThat(Kind.DECIMAL.same(Value.decimal(number), appended)).isTrue();
        assertThat(Kind.DECIMAL.same(Value.decimal(number), Value.decimal(number.add(BigDecimal.ONE))))
                .isFalse();
    }

    @Property
    void wooCommerceWrapsPlainTextInAParagraph(@ForAll("plain") String text) {
        Value stored = Value.text("<p>" + text.replace("&", "&amp;").replace("\"", "&quot;") + "</p>\n");
        assertThat(Kind.HTML.same(Value.text(text), stored)).isTrue();
    }

    @Property
    void otherWordsAreOtherHtml(@ForAll("plain") String text) {
        assertThat(Kind.HTML.same(Value.text(text), Value.text(text + " more"))).isFalse();
        assertThat(Kind.HTML.same(Value.text("<p>" + text + "</p>"), Value.text("<h2>" + text + "</h2>")))
                .isFalse();
    }

    @Property
    void spaceBetweenBlocksMeansNothing(@ForAll("plain") String one, @ForAll("plain") String two) {
        String close = "<p>" + one + "</p><ul><li>" + two + "</li></ul>";
        String wide = "<p>\n  " + one + "</p>\n\n<ul>\n\t<li>" + two + "</li>\n</ul>\n";
        assertThat(Kind.HTML.same(Value.text(close), Value.text(wide))).isTrue();
    }

    @Property
    void sanitisedHtmlIsAFormOfIt(@ForAll("plain") String text) {
        Value sent = Value.text("<p onclick=\"x()\">" + text + "</p><script>track()</script><!-- note -->");
        Value kept = Value.text("<p>" + text + "</p>");
        assertThat(Kind.HTML.stores(sent, kept)).isTrue();
        assertThat(Kind.HTML.stores(sent, Value.text("<p>" + text + "</p>track()")))
                .isTrue();
        assertThat(Kind.HTML.stores(kept, sent)).isFalse();
        assertThat(Kind.HTML.stores(sent, Value.text("<p>" + text + "!</p>"))).isFalse();
    }

    @Property
    void roundedToCentsOrFinerIsAFormOfIt(@ForAll("fine") BigDecimal number) {
        BigDecimal rounded = number.setScale(2, java.math.RoundingMode.HALF_UP);
        assertThat(Kind.DECIMAL.stores(Value.decimal(number), Value.decimal(rounded)))
                .isTrue();
        assertThat(Kind.DECIMAL.stores(Value.decimal(number), Value.decimal(rounded.add(new BigDecimal("0.01")))))
                .isFalse();
    }

    @Property
    void aWholeNumberIsNoRoundedPrice(@ForAll("cents") BigDecimal number) {
        BigDecimal whole = number.setScale(0, java.math.RoundingMode.HALF_UP);
        boolean isWhole = whole.compareTo(number) == 0;
        assertThat(Kind.DECIMAL.stores(Value.decimal(number), Value.decimal(whole)))
                .isEqualTo(isWhole);
    }

    @Provide
    Arbitrary<BigDecimal> fine() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("9999"))
                .ofScale(4);
    }

    @Provide
    Arbitrary<BigDecimal> cents() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("9999"))
                .ofScale(2);
    }

    @Provide
    Arbitrary<String> plain() {
        Arbitrary<String> words = Arbitraries.of("Fish", "&", "chips", "\"fresh\"", "3", "ä", "é", "it's", "50 %");
        return words.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join(" ", list));
    }

    @Provide
    Arbitrary<List<String>> terms() {
        return Arbitraries.of("new", "sale", "Summer 26", "ä")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Tuple4<Kind, Value, Value, Value>> threeOfAKind() {
        return Arbitraries.of(Kind.class).flatMap(kind -> values(kind)
                .list()
                .ofSize(3)
                .map(some -> Tuple.of(kind, some.get(0), some.get(1), some.get(2))));
    }

    private Arbitrary<Value> values(Kind kind) {
        Arbitrary<Value> some =
                switch (kind) {
                    case TEXT ->
                        Arbitraries.of("", " ", "a", " a ", "A", "a\r\nb", "a\nb", "e\u0301", "\u00e9")
                                .map(Value::text);
                    case HTML -> html().map(Value::text);
                    case DECIMAL ->
                        Arbitraries.of("0", "0.00", "-0.0", "1", "1.0", "10", "1E1", "10.001")
                                .map(Value::decimal);
                    case FLAG -> Arbitraries.of(true, false).map(Value::flag);
                    case TERMS ->
                        Arbitraries.of("a", "A", " a", "b", "")
                                .list()
                                .ofMaxSize(3)
                                .map(Value::terms);
                    case SEQUENCE ->
                        Arbitraries.of("1", "2").list().ofMaxSize(3).map(Value::sequence);
                    case OPTIONS ->
                        Arbitraries.of(Tuple.of("Size", "S"), Tuple.of("size", "s "), Tuple.of("Colour", "red"))
                                .list()
                                .ofMaxSize(2)
                                .map(KindProperties::options);
                };
        return some.injectNull(0.1).map(value -> value == null ? Value.NONE : value);
    }

    private static Value options(List<Tuple2<String, String>> options) {
        TreeMap<String, String> map = new TreeMap<>();
        options.forEach(option -> map.put(option.get1(), option.get2()));
        return Value.options(map);
    }

    private static Arbitrary<String> html() {
        return Arbitraries.of(
                        "a",
                        " ",
                        "\n",
                        "&amp;",
                        "&",
                        "&nbsp;",
                        "<br>",
                        "<br />",
                        "<p>",
                        "</p>",
                        "<p>a</p>",
                        "<b>a</b>",
                        "<ul><li>a</li>\n<li> b </li></ul>",
                        "<pre> a\n b</pre>",
                        "<!-- c -->",
                        "<img src='x'>",
                        "<script>s()</script>",
                        "<div>",
                        "</div>",
                        "<table><tr><td>a</td></tr></table>")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }
}
