package io.serai.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.merge.ObservedVariant;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A write to Shopify")
class ShopifyPushTest {

    private static final String ANSWER =
            """
            {"productVariantsBulkUpdate": {
              "product": {"id": "gid://shopify/Product/1", "updatedAt": "2026-11-21T15:12:18Z",
                "variants": {"pageInfo": {"hasNextPage": %s, "endCursor": "next"},
                             "nodes": [{"id": "gid://shopify/ProductVariant/10"}]},
                "media": {"pageInfo": {"hasNextPage": false}, "nodes": []}},
              "productVariants": [{"id": "gid://shopify/ProductVariant/2000"}],
              "userErrors": []}}
            """;

    @Test
    @DisplayName(
            "D2 to a product with more variants than an answer shows is known by those it wrote, with no read after it")
    void showsWhatItWrote() {
        Observation answer = answer("true");

        assertThat(answer.variants()).extracting(ObservedVariant::externalId).containsExactly("2000");
        assertThat(answer.variantsComplete()).isFalse();
    }

    @Test
    @DisplayName("D2 whose answer shows all variants shows also that others are gone")
    void showsAll() {
        Observation answer = answer("false");

        assertThat(answer.variants()).extracting(ObservedVariant::externalId).containsExactly("10");
        assertThat(answer.variantsComplete()).isTrue();
    }

    private static Observation answer(String hasNextPage) {
        ShopifyPush push = new ShopifyPush(
                new PlannedCall("ProductVariantsUpdate", null, tree("{\"productId\": 1}"), Map.of(), false));
        push.hear(new ShopifyAnswer(tree(ANSWER.formatted(hasNextPage)), Instant.EPOCH));
        assertThat(push.isOpen()).isFalse();
        return push.result();
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
