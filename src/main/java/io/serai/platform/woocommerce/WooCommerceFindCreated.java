package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.woocommerce.WooCommercePush.WooCommerceBody;
import java.util.Map;

/** Looks up whether a create whose outcome is unknown was done, by the SKU or else the slug that it carried (rule 6). */
public final class WooCommerceFindCreated extends WooCommerceReader {

    private Observation found;

    /** @throws IllegalArgumentException if the call creates nothing */
    public WooCommerceFindCreated(PlannedCall call, Map<String, String> settings) {
        super(settings, Source.READ);
        JsonNode product = call.body().path(WooCommerceBody.PRODUCT);
        String key = product.has("slug") ? "slug" : "sku";
        if (!call.create() || !product.has(key)) {
            throw new IllegalArgumentException(call.operation() + " creates nothing");
        }
        String identity = product.path(key).asText();
        ask(WooCommerceQuestion.get("products", key, identity, "status", "any", RAW[0], RAW[1]), answer -> {
            for (JsonNode candidate : answer.list()) {
                // by SKU the shop also finds products that only contain it, and parents of variations
                if (found == null && candidate.path(key).asText().equalsIgnoreCase(identity)) {
                    complete(candidate, answer.at(), observation -> found = observation);
                }
            }
        });
    }

    /** @return null if it was not created */
    @Override
    public Observation result() {
        return found;
    }
}
