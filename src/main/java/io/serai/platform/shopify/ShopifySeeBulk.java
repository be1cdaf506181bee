package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.platform.Conversation;

/** Asks how far a bulk operation is: that it has ended may never be told (fact 35). */
public final class ShopifySeeBulk extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    private ShopifyBulk seen;

    public ShopifySeeBulk(String id) {
        ask(
                ShopifyQuestion.query(
                        "BulkOperation", JsonNodeFactory.instance.objectNode().put("id", id)),
                answer -> {
                    JsonNode operation = answer.node("bulkOperation");
                    seen = operation.isNull() ? null : ShopifyBulk.of(operation, false);
                });
    }

    /** @return null if Shopify does not know it any more */
    @Override
    public ShopifyBulk result() {
        return seen;
    }
}
