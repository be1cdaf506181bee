package io.serai.platform.woocommerce;

import io.serai.platform.JsonValues;
import io.serai.product.Value;
import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;

/** The slug of a product that has no SKU to be found again by: readable, and the hub's id makes it unique. */
final class WooCommerceSlug {

    private static final int LONGEST_NAME = 60;

    private WooCommerceSlug() {}

    static String of(Value name, UUID product) {
        String ascii = Normalizer.normalize(JsonValues.string(name), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replace("ß", "ss")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String readable = ascii.substring(0, Math.min(ascii.length(), LONGEST_NAME));
        String unique = product.toString().substring(0, 8);
        return readable.isEmpty() ? unique : readable + "-" + unique;
    }
}
