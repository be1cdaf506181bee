package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.Conversation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What all conversations that end with products share: a product's variants may take several answers. */
abstract class ShopifyReader extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Source source;

    ShopifyReader(Source source) {
        this.source = source;
    }

    /** Hands the product on as soon as all its variants are there. */
    final void complete(JsonNode product, Instant at, Consumer<Observation> done) {
        List<JsonNode> variants = new ArrayList<>();
        collect(product.path("variants"), product, variants, at, done);
    }

    private void collect(
            JsonNode page, JsonNode product, List<JsonNode> variants, Instant at, Consumer<Observation> done) {
        page.path("nodes").forEach(variants::add);
        if (!page.path("pageInfo").path("hasNextPage").asBoolean()) {
            done.accept(ShopifyProductMapper.read(product, variants, source, at));
            return;
        }
        ObjectNode variables = JSON.objectNode();
        variables.put("id", product.path("id").asText());
        variables.put("after", page.path("pageInfo").path("endCursor").asText());
        askFirst(
                ShopifyQuestion.query("ProductVariants", variables),
                answer -> collect(answer.data().path("node").path("variants"), product, variants, at, done));
    }
}
