package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.ShopUrl;
import io.serai.platform.Conversation;
import io.serai.platform.ShopDescription;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what a shop says of itself. It does not tell what a key may do: a read-only one shows at the first write (W6). */
public final class WooCommerceDescribe extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    private static final String CURRENCY = "general/woocommerce_currency";
    private static final String INCLUDE_TAX = "tax/woocommerce_prices_include_tax";
    private static final String WEIGHT_UNIT = "products/woocommerce_weight_unit";
    private static final String DIMENSION_UNIT = "products/woocommerce_dimension_unit";

    private final Map<String, String> settings = new HashMap<>();
    private String identity;
    private String name;
    private String timezone;

    public WooCommerceDescribe() {
        ask(WooCommerceQuestion.index(), answer -> site(answer.taken()));
        for (String setting : List.of(CURRENCY, INCLUDE_TAX, WEIGHT_UNIT, DIMENSION_UNIT)) {
            ask(
                    WooCommerceQuestion.get("settings/" + setting),
                    answer -> settings.put(setting, answer.taken().path("value").asText()));
        }
    }

    private void site(JsonNode site) {
        identity = identity(site.path("url").asText());
        name = site.path("name").asText();
        String zone = site.path("timezone_string").asText();
        timezone = zone.isEmpty() ? "UTC" + offset(site.path("gmt_offset").asDouble()) : zone;
    }

    /** Of two addresses of one shop, by http and https, only one is its own. */
    private static String identity(String url) {
        try {
            URI address = new URI(url.strip());
            return address.getRawAuthority() == null
                    ? null
                    : ShopUrl.site(address).toLowerCase(Locale.ROOT);
        } catch (URISyntaxException notAnAddress) {
            return null;
        }
    }

    private static String offset(double hours) {
        long minutes = Math.round(Math.abs(hours) * 60);
        return "%s%02d:%02d".formatted(hours < 0 ? "-" : "+", minutes / 60, minutes % 60);
    }

    @Override
    public ShopDescription result() {
        return new ShopDescription(
                identity,
                name,
                settings.get(CURRENCY),
                "yes".equals(settings.get(INCLUDE_TAX)),
                settings.get(WEIGHT_UNIT),
                settings.get(DIMENSION_UNIT),
                timezone,
                List.of());
    }
}
