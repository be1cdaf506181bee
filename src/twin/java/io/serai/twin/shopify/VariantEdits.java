package io.serai.twin.shopify;

import io.serai.twin.shopify.Model.Option;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies variant inputs to a copy of a product. A key that is absent keeps its value. */
final class VariantEdits {

    private final Shop shop;

    VariantEdits(Shop shop) {
        this.shop = shop;
    }

    /** A new variant with these option values, not yet in the product's list. */
    Variant fresh(Product p, List<String> values) {
        Variant v = new Variant();
        v.id = shop.nextId();
        v.itemId = shop.nextId();
        v.values = new ArrayList<>(values);
        v.created = shop.now();
        v.updated = v.created;
        v.stock.put(shop.mainLocation(), 0);
        v.stockUpdated.put(shop.mainLocation(), v.created);
        return v;
    }

    /** Everything but option values; {@code path} is where the input stands. */
    void apply(Variant v, Map<String, Object> in, String... path) {
        if (in.containsKey("price")) {
            v.price = money(in.get("price"), "price", path);
            v.price = v.price == null ? new BigDecimal("0.00") : v.price;
        }
        if (in.containsKey("compareAtPrice")) {
            v.compareAtPrice = money(in.get("compareAtPrice"), "compareAtPrice", path);
        }
        if (in.containsKey("sku")) {
            v.sku = text(in.get("sku"));
        }
        if (in.containsKey("barcode")) {
            v.barcode = text(in.get("barcode"));
        }
        if (in.get("taxable") instanceof Boolean b) {
            v.taxable = b;
        }
        if (in.get("inventoryPolicy") != null) {
            v.policy = String.valueOf(in.get("inventoryPolicy"));
        }
        if (in.get("requiresComponents") instanceof Boolean b) {
            v.requiresComponents = b;
        }
        item(v, Inputs.map(in, "inventoryItem"));
        if (in.get("metafields") != null) {
            v.metafields = new ProductEdits(shop).metafields(v.metafields, Inputs.list(in, "metafields"), false);
        }
        v.updated = shop.now();
    }

    void item(Variant v, Map<String, Object> in) {
        if (in.containsKey("sku")) {
            v.sku = text(in.get("sku"));
        }
        if (in.get("tracked") instanceof Boolean b) {
            v.tracked = b;
        }
        if (in.get("requiresShipping") instanceof Boolean b) {
            v.requiresShipping = b;
        }
        if (in.containsKey("cost")) {
            v.cost = in.get("cost") == null
                    ? null
                    : new BigDecimal(String.valueOf(in.get("cost"))).setScale(2, RoundingMode.HALF_UP);
        }
        v.country = in.containsKey("countryCodeOfOrigin") ? string(in.get("countryCodeOfOrigin")) : v.country;
        v.province = in.containsKey("provinceCodeOfOrigin") ? string(in.get("provinceCodeOfOrigin")) : v.province;
        v.harmonizedCode =
                in.containsKey("harmonizedSystemCode") ? string(in.get("harmonizedSystemCode")) : v.harmonizedCode;
        Map<String, Object> weight = Inputs.map(Inputs.map(in, "measurement"), "weight");
        if (!weight.isEmpty()) {
            v.weight = new BigDecimal(String.valueOf(weight.get("value"))).stripTrailingZeros();
            v.weightUnit = String.valueOf(weight.get("unit"));
        }
    }

    /** Sets available quantities: {@code locationId} with {@code quantity} or {@code availableQuantity}. */
    void stock(Variant v, List<Map<String, Object>> quantities, String... path) {
        for (Map<String, Object> in : quantities) {
            long location = Model.number("Location", in.get("locationId"));
            if (!shop.locations.containsKey(location)) {
                throw new Refused("The specified location could not be found.", "INVALID_INPUT", path);
            }
            Object quantity = in.getOrDefault("quantity", in.get("availableQuantity"));
            v.stock.put(location, ((Number) quantity).intValue());
            v.stockUpdated.put(location, shop.now());
        }
    }

