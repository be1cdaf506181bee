package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.platform.Conversation;
import java.util.List;

/**
 * Ends bulk operations that nobody waits for any more, since Shopify runs a few at a time for a shop (fact 31). One that has ended
 * meanwhile is as good as cancelled.
 */
public final class ShopifyCancelBulk extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    private final List<String> ids;

    public ShopifyCancelBulk(List<String> ids) {
        this.ids = List.copyOf(ids);
        ids.forEach(id -> ask(
                ShopifyQuestion.mutation(
                        "BulkOperationCancel",
                        JsonNodeFactory.instance.objectNode().put("id", id)),
                answer -> answer.payload("bulkOperationCancel")));
    }

    /** @return the ids */
    @Override
    public List<String> result() {
        return ids;
    }
}
