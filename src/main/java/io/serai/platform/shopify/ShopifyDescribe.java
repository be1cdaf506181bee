package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.platform.Conversation;
import io.serai.platform.JsonValues;
import io.serai.platform.ShopDescription;
import java.util.Locale;
import java.util.Map;

/** Reads what a shop says of itself. */
public final class ShopifyDescribe extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    private static final Map<String, String> UNITS =
            Map.of("KILOGRAMS", "kg", "GRAMS", "g", "POUNDS", "lbs", "OUNCES", "oz");

    private ShopDescription description;

    public ShopifyDescribe() {
        ask(ShopifyQuestion.query("Shop", JsonNodeFactory.instance.objectNode()), this::heard);
    }

    private void heard(ShopifyAnswer answer) {
        JsonNode shop = answer.data().path("shop");
        description = new ShopDescription(
                shop.path("myshopifyDomain").asText().toLowerCase(Locale.ROOT),
                shop.path("name").asText(),
                shop.path("currencyCode").asText(),
                shop.path("taxesIncluded").asBoolean(),
                UNITS.getOrDefault(shop.path("weightUnit").asText(), "kg"),
                null,
                shop.path("ianaTimezone").asText(),
                JsonValues.each(answer.data().path("currentAppInstallation").path("accessScopes"), "handle"));
    }

    @Override
    public ShopDescription result() {
        return description;
    }
}
