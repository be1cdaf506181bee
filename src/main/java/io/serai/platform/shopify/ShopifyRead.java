package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.ProductsRead;
import java.util.ArrayList;
import java.util.List;

/** Reads products by their ids, ten at a time. */
public final class ShopifyRead extends ShopifyReader {

    /** More would pass the greatest cost of one query (fact 24): each may have ten variants and twenty collections. */
    private static final int AT_ONCE = 10;

    private final List<Observation> found = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    public ShopifyRead(List<String> ids) {
        super(Source.READ);
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> part = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            ObjectNode variables = JSON.objectNode();
            ArrayNode gids = variables.putArray("ids");
            part.forEach(id -> gids.add(ShopifyId.product(id)));
            ask(ShopifyQuestion.query("Products", variables), answer -> hear(part, answer));
        }
    }

    private void hear(List<String> ids, ShopifyAnswer answer) {
        JsonNode nodes = answer.nodes(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            JsonNode product = nodes.path(i);
            if (product.path("id").isTextual()) {
                complete(product, answer.at(), found::add);
            } else {
                missing.add(ids.get(i));
            }
        }
    }

    @Override
    public ProductsRead result() {
        return new ProductsRead(found, missing);
    }
}
