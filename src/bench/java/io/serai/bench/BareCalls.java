package io.serai.bench;

import static io.serai.bench.TwinsProcess.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.woocommerce.WooCommerceOAuth;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The limit: the same calls by somebody who knows beforehand what to say, remembers nothing and is told nothing. One call
 * after the other to each shop, both shops at the same time.
 */
final class BareCalls {

    private static final int SHOPIFY_AT_ONCE = 250;
    private static final int WOOCOMMERCE_AT_ONCE = 100;

    /** How long it took until each shop had taken everything. */
    record Took(Duration shopify, Duration woocommerce) {}

    private final TwinsProcess twins;

    BareCalls(TwinsProcess twins) {
        this.twins = twins;
    }

    /** Every product's figure is lowered by one. */
    Took lowerEverything() {
        List<Runnable> shopify = toShopify();
        List<Runnable> woocommerce = toWooCommerce();
        CompletableFuture<Duration> other = CompletableFuture.supplyAsync(() -> took(woocommerce));
        return new Took(took(shopify), other.join());
    }

    private static Duration took(List<Runnable> calls) {
        Instant begun = Instant.now();
        calls.forEach(Runnable::run);
        return Duration.between(begun, Instant.now());
    }

    private List<Runnable> toShopify() {
        JsonNode shop = twins.ask("shopify", "GET", "state", null);
        String location = "gid://shopify/Location/" + shop.at("/locations/0/id").asText();
        List<JsonNode> lines = new ArrayList<>();
        shop.path("products").forEach(product -> {
            JsonNode variant = product.at("/variants/0");
            int held = variant.path("inventory_quantity").asInt();
            lines.add(JSON.createObjectNode()
                    .put("inventoryItemId", "gid://shopify/InventoryItem/" + variant.path("inventory_item_id").asText())
                    .put("locationId", location)
                    .put("quantity", held - 1)
                    .put("changeFromQuantity", held));
        });
        return parts(lines, SHOPIFY_AT_ONCE).stream()
                .<Runnable>map(part -> () -> set(part))
                .toList();
    }

    private void set(List<JsonNode> lines) {
        ObjectNode variables = JSON.createObjectNode().put("key", UUID.randomUUID().toString());
        variables.putObject("input")
                .put("name", "available")
                .put("reason", "correction")
                .set("quantities", array(lines));
        ObjectNode body = JSON.createObjectNode().put("query", mutation()).set("variables", variables);
        JsonNode answer = TwinsProcess.send(HttpRequest.newBuilder(
                        twins.url("shopify").resolve("/admin/api/2026-10/graphql.json"))
                .header("Content-Type", "application/json")
                .header("X-Shopify-Access-Token", "shpat_serai_dev")
                .POST(TwinsProcess.body(body))
                .build());
        if (!answer.at("/data/inventorySetQuantities/userErrors").isEmpty() || answer.has("errors")) {
            throw new IllegalStateException(answer.toString());
        }
    }

    private static String mutation() {
        try (InputStream file = BareCalls.class.getResourceAsStream("/graphql/shopify/InventorySetQuantities.graphql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each batch is read directly before it is written, as anybody must who compares. */
    private List<Runnable> toWooCommerce() {
        List<JsonNode> products = new ArrayList<>();
        twins.ask("woocommerce", "GET", "state", null).path("products").forEach(products::add);
        List<Runnable> calls = new ArrayList<>();
        parts(products, WOOCOMMERCE_AT_ONCE).forEach(part -> {
            String ids = part.stream().map(product -> product.path("id").asText()).collect(Collectors.joining(","));
            calls.add(() -> woocommerce(
                    "GET",
                    "products",
                    Map.of("include", ids, "per_page", String.valueOf(WOOCOMMERCE_AT_ONCE), "_fields", "id,stock_quantity"),
                    null));
            List<JsonNode> lines = part.stream()
                    .<JsonNode>map(product -> JSON.createObjectNode()
                            .put("id", product.path("id").asLong())
                            .put("stock_quantity", product.path("stock_quantity").asInt() - 1))
                    .toList();
            calls.add(() -> woocommerce(
                    "POST", "products/batch", Map.of(), JSON.createObjectNode().set("update", array(lines))));
        });
        return calls;
    }

    private void woocommerce(String method, String path, Map<String, String> query, JsonNode body) {
        String url = twins.url("woocommerce").resolve("/wp-json/wc/v3/" + path).toString();
        String signed = WooCommerceOAuth.encode(WooCommerceOAuth.sign(
                method, url, query, "ck_serai_dev", "cs_serai_dev", UUID.randomUUID().toString(), Instant.now()));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "?" + signed))
                .header("Content-Type", "application/json")
                .method(method, TwinsProcess.body(body));
        TwinsProcess.send(request.build());
    }

    private static ArrayNode array(List<JsonNode> lines) {
        return JSON.createArrayNode().addAll(lines);
    }

    private static List<List<JsonNode>> parts(List<JsonNode> all, int atOnce) {
        List<List<JsonNode>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += atOnce) {
            parts.add(all.subList(from, Math.min(all.size(), from + atOnce)));
        }
        return parts;
    }
}
