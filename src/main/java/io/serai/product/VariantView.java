package io.serai.product;

import io.serai.product.Value.Options;
import io.serai.product.Value.Text;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a variant shows of its product where a platform knows nothing above variants: the product's value, and of its name so
 * much that the variants can be told apart. Pure.
 */
public final class VariantView {

    /** No platform that keeps names with variants takes a longer one. */
    public static final int LONGEST_NAME = 255;

    private static final String CUT = "…";

    private VariantView() {}

    /**
     * @param cell one that {@link Cell#isDerived is derived}
     * @param values the hub's, by cell
     */
    public static Value of(Cell cell, Function<Cell, Value> values) {
        Value ofProduct = values.apply(Cell.of(cell.field()));
        return cell.field() == Field.NAME ? name(ofProduct, cell.variant(), values) : ofProduct;
    }

    /** "Mug - Blue / Large": the options by the order of their names. Too long a name is cut before them. */
    private static Value name(Value ofProduct, UUID variant, Function<Cell, Value> values) {
        String options = values.apply(Cell.of(variant, Field.OPTIONS)) instanceof Options some
                ? String.join(" / ", some.options().values())
                : "";
        if (!(ofProduct instanceof Text text) || text.text().isBlank()) {
            return ofProduct;
        }
        String name = text.text().strip();
        String behind = options.isBlank() ? "" : " - " + options;
        if (name.length() + behind.length() <= LONGEST_NAME) {
            return Value.text(name + behind);
        }
        int left = LONGEST_NAME - behind.length() - CUT.length();
        return Value.text(left > 0 ? cut(name, left) + CUT + behind : cut(name + behind, LONGEST_NAME));
    }

    /** No character is cut in halves. */
    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
