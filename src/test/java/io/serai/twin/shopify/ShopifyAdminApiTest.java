package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.CallLog;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults.Fate;
import io.serai.twin.Json;
import io.serai.twin.SampleCatalogue;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShopifyAdminApiTest extends ShopifyTwinTestBase {

    private static final String PAGE =
            "query Page($n: Int!, $a: String, $q: String) { products(first: $n, after: $a, query: $q, sortKey: UPDATED_AT) { nodes { id } pageInfo { hasNextPage endCursor } } }";
    private static final String SET_STOCK =
            "mutation($in: InventorySetQuantitiesInput!, $k: String!) { inventorySetQuantities(input: $in) @idempotent(key: $k) { inventoryAdjustmentGroup { id changes { delta } } userErrors { code field } } }";

    private static JsonNode only(JsonNode data) {
        return data.elements().next();
    }

    private static String code(JsonNode data) {
        return only(data).at("/userErrors/0/code").asText(null);
    }

    private static String message(JsonNode data) {
        return only(data).at("/userErrors/0/message").asText(null);
    }

    private void define() {
        data(
                "mutation($d: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $d) { userErrors { message } } }",
                Map.of(
                        "d",
                        Map.of(
                                "name",
                                "Hub",
                                "namespace",
                                "serai",
                                "key",
                                "hub_id",
                                "type",
                                "id",
                                "ownerType",
                                "PRODUCT")));
    }

    private static Map<String, ?> customId(String value) {
        return Map.of("customId", Map.of("namespace", "serai", "key", "hub_id", "value", value));
    }

    private ObjectNode shirt() {
        return twin.createAsStaff(
                (ObjectNode)
                        json(
                                """
                {"title": "Hemd", "vendor": "Serai", "options": [{"name": "Größe", "values": ["S", "M"]}],
                 "variants": [{"values": ["S"], "price": "10.00", "sku": "H-S"}, {"values": ["M"], "price": "11.00", "sku": "H-M"}]}"""));
    }

    @Test
    @DisplayName("a wrong token is 401 in Shopify's words")
    void token() {
        HttpResponse<String> response = post("2026-10", "wrong", "{ shop { name } }", Map.of());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response.body()).get("errors").asText())
                .isEqualTo("[API] Invalid API key or access token (unrecognized login or wrong password)");
    }

    @Test
    @DisplayName(
            "fact 17 an old version is served by the oldest supported, which the answer names; what never was one is 404")
    void versions() {
        assertThat(post("2026-10", "shpat_serai_dev", "{ shop { name } }", Map.of())
                        .headers()
                        .firstValue("X-Shopify-API-Version"))
                .hasValue("2026-10");
        assertThat(post("2024-01", "shpat_serai_dev", "{ shop { name } }", Map.of())
                        .headers()
                        .firstValue("X-Shopify-API-Version"))
                .hasValue("2026-01");
        assertThat(post("2026-11", "shpat_serai_dev", "{ shop { name } }", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("the Date header and updatedAt follow the shop's own clock, right or wrong")
    void skew() {
        Instant before = Instant.now();
        assertThat(control("PUT", "settings", Map.of("skewMillis", -600_000)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> response = post(
                "2026-10",
                "shpat_serai_dev",
                CREATE.replace("id variants", "id updatedAt variants"),
                Map.of("p", Map.of("title", "Spät")));
        Instant date = ZonedDateTime.parse(
                        response.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        Instant updated = Instant.parse(json(response.body())
                .at("/data/productCreate/product/updatedAt")
                .asText());
        // Both are without fractions of a second.
        Instant earliest = before.minusSeconds(601);
        Instant latest = Instant.now().minusSeconds(600);
        assertThat(date).isBetween(earliest, latest);
        assertThat(updated).isBetween(earliest, latest);
    }

    @Test
    @DisplayName("fact 23 the answer says what the bucket holds and how fast it fills")
    void bucket() {
        settings("restoreRate", 0.001);
        settings("maximumAvailable", 20000);
        JsonNode status = answer("{ shop { name } }", Map.of()).at("/extensions/cost/throttleStatus");
        assertThat(status.get("restoreRate").asDouble()).isEqualTo(0.001);
        assertThat(status.get("maximumAvailable").asDouble()).isEqualTo(20000);
        assertThat(status.get("currentlyAvailable").asInt()).isEqualTo(19999);
    }

    @Test
    @DisplayName("fact 24 a query over 1000 points is refused, and a smaller one pays only what it got")
    void cost() {
        product("Hut");
        String query =
                "query($a: Int!, $b: Int!) { products(first: $a) { nodes { id variants(first: $b) { nodes { id } } } } }";
        assertThat(answer(query, Map.of("a", 250, "b", 250))
                        .at("/errors/0/extensions/code")
                        .asText())
                .isEqualTo("MAX_COST_EXCEEDED");
        JsonNode cost = answer(query, Map.of("a", 100, "b", 50)).at("/extensions/cost");
        assertThat(cost.get("requestedQueryCost").asInt()).isEqualTo(402);
        assertThat(cost.get("actualQueryCost").asInt()).isEqualTo(3);
        assertThat(answer(UPDATE, Map.of("p", Map.of("id", "gid://shopify/Product/1")))
                        .at("/extensions/cost/actualQueryCost")
                        .asInt())
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    @DisplayName("fact 25 an empty bucket answers THROTTLED in 200, or 429, without effect")
    void throttled() {
        settings("maximumAvailable", 15);
        settings("restoreRate", 0.001);
        data("{ shop { name } }");
        JsonNode answer = answer(CREATE, Map.of("p", Map.of("title", "Nie")));
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("THROTTLED");
        assertThat(answer.at("/extensions/cost/throttleStatus/currentlyAvailable")
                        .asInt())
                .isEqualTo(14);
        settings("throttledStatus", 429);
        assertThat(post("2026-10", "shpat_serai_dev", CREATE, Map.of("p", Map.of("title", "Nie")))
                        .statusCode())
                .isEqualTo(429);
        assertThat(twin.listed()).isEmpty();
    }

    @Test
    @DisplayName("fact 26 input arrays hold at most 250 entries")
    void arrays() {
        List<String> ids = Collections.nCopies(251, "gid://shopify/Product/1");
        JsonNode answer = answer("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", Map.of("ids", ids));
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("MAX_INPUT_SIZE_EXCEEDED");
    }

    @Test
    @DisplayName("fact 27 a product has at most 2048 variants")
    void variantLimit() {
        List<Map<String, Object>> values = IntStream.range(0, 2049)
                .<Map<String, Object>>mapToObj(i -> Map.of("name", "v" + i))
                .toList();
        List<Map<String, Object>> variants = IntStream.range(0, 2049)
                .<Map<String, Object>>mapToObj(i -> Map.of(
                        "optionValues", List.of(Map.of("optionName", "O", "name", "v" + (i % 2049))), "price", "1"))
                .toList();
        List<Map<String, Object>> some = values.subList(0, 200);
        JsonNode answer = data(
                SET,
                Map.of(
                        "p",
                        Map.of(
                                "title",
                                "Viele",
                                "productOptions",
                                List.of(Map.of("name", "O", "values", some)),
                                "variants",
                                variants)));
        assertThat(code(answer)).isEqualTo("VARIANTS_OVER_LIMIT");
    }

    @Test
    @DisplayName("fact 29 search is behind, nodes is not")
    void searchLags() {
        settings("searchLagMillis", 600_000);
        ObjectNode product = product("Hut");
        assertThat(data(PAGE, Map.of("n", 5)).at("/products/nodes")).isEmpty();
        assertThat(data("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", Map.of("ids", List.of(gid(product))))
                        .at("/nodes/0/id")
                        .asText())
                .isEqualTo(gid(product));
        settings("searchLagMillis", 1);
        Awaitility.await()
                .atMost(Durations.ONE_MINUTE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> data(PAGE, Map.of("n", 5)).at("/products/nodes").size() == 1);
    }

    @Test
    @DisplayName("fact 36 setting stock needs an idempotency key; the same key answers the same and does it once")
    void idempotency() {
        ObjectNode product = product("Hut");
        Map<String, ?> variables = Map.of("in", stock(product, 5, 0), "k", "key-1");
        JsonNode first = data(SET_STOCK, variables);
        assertThat(data(SET_STOCK, variables)).isEqualTo(first);
        assertThat(twin.calls().counts().unchanged()).isEmpty();
        assertThat(code(data(SET_STOCK, Map.of("in", stock(product, 6, 5), "k", "key-1"))))
                .isEqualTo("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
        JsonNode without = answer(
                SET_STOCK.replace(" @idempotent(key: $k)", "").replace(", $k: String!", ""),
                Map.of("in", stock(product, 6, 5)));
        assertThat(without.at("/errors/0/message").asText()).contains("@idempotent");
    }

    private Map<String, ?> stock(ObjectNode product, int quantity, Integer from) {
        Map<String, Object> one = new HashMap<>();
        one.put(
                "inventoryItemId",
                "gid://shopify/InventoryItem/"
                        + product.at("/variants/0/inventory_item_id").asLong());
        one.put(
                "locationId",
                "gid://shopify/Location/" + twin.state().at("/locations/0/id").asLong());
        one.put("quantity", quantity);
        one.put("changeFromQuantity", from);
        return Map.of("name", "available", "reason", "correction", "quantities", List.of(one));
    }

    @Test
    @DisplayName("fact 37 a stale quantity fails the whole call, null does not compare, a missing one is an error")
    void staleQuantity() {
        ObjectNode a = product("Eins");
        ObjectNode b = product("Zwei");
        Map<String, Object> both = new HashMap<>(stock(a, 5, 0));
        List<Object> quantities = new ArrayList<>((List<?>) both.get("quantities"));
        quantities.addAll((List<?>) stock(b, 5, 3).get("quantities"));
        both.put("quantities", quantities);
        assertThat(code(data(SET_STOCK, Map.of("in", both, "k", "k1")))).isEqualTo("CHANGE_FROM_QUANTITY_STALE");
        assertThat(twin.product(a.get("id").asText())
                        .orElseThrow()
                        .at("/variants/0/inventory_quantity")
                        .asInt())
                .isZero();
        assertThat(code(data(SET_STOCK, Map.of("in", stock(b, 5, null), "k", "k2"))))
                .isNull();
    }

    @Test
    @DisplayName("fact 39 a bundle's stock cannot be set and poisons the batch")
    void bundles() {
        ObjectNode bundle =
                twin.createAsStaff(Json.object().put("title", "Bündel").put("requiresComponents", true));
        assertThat(code(data(SET_STOCK, Map.of("in", stock(bundle, 5, 0), "k", "k1"))))
                .isEqualTo("NON_MUTABLE_INVENTORY_ITEM");
    }

    @Test
    @DisplayName("fact 40 productSet deletes the variants it does not name and keeps the scalars it does not name")
    void productSet() {
        ObjectNode shirt = shirt();
        JsonNode set = data(SET, Map.of("i", Map.of("id", gid(shirt)), "p", (Object) Map.of(
                "productOptions", List.of(Map.of("name", "Größe", "values", List.of(Map.of("name", "M")))),
                "variants",
                        List.of(Map.of(
                                "optionValues",
                                List.of(Map.of("optionName", "Größe", "name", "M")),
                                "compareAtPrice",
                                "15")))));
        JsonNode product = set.at("/productSet/product");
        assertThat(product.at("/variants/nodes")).hasSize(1);
        assertThat(product.at("/variants/nodes/0/id").asText())
                .isEqualTo(shirt.at("/variants/1/admin_graphql_api_id").asText());
        assertThat(product.at("/variants/nodes/0/price").asText()).isEqualTo("11.00");
        assertThat(product.at("/variants/nodes/0/compareAtPrice").asText()).isEqualTo("15.00");
        assertThat(product.at("/title").asText()).isEqualTo("Hemd");
        assertThat(product.at("/vendor").asText()).isEqualTo("Serai");
    }

    @Test
    @DisplayName("fact 40 productVariantsBulkUpdate is partial")
    void bulkUpdate() {
        ObjectNode shirt = shirt();
        String id = shirt.at("/variants/0/admin_graphql_api_id").asText();
        JsonNode updated =
                data(VARIANTS_UPDATE, Map.of("id", gid(shirt), "v", List.of(Map.of("id", id, "price", "12.5"))));
        assertThat(updated.at("/productVariantsBulkUpdate/productVariants/0/sku")
                        .asText())
                .isEqualTo("H-S");
        assertThat(updated.at("/productVariantsBulkUpdate/productVariants/0/price")
                        .asText())
                .isEqualTo("12.50");
        assertThat(twin.product(shirt.get("id").asText()).orElseThrow().get("variants"))
                .hasSize(2);
    }

    @Test
    @DisplayName("productSet by custom id creates once, whatever is repeated, and needs the definition")
    void customId() {
        Map<String, ?> variables = Map.of("i", customId("u-1"), "p", Map.of("title", "Einmal"));
        assertThat(code(data(SET, variables))).isEqualTo("INVALID_METAFIELD");
        define();
        JsonNode first = data(SET, variables);
        JsonNode second = data(SET, variables);
        assertThat(second.at("/productSet/product/id")).isEqualTo(first.at("/productSet/product/id"));
        assertThat(first.at("/productSet/product/metafields/nodes/0/value").asText())
                .isEqualTo("u-1");
        assertThat(twin.listed()).hasSize(1);
        JsonNode found = data(
                "query($i: ProductIdentifierInput!) { productByIdentifier(identifier: $i) { id } }",
                Map.of("i", customId("u-1")));
        assertThat(found.at("/productByIdentifier/id")).isEqualTo(first.at("/productSet/product/id"));
    }

    @Test
    @DisplayName(
            "what Shopify does to content: trims, strips scripts, sorts tags and drops their doubles, two decimals")
    void content() {
        JsonNode set = data(
                SET,
                Map.of(
                        "p",
                        Map.of(
                                "title",
                                "  Hut  ",
                                "descriptionHtml",
                                "<p onclick=\"x()\">a<script>x()</script></p>",
                                "tags",
                                List.of("b", "A", " a "),
                                "productOptions",
                                List.of(Map.of("name", "O", "values", List.of(Map.of("name", "1")))),
                                "variants",
                                List.of(Map.of(
                                        "optionValues",
                                        List.of(Map.of("optionName", "O", "name", "1")),
                                        "price",
                                        "9.9",
                                        "sku",
                                        " ")))));
        JsonNode product = set.at("/productSet/product");
        assertThat(product.get("title").asText()).isEqualTo("Hut");
        assertThat(product.get("handle").asText()).isEqualTo("hut");
        assertThat(product.get("tags")).extracting(JsonNode::asText).containsExactly("A", "b");
        assertThat(product.at("/variants/nodes/0/price").asText()).isEqualTo("9.90");
        assertThat(product.at("/variants/nodes/0/sku").asText()).isEmpty();
        assertThat(twin.listed().get(0).description()).isEqualTo("<p>a</p>");
    }

    @Test
    @DisplayName("what is refused says so in userErrors and does nothing")
    void userErrors() {
        ObjectNode shirt = shirt();
        String small = shirt.at("/variants/0/admin_graphql_api_id").asText();
        JsonNode before = twin.state().get("products");
        assertThat(message(data(UPDATE, Map.of("p", Map.of("id", gid(shirt), "title", "  ")))))
                .isEqualTo("Title can't be blank");
        assertThat(message(data(UPDATE, Map.of("p", Map.of("id", "gid://shopify/Product/1", "title", "x")))))
                .isEqualTo("Product does not exist");
        assertThat(code(data(
                        VARIANTS_UPDATE, Map.of("id", gid(shirt), "v", List.of(Map.of("id", small, "price", "-1"))))))
                .isEqualTo("GREATER_THAN_OR_EQUAL_TO");
        assertThat(code(data(
                        VARIANTS_UPDATE,
                        Map.of(
                                "id",
                                gid(shirt),
                                "v",
                                List.of(Map.of(
                                        "id",
                                        small,
                                        "optionValues",
                                        List.of(Map.of("optionName", "Größe", "name", "M"))))))))
                .isEqualTo("VARIANT_ALREADY_EXISTS");
        assertThat(code(data(SET, Map.of("i", Map.of("id", "gid://shopify/Product/1"), "p", Map.of("title", "x")))))
                .isEqualTo("PRODUCT_DOES_NOT_EXIST");
        assertThat(code(data(SET, Map.of("i", Map.of("id", gid(shirt)), "p", Map.of("variants", List.of())))))
                .isEqualTo("PRODUCT_OPTIONS_INPUT_MISSING");
        assertThat(code(data(SET, Map.of("i", Map.of("handle", "neu"), "p", Map.of("title", "x", "handle", "anders")))))
                .isEqualTo("INPUT_MISMATCH");
        List<Map<String, Object>> four = IntStream.range(0, 4)
                .<Map<String, Object>>mapToObj(i -> Map.of("name", "o" + i, "values", List.of(Map.of("name", "v"))))
                .toList();
        assertThat(code(data(SET, Map.of("p", Map.of("title", "x", "productOptions", four, "variants", List.of())))))
                .isEqualTo("OPTIONS_OVER_LIMIT");
        assertThat(twin.state().get("products")).isEqualTo(before);
    }

    @Test
    @DisplayName("pages have no gap and no repeat, and cursors are opaque")
    void pages() {
        IntStream.range(0, 25).forEach(i -> product("P" + i));
        List<String> seen = new ArrayList<>();
        String cursor = null;
        boolean more = true;
        while (more) {
            Map<String, Object> variables = new HashMap<>(Map.of("n", 4));
            variables.put("a", cursor);
            JsonNode page = data(PAGE, variables).get("products");
            page.get("nodes").forEach(n -> seen.add(n.get("id").asText()));
            cursor = page.at("/pageInfo/endCursor").asText();
            more = page.at("/pageInfo/hasNextPage").asBoolean();
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("products are searched by updated_at, sku and id")
    void search() {
        ObjectNode hat = product("Hut");
        product("Schal");
        assertThat(data(PAGE, Map.of("n", 5, "q", "sku:SKU-Hut OR sku:nichts")).at("/products/nodes"))
                .hasSize(1);
        assertThat(data(PAGE, Map.of("n", 5, "q", "id:" + hat.get("id").asLong()))
                        .at("/products/nodes"))
                .hasSize(1);
        assertThat(data(PAGE, Map.of("n", 5, "q", "updated_at:>'2026-01-01T00:00:00Z'"))
                        .at("/products/nodes"))
                .hasSize(2);
        assertThat(data(PAGE, Map.of("n", 5, "q", "updated_at:>'2099-01-01T00:00:00Z'"))
                        .at("/products/nodes"))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "an equal mutation raises updatedAt all the same, and is counted as changing nothing; a double is counted")
    void counts() {
        ObjectNode product = product("Hut");
        twin.clock().skew(Duration.ofMinutes(5));
        JsonNode updated = data(UPDATE, Map.of("p", Map.of("id", gid(product), "title", "Hut")));
        Instant before = java.time.OffsetDateTime.parse(
                        product.get("updated_at").asText())
                .toInstant();
        assertThat(Instant.parse(updated.at("/productUpdate/product/updatedAt").asText()))
                .isAfter(before);
        data(UPDATE, Map.of("p", Map.of("id", gid(product), "title", "Hut 2")));
        data(CREATE, Map.of("p", Map.of("title", "Hut 2")));
        CallLog.Counts counts = twin.calls().counts();
        assertThat(counts.unchanged()).containsExactly(new CallLog.Unchanged("productUpdate", gid(product)));
        assertThat(counts.doubles()).extracting(CallLog.Double::existing).containsExactly(gid(product));
        assertThat(counts.of("UpdateProduct")).isEqualTo(2);
        assertThat(json(control("GET", "calls", null).body())
                        .at("/byOperation/CreateProduct")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("ids of 18 digits come through exactly")
    void longIds() {
        settings("longIds", true);
        ObjectNode product = product("Hut");
        assertThat(product.get("id").asText()).hasSize(18);
        assertThat(data("query($id: ID!) { product(id: $id) { legacyResourceId } }", Map.of("id", gid(product)))
                        .at("/product/legacyResourceId")
                        .asText())
                .isEqualTo(product.get("id").asText());
    }

    @Test
    @DisplayName("a timeout after the effect takes effect, a reset before has none")
    void faults() {
        settings("timeScale", 1);
        twin.faults().set(Json.MAPPER.convertValue(Map.of("timeout", 30), FaultSettings.class));
        twin.faults().next(Fate.RESET_BEFORE);
        assertThatThrownBy(() -> answer(CREATE, Map.of("p", Map.of("title", "Nie"))))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(twin.listed()).isEmpty();
        twin.faults().next(Fate.TIMEOUT_AFTER_EFFECT);
        assertThatThrownBy(() -> answer(CREATE, Map.of("p", Map.of("title", "Doch"))))
                .isInstanceOf(UncheckedIOException.class);
        twin.faults().next(Fate.RESET_AFTER);
        assertThatThrownBy(() -> answer(CREATE, Map.of("p", Map.of("title", "Auch"))))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(twin.listed()).hasSize(2);
        twin.faults().next(Fate.SERVER_ERROR);
        assertThat(post("2026-10", "shpat_serai_dev", "{ shop { name } }", Map.of())
                        .statusCode())
                .isEqualTo(503);
        twin.faults().next(Fate.THROTTLED);
        assertThat(answer("{ shop { name } }", Map.of())
                        .at("/errors/0/extensions/code")
                        .asText())
                .isEqualTo("THROTTLED");
    }

    @Test
    @DisplayName("the staff adds, changes and removes variants by the control API")
    void staffVariants() {
        ObjectNode shirt = shirt();
        String id = shirt.get("id").asText();
        String small = shirt.at("/variants/0/id").asText();
        ObjectNode change = (ObjectNode)
                json(
                        """
                {"variants": [{"sku": "H-M", "price": "13"}], "addVariants": [{"values": ["L"], "price": "14", "sku": "H-L"}]}""");
        change.putArray("removeVariants").add(small);
        HttpResponse<String> response = control("PATCH", "products/" + id, change);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response.body()).get("variants"))
                .extracting(v -> v.get("sku").asText() + " " + v.get("price").asText())
                .containsExactly("H-M 13.00", "H-L 14.00");
        assertThat(control("PATCH", "products/" + id, Map.of("titel", "x")).statusCode())
                .isEqualTo(400);
        assertThat(control("DELETE", "products/" + id, null).statusCode()).isEqualTo(200);
        assertThat(control("PATCH", "products/" + id, Map.of("title", "x")).statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("the sample catalogue fills the shop without a webhook, and the page is served")
    void seeded() {
        subscribe("PRODUCTS_CREATE", "/hook");
        twin.seed(SampleCatalogue.of(1, 40));
        assertThat(twin.pending()).isZero();
        assertThat(twin.listed()).hasSize(38);
        assertThat(control("GET", "", null).body()).contains("shopify twin");
        assertThat(json(control("GET", "pending", null).body()).get("pending").asInt())
                .isZero();
    }
}
