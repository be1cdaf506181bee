package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import java.util.List;
import java.util.Optional;

/**
 * Sends a planned call; what it answers is the whole product as Shopify holds it afterwards. Where Shopify does not show it,
 * it is read.
 */
public final class ShopifyPush extends ShopifyReader {

    private final PlannedCall call;
    private Observation answer;

    public ShopifyPush(PlannedCall call) {
        super(Source.ANSWER);
        this.call = call;
        ask(ShopifyQuestion.mutation(call.operation(), call.body()), this::heard);
    }

    private void heard(ShopifyAnswer heard) {
        JsonNode payload = heard.data().elements().next();
        ShopifyErrors.checkUserErrors(payload);
        Optional<String> unseen = ShopifyImages.productOf(call);
        if (unseen.isPresent()) {
            tookEffect();
            ObjectNode variables = JSON.objectNode();
            variables.putArray("ids").add(unseen.get());
            ask(
                    ShopifyQuestion.query("Products", variables),
                    read -> conclude(read.data().path("nodes").path(0), read));
        } else {
            conclude(payload.path("product"), heard);
        }
    }

    private void conclude(JsonNode product, ShopifyAnswer heard) {
        if (!product.path("id").isTextual()) {
            throw new Rejected(List.of(new Reason(null, "Shopify has no such product", Reason.NOT_FOUND, null)));
        }
        tookEffect();
        complete(product, heard.at(), observation -> answer = observation);
    }

    @Override
    public Observation result() {
        return answer;
    }
}
