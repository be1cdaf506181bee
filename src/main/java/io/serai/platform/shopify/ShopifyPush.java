package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import java.util.List;

/** Sends a planned call; what it answers is the whole product as Shopify holds it afterwards. */
public final class ShopifyPush extends ShopifyReader {

    private Observation answer;

    public ShopifyPush(PlannedCall call) {
        super(Source.ANSWER);
        ask(ShopifyQuestion.mutation(call.operation(), call.body()), this::heard);
    }

    private void heard(ShopifyAnswer heard) {
        JsonNode payload = heard.data().elements().next();
        ShopifyErrors.checkUserErrors(payload);
        JsonNode product = payload.path("product");
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
