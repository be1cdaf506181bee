package io.serai.schedule;

import io.serai.product.Field;
import io.serai.product.Kind;
import io.serai.product.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What people do to a product: a third of them edit one field twice, a tenth change the variants. Values are new ones for
 * the most part; a few are such as anybody may hit on.
 */
public final class People {

    public static final List<Field> PRODUCT_FIELDS = List.of(
            Field.NAME,
            Field.DESCRIPTION,
            Field.IS_ACTIVE,
            Field.TAGS,
            Field.SEO_TITLE,
            Field.VENDOR,
            Field.PRODUCT_TYPE);
    public static final List<Field> VARIANT_FIELDS =
            List.of(Field.OPTIONS, Field.NET_SALES_PRICE, Field.SKU, Field.GTIN, Field.WEIGHT_IN_KG);

    /** Where people are: the hub takes finer numbers than a shop keeps. */
    public enum Place {
        SHOP,
        HUB
    }

    /** A product as somebody first puts it in. Its variants have different options. */
    public record Draft(Map<Field, Value> fields, List<Map<Field, Value>> variants) {}

    private int number;

    /** Somebody puts in a product. */
    public Draft product(Random random, Place place) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        PRODUCT_FIELDS.forEach(field -> {
            if (chance(random, 70)) {
                fields.put(field, value(random, field, place));
            }
        });
        fields.put(Field.NAME, Value.text("product " + ++number));
        List<Map<Field, Value>> variants = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            variants.add(variant(random, size(i), place));
        }
        return new Draft(fields, variants);
    }

    /**
     * What somebody who sees the product changes of it; the second wish, if there is one, follows the first at once.
     *
     * @param variants the variants as they are seen, with their options
     */
    public List<Wish> edit(Random random, Map<String, Value> variants, Place place) {
        List<String> ids = List.copyOf(variants.keySet());
        if (chance(random, 10)) {
            return List.of(variantWish(random, variants, place));
        }
        boolean ofVariant = chance(random, 40) && !ids.isEmpty();
        String variant = ofVariant ? any(random, ids) : null;
        Field field = ofVariant
                ? VARIANT_FIELDS.get(1 + random.nextInt(VARIANT_FIELDS.size() - 1))
                : any(random, PRODUCT_FIELDS);
        List<Wish> wishes = new ArrayList<>();
        wishes.add(new Wish(Wish.Kind.SET, variant, Map.of(field, value(random, field, place))));
        if (chance(random, 30)) {
            wishes.add(new Wish(Wish.Kind.SET, variant, Map.of(field, value(random, field, place))));
        }
        return wishes;
    }

    private Wish variantWish(Random random, Map<String, Value> variants, Place place) {
        if (chance(random, 40) && variants.size() > 1) {
            String gone = any(random, List.copyOf(variants.keySet()));
            return new Wish(Wish.Kind.REMOVE_VARIANT, gone, Map.of());
        }
        int size = random.nextInt(8);
        while (variants.containsValue(size(size))) {
            size++;
        }
        return new Wish(Wish.Kind.ADD_VARIANT, null, variant(random, size(size), place));
    }

    private Map<Field, Value> variant(Random random, Value options, Place place) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        VARIANT_FIELDS.forEach(field -> {
            if (field != Field.OPTIONS && chance(random, 60)) {
                fields.put(field, value(random, field, place));
            }
        });
        fields.put(Field.OPTIONS, options);
        return fields;
    }

    private static Value size(int size) {
        return Value.options(new TreeMap<>(Map.of("Size", "S" + size)));
    }

    private Value value(Random random, Field field, Place place) {
        int n = ++number;
        boolean inHub = place == Place.HUB;
        if (field.kind() != Kind.FLAG && chance(random, 5)) {
            return Value.NONE;
        }
        String blank = chance(random, 20) ? " " : "";
        return switch (field) {
            case SKU -> Value.text("sku " + n + blank);
            case GTIN -> Value.text(String.valueOf(4006381000000L + n) + blank);
            case NAME, SEO_TITLE, VENDOR, PRODUCT_TYPE ->
                Value.text(chance(random, 15) ? "Common " + random.nextInt(2) : field.key() + " " + n + blank);
            case DESCRIPTION -> Value.text(description(random, n));
            case IS_ACTIVE -> Value.flag(random.nextBoolean());
            case TAGS ->
                Value.terms(
                        chance(random, 15) ? List.of("sale") : List.of("sale", "tag" + n, "tag" + random.nextInt(3)));
            case NET_SALES_PRICE ->
                Value.decimal(chance(random, 10) ? "10.00" : n + (inHub && chance(random, 30) ? ".995" : ".90"));
            case WEIGHT_IN_KG -> Value.decimal(n + (inHub && chance(random, 30) ? ".1234" : ".25"));
            default -> throw new IllegalArgumentException(field.key());
        };
    }

    private static String description(Random random, int n) {
        return switch (random.nextInt(4)) {
            case 0 -> "Fish & chips " + n;
            case 1 -> "<p>Text " + n + "</p><script>track(" + n + ")</script>";
            case 2 -> "<p>Text " + n + "</p>\n";
            default -> "<ul><li>Text " + n + "</li></ul>";
        };
    }

    private static boolean chance(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    private static <T> T any(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