    /**
     * The option values this input names, in the order of the product's options; a value the option does not have yet is added
     * to it.
     *
     * @param old the values so far, kept where the input names none; null for a new variant
     */
    List<String> values(Product p, Map<String, Object> in, List<String> old, String... path) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < p.options.size(); i++) {
            values.add(old != null && i < old.size() ? old.get(i) : null);
        }
        for (Map<String, Object> wanted : Inputs.<Map<String, Object>>list(in, "optionValues")) {
            int at = optionIndex(p, wanted);
            if (at < 0) {
                throw new Refused("Option does not exist", "OPTION_DOES_NOT_EXIST", with(path, "optionValues"));
            }
            values.set(at, value(p.options.get(at), wanted, path));
        }
        if (values.contains(null)) {
            throw new Refused(
                    "You need to add option values for " + p.options.get(values.indexOf(null)).name,
                    "NEED_TO_ADD_OPTION_VALUES",
                    with(path, "optionValues"));
        }
        return values;
    }

    private String value(Option option, Map<String, Object> wanted, String... path) {
        if (wanted.get("name") == null) {
            long id = Model.number("ProductOptionValue", wanted.get("id"));
            return option.values.entrySet().stream()
                    .filter(e -> e.getValue() == id)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new Refused(
                            "Option value does not exist",
                            "OPTION_VALUE_DOES_NOT_EXIST",
                            with(path, "optionValues")));
        }
        String name = String.valueOf(wanted.get("name")).strip();
        option.values.computeIfAbsent(name, n -> shop.nextId());
        return name;
    }

    private static int optionIndex(Product p, Map<String, Object> wanted) {
        long id = Model.number("ProductOption", wanted.get("optionId"));
        for (int i = 0; i < p.options.size(); i++) {
            Option option = p.options.get(i);
            if (option.id == id || option.name.equals(wanted.get("optionName"))) {
                return i;
            }
        }
        return wanted.get("optionId") == null && wanted.get("optionName") == null && p.options.size() == 1 ? 0 : -1;
    }

    /** Refuses two variants with the same option values, and too many of them. */
    static void check(Product p, String code, String limitCode, String... path) {
        if (p.variants.size() > ProductEdits.MAX_VARIANTS) {
            throw new Refused(
                    "You can only have a maximum of " + ProductEdits.MAX_VARIANTS + " variants per product",
                    limitCode,
                    path);
        }
        Set<List<String>> seen = new HashSet<>();
        for (Variant v : p.variants) {
            if (!seen.add(v.values)) {
                throw new Refused(
                        "The variant '" + v.title() + "' already exists. Please change at least one option value.",
                        code,
                        path);
            }
        }
    }

    /** Drops option values that no variant has. */
    static void prune(Product p) {
        for (int i = 0; i < p.options.size(); i++) {
            int at = i;
            p.options.get(i).values.keySet().removeIf(value -> p.variants.stream()
                    .noneMatch(v -> v.values.get(at).equals(value)));
        }
    }

    private static BigDecimal money(Object value, String field, String... path) {
        if (value == null || String.valueOf(value).isBlank()) {
            return null;
        }
        BigDecimal amount = new BigDecimal(String.valueOf(value)).setScale(2, RoundingMode.HALF_UP);
        if (amount.signum() < 0) {
            String name = field.equals("price") ? "Price" : "Compare at price";
            throw new Refused(name + " must be greater than or equal to 0", "GREATER_THAN_OR_EQUAL_TO", with(path, field));
        }
        return amount;
    }

    private static String text(Object value) {
        return value == null ? null : String.valueOf(value).strip();
    }

    private static String string(Object value) {
        return value == null ? null : String.valueOf(value);
    }

    static String[] with(String[] path, String more) {
        String[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = more;
        return longer;
    }
}
