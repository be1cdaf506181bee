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

/** What all conversations that end with products share: a product's variants and images may take several answers. */
abstract class ShopifyReader extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Source source;

    ShopifyReader(Source source) {
        this.source = source;
    }

    /** Hands the product on as soon as all its variants and images are there. */
    final void complete(JsonNode product, Instant at, Consumer<Observation> done) {
        List<JsonNode> variants = new ArrayList<>();
        List<JsonNode> media = new ArrayList<>();
        collect(
                product,
                "variants",
                "ProductVariants",
                variants,
                () -> collect(
                        product,
                        "media",
                        "ProductMedia",
                        media,
                        () -> done.accept(ShopifyProductMapper.read(product, variants, media, source, at))));
    }

    private void collect(JsonNode product, String list, String operation, List<JsonNode> into, Runnable then) {
        collect(product.path("id").asText(), ShopifyAnswer.page(product, list), list, operation, into, then);
    }

    private void collect(
            String product, JsonNode page, String list, String operation, List<JsonNode> into, Runnable then) {
        page.path("nodes").forEach(into::add);
        if (!page.path("pageInfo").path("hasNextPage").asBoolean()) {
            then.run();
            return;
        }
        ObjectNode variables = JSON.objectNode();
        variables.put("id", product);
        variables.put("after", page.path("pageInfo").path("endCursor").asText());
        askFirst(
                ShopifyQuestion.query(operation, variables),
                answer -> collect(
                        product, ShopifyAnswer.page(answer.data().path("node"), list), list, operation, into, then));
    }
}
