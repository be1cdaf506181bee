package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.platform.BulkOperation;
import io.serai.platform.BulkRequest;
import io.serai.platform.Conversation;
import io.serai.platform.Throttled;
import java.time.Duration;

/** Has Shopify run a query over all that there is. */
public final class ShopifyStartBulk extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    /** Shopify runs a few at a time for a shop, and each takes minutes (fact 31). */
    private static final Duration UNTIL_ANOTHER_ENDS = Duration.ofMinutes(1);

    private BulkOperation started;

    public ShopifyStartBulk(BulkRequest request) {
        ask(
                ShopifyQuestion.mutation(
                        "BulkOperationRunQuery",
                        JsonNodeFactory.instance.objectNode().put("query", ShopifyBulkQuery.of(request))),
                answer -> heard(answer.payload("bulkOperationRunQuery")));
    }

    private void heard(JsonNode payload) {
        String code = payload.path("userErrors").path(0).path("code").asText();
        if (code.equals("OPERATION_IN_PROGRESS") || code.equals("LIMIT_REACHED")) {
            throw new Throttled(UNTIL_ANOTHER_ENDS);
        }
        ShopifyErrors.checkUserErrors(payload);
        started = ShopifyBulk.read(payload.path("bulkOperation"), true);
    }

    @Override
    public BulkOperation result() {
        return started;
    }
}
