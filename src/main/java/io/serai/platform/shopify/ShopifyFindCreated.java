package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;

/** Looks up, by the identity it carried, whether a create whose outcome is unknown was done. Not a search: no lag. */
public final class ShopifyFindCreated extends ShopifyReader {

    private Observation found;

    /** @throws IllegalArgumentException if the call creates nothing */
    public ShopifyFindCreated(PlannedCall call) {
        super(Source.READ);
        JsonNode customId = call.body().path("identifier").path("customId");
        if (!call.create() || !customId.isObject()) {
            throw new IllegalArgumentException(call.operation() + " creates nothing");
        }
        ObjectNode variables = JSON.objectNode();
        variables.set("customId", customId);
        ask(ShopifyQuestion.query("ProductByIdentity", variables), answer -> {
            JsonNode product = answer.node("productByIdentifier");
            if (product.path("id").isTextual()) {
                complete(product, answer.at(), observation -> found = observation);
            }
        });
    }

    /** @return null if it was not created */
    @Override
    public Observation result() {
        return found;
    }
}
