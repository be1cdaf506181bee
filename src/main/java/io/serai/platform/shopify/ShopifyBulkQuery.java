package io.serai.platform.shopify;

import io.serai.platform.BulkRequest;
import io.serai.platform.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** The text of what Shopify is to run over all that there is: it takes no variables (fact 31). */
final class ShopifyBulkQuery {

    private static final Map<Resource, String> TEXTS = new EnumMap<>(Map.of(
            Resource.ORDERS, text("BulkOrders"),
            Resource.CUSTOMERS, text("BulkCustomers"),
            Resource.PRODUCTS, text("BulkProducts")));

    private ShopifyBulkQuery() {}

    static String of(BulkRequest request) {
        String text = TEXTS.get(request.resource());
        if (request.since() == null) {
            return text;
        }
        String list = request.resource().key();
        return text.replaceFirst(list + " \\{", "%s(query: \"updated_at:>='%s'\") {".formatted(list, request.since()));
    }

    private static String text(String operation) {
        String resource = "/graphql/shopify/" + operation + ".graphql";
        try (InputStream stream = ShopifyBulkQuery.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
