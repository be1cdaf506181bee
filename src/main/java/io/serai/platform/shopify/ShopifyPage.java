package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.ProductPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads one page of all products. */
public final class ShopifyPage extends ShopifyReader {

    /** A search reads an index that lags by seconds (fact 29). */
    private static final Duration LAG = Duration.ofMinutes(2);

    private final List<Observation> products = new ArrayList<>();
    private String next;
    private long total = ProductPage.UNKNOWN;

    /**
     * @param cursor null for the first page
     * @param updatedSince null for all products
     */
    public ShopifyPage(String cursor, Instant updatedSince) {
        super(Source.READ);
        ObjectNode variables = JSON.objectNode();
        variables.put("after", cursor);
        variables.put("search", updatedSince == null ? null : "updated_at:>='" + updatedSince.minus(LAG) + "'");
        ask(ShopifyQuestion.query("ProductPage", variables), this::heard);
    }

    private void heard(ShopifyAnswer answer) {
        JsonNode page = answer.page("products");
        page.path("nodes").forEach(product -> complete(product, answer.at(), products::add));
        if (page.path("pageInfo").path("hasNextPage").asBoolean()) {
            next = page.path("pageInfo").path("endCursor").asText();
        }
        JsonNode count = answer.data().path("productsCount");
        if (count.path("precision").asText().equals("EXACT")) {
            total = count.path("count").asLong();
        }
    }

    @Override
    public ProductPage result() {
        return new ProductPage(products, next, total);
    }
}
