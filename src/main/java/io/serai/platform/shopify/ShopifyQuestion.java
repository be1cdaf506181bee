package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One GraphQL request.
 *
 * @param operation the name of the document in {@code graphql/shopify}
 * @param write whether it changes something, so that its outcome can be unknown
 */
public record ShopifyQuestion(String operation, JsonNode variables, boolean write) {

    static ShopifyQuestion query(String operation, JsonNode variables) {
        return new ShopifyQuestion(operation, variables, false);
    }

    static ShopifyQuestion mutation(String operation, JsonNode variables) {
        return new ShopifyQuestion(operation, variables, true);
    }
}
