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
 * Sends a planned call; what it answers is the product as Shopify holds it afterwards, whole where it fits into the answer.
 * Variants that were written are taken from the answer to the write: somebody may edit them before they are read again.
 * Images are read, since Shopify does not show them there, and the variants of a ProductSet that do not fit into its answer.
 */
public final class ShopifyPush extends ShopifyReader {

    /** Where an answer shows the variants that it wrote, besides the product with the first of all. */
    private static final String WRITTEN = "productVariants";

    private final PlannedCall call;
    private boolean showsWrittenOnly;
    private Observation answer;

    public ShopifyPush(PlannedCall call) {
        super(Source.ANSWER);
        this.call = call;
        ask(ShopifyQuestion.mutation(call.operation(), call.body()), this::heard);
    }

    private void heard(ShopifyAnswer heard) {
        JsonNode payload = heard.payload();
        ShopifyErrors.checkUserErrors(payload);
        Optional<String> unseen = ShopifyImages.productOf(call);
        if (unseen.isPresent()) {
            tookEffect();
            ObjectNode variables = JSON.objectNode();
            variables.putArray("ids").add(unseen.get());
            ask(
                    ShopifyQuestion.query("Products", variables),
                    read -> conclude(read.nodes(1).path(0), read));
        } else {
            JsonNode product = payload.path("product");
            boolean isOneAnswerOfSeveral =
                    product.at("/variants/pageInfo/hasNextPage").asBoolean();
            if (isOneAnswerOfSeveral && payload.has(WRITTEN)) {
                showsWrittenOnly = true;
                ObjectNode written = ((ObjectNode) product).putObject("variants");
                written.set("nodes", payload.get(WRITTEN));
                written.putObject("pageInfo").put("hasNextPage", false);
            }
            conclude(product, heard);
        }
    }

    private void conclude(JsonNode product, ShopifyAnswer heard) {
        if (!product.path("id").isTextual()) {
            throw new Rejected(List.of(new Reason(null, "Shopify has no such product", Reason.NOT_FOUND, null)));
        }
        tookEffect();
        complete(
                product,
                heard.at(),
                observation -> answer = showsWrittenOnly ? observation.ofSomeVariants() : observation);
    }

    @Override
    public Observation result() {
        return answer;
    }
}
