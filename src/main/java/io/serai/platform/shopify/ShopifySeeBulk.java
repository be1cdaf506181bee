package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.platform.BulkOperation;
import io.serai.platform.Conversation;
import java.util.ArrayList;
import java.util.List;

/** Asks how far bulk operations are: that one has ended may never be told (fact 35). */
public final class ShopifySeeBulk extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    private final List<BulkOperation> seen = new ArrayList<>();

    public ShopifySeeBulk(List<String> ids) {
        ids.forEach(id -> ask(
                ShopifyQuestion.query(
                        "BulkOperation", JsonNodeFactory.instance.objectNode().put("id", id)),
                answer -> {
                    JsonNode operation = answer.node("bulkOperation");
                    seen.add(operation.isNull() ? BulkOperation.forgotten(id) : ShopifyBulk.read(operation, false));
                }));
    }

    /** @return as many as were asked for, in their order */
    @Override
    public List<BulkOperation> result() {
        return List.copyOf(seen);
    }
}
