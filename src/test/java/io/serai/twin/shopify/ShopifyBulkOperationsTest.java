package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.FaultSettings;
import io.serai.twin.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Bulk operations in the Shopify twin")
class ShopifyBulkOperationsTest extends ShopifyTwinTestBase {

    private static final String RUN =
            """
            mutation Run($query: String!, $grouped: Boolean! = false) {
              bulkOperationRunQuery(query: $query, groupObjects: $grouped) {
                bulkOperation { id status type query createdAt completedAt objectCount fileSize url }
                userErrors { field message code }
              }
            }
            """;
    private static final String FIND =
            """
            query Find($id: ID!) {
              bulkOperation(id: $id) {
                id status errorCode type objectCount rootObjectCount fileSize url partialDataUrl createdAt completedAt
              }
              node(id: $id) { ... on BulkOperation { status } }
            }
            """;
    private static final String CANCEL =
            "mutation Cancel($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { id status } userErrors { field message } } }";
    private static final String ORDERS =
            """
            {
              orders(sortKey: UPDATED_AT) {
                edges {
                  node {
                    id name createdAt test note tags legacyResourceId
                    total: totalPriceSet { shopMoney { amount currencyCode } }
                    customer { id numberOfOrders }
                    shippingAddress { city }
                    refunds { id totalRefundedSet { shopMoney { amount } } }
                    lineItems { edges { node { __typename id sku quantity taxLines { rate } } } }
                    shippingLines { edges { node { id title } } }
                    discountApplications {
                      edges { node { index value { ... on PricingPercentageValue { percentage } } ... on DiscountCodeApplication { code } } }
                    }
                  }
                }
              }
            }
            """;

    private static ObjectNode parse(String text) {
        return (ObjectNode) json(text.replace('\'', '"'));
    }

    private static JsonNode withoutParent(JsonNode line) {
        ObjectNode child = line.deepCopy();
        child.remove("__parentId");
        return child;
    }

    private String run(String query) {
        JsonNode payload = data(RUN, Map.of("query", query)).path("bulkOperationRunQuery");
        assertThat(payload.path("userErrors")).isEmpty();
        return payload.at("/bulkOperation/id").asText();
    }

    private JsonNode find(String id) {
        return data(FIND, Map.of("id", id)).path("bulkOperation");
    }

    private JsonNode ended(String id) {
        await().atMost(Durations.ONE_MINUTE).pollInterval(Duration.ofMillis(10)).until(() -> !Set.of(
                        "CREATED", "RUNNING", "CANCELING")
                .contains(find(id).path("status").asText()));
        return find(id);
    }

    private static HttpResponse<String> fetch(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private static List<JsonNode> lines(String url) {
        HttpResponse<String> answer = fetch(url);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().lines().map(ShopifyTwinTestBase::json).toList();
    }

    private void buy(int orders) {
        IntStream.range(0, orders)
                .forEach(
                        i -> twin.buy(
                                parse(
                                        """
                        {'lines': [{'title': 'Hut', 'price': '10', 'quantity': 2}, {'title': 'Mantel', 'price': '70.5'}],
                         'shipping': [{'title': 'DHL', 'price': '4.9'}], 'taxes': [{'rate': '0.19'}],
                         'discounts': [{'code': 'A', 'percentage': '10'}]}""")));
    }

    @Test
    @DisplayName(
            "C2 facts 31 to 33 an operation goes from CREATED to COMPLETED, its counts are text, its result is one line an object")
    void completes() {
        subscribe("BULK_OPERATIONS_FINISH", "/hook");
        buy(3);
        twin.nextBulkOperation(parse("{'held': true}"));
        JsonNode created = data(RUN, Map.of("query", ORDERS)).at("/bulkOperationRunQuery/bulkOperation");
        String id = created.path("id").asText();
        assertThat(created.path("status").asText()).isEqualTo("CREATED");
        assertThat(created.path("objectCount").asText()).isEqualTo("0");
        assertThat(created.path("query").asText()).isEqualTo(ORDERS);
        assertThat(created.path("url").isNull()).isTrue();
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> find(id).path("objectCount").asText().equals("15"));
        assertThat(find(id).path("status").asText()).isEqualTo("RUNNING");
        assertThat(find(id).path("url").isNull()).isTrue();

        control("POST", "bulk/" + id.replaceAll("\\D", "") + "/release", null);

        JsonNode done = ended(id);
        assertThat(done.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(done.path("objectCount")).hasToString("\"15\"");
        assertThat(done.path("rootObjectCount")).hasToString("\"3\"");
        assertThat(done.path("errorCode").isNull()).isTrue();
        assertThat(done.path("partialDataUrl").isNull()).isTrue();
        HttpResponse<String> result = fetch(done.path("url").asText());
        assertThat(result.headers().firstValue("Content-Type")).contains("application/jsonl");
        assertThat(result.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSize(done.path("fileSize").asInt());
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> !app.received("bulk_operations/finish").isEmpty());
        JsonNode told = app.received("bulk_operations/finish").get(0).json();
        assertThat(told.path("admin_graphql_api_id").asText()).isEqualTo(id);
        assertThat(told.path("status").asText()).isEqualTo("completed");
        assertThat(told.path("type").asText()).isEqualTo("query");
    }

    @Test
    @DisplayName(
            "C2 fact 32 children stand anywhere after their parent, joined by __parentId; what they say is what a page says")
    void saysWhatPagesSay() {
        buy(40);
        List<JsonNode> lines = lines(ended(run(ORDERS)).path("url").asText());

        Map<String, JsonNode> orders = new HashMap<>();
        Map<String, List<JsonNode>> lineItems = new HashMap<>();
        boolean apart = false;
        String last = null;
        for (JsonNode line : lines) {
            if (!line.has("__parentId")) {
                last = line.path("id").asText();
                orders.put(last, line);
                continue;
            }
            String parent = line.path("__parentId").asText();
            assertThat(orders).containsKey(parent);
            apart |= !parent.equals(last);
            if (line.path("__typename").asText().equals("LineItem")) {
                lineItems.computeIfAbsent(parent, p -> new ArrayList<>()).add(line);
            }
        }
        assertThat(apart).isTrue();
        assertThat(lines).hasSize(40 * 5);
        String page = ORDERS.replace("orders(", "orders(first: 40, ")
                .replace("lineItems {", "lineItems(first: 2) {")
                .replace("shippingLines {", "shippingLines(first: 2) {")
                .replace("discountApplications {", "discountApplications(first: 2) {");
        for (JsonNode edge : data(page).at("/orders/edges")) {
            ObjectNode order = edge.path("node").deepCopy();
            List<JsonNode> children = new ArrayList<>();
            order.at("/lineItems/edges").forEach(child -> children.add(child.path("node")));
            order.remove(List.of("lineItems", "shippingLines", "discountApplications"));
            String id = order.path("id").asText();
            assertThat(orders.get(id)).isEqualTo(order);
            assertThat(lineItems.get(id))
                    .map(ShopifyBulkOperationsTest::withoutParent)
                    .containsExactlyInAnyOrderElementsOf(children);
        }
    }

    @Test
    @DisplayName("C2 fact 32 grouped children follow their parent at once")
    void grouped() {
        buy(5);
        String id = data(RUN, Map.of("query", ORDERS, "grouped", true))
                .at("/bulkOperationRunQuery/bulkOperation/id")
                .asText();
        String parent = null;
        for (JsonNode line : lines(ended(id).path("url").asText())) {
            if (line.has("__parentId")) {
                assertThat(line.path("__parentId").asText()).isEqualTo(parent);
            } else {
                parent = line.path("id").asText();
            }
        }
    }

    @Test
    @DisplayName("C2 an operation finds what its query searches for, in its order, and sees no later change")
    void searches() {
        buy(2);
        twin.clock().skew(Duration.ofMinutes(5));
        String since = twin.clock().second().toString();
        String edited = twin.orderIds().get(0);
        twin.editOrder(edited, parse("{'note': 'x'}"));
        twin.nextBulkOperation(parse("{'held': true}"));
        String id = run("{ orders(query: \"updated_at:>='" + since + "'\") { edges { node { id note } } } }");
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> find(id).path("objectCount").asText().equals("1"));

        twin.editOrder(edited, parse("{'note': 'later'}"));

        control("POST", "bulk/" + id.replaceAll("\\D", "") + "/release", null);
        assertThat(lines(ended(id).path("url").asText())).singleElement().satisfies(line -> assertThat(line)
                .hasToString("{\"id\":\"gid://shopify/Order/" + edited + "\",\"note\":\"x\"}"));
    }

    @Test
    @DisplayName("C2 products and customers can be had in bulk too, and what is empty has no url")
    void otherRoots() {
        product("Hut");
        buy(1);
        List<JsonNode> products = lines(
                ended(run("{ products { edges { node { id title variants { edges { node { id price } } } } } } }"))
                        .path("url")
                        .asText());
        assertThat(products).hasSize(2);
        assertThat(products.get(1).path("price").asText()).isEqualTo("10.00");
        List<JsonNode> customers = lines(
                ended(run("query C { customers { edges { node { ...F } } } } fragment F on Customer { id email }"))
                        .path("url")
                        .asText());
        assertThat(customers.get(0).path("email").asText()).isEqualTo("ada@example.com");
        JsonNode empty = ended(run("{ orders(query: \"name:nothing\") { edges { node { id } } } }"));
        assertThat(empty.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(empty.path("url").isNull()).isTrue();
        assertThat(empty.path("objectCount").asText()).isEqualTo("0");
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            '' | Invalid bulk query: syntax error, unexpected end of file
            { shop { name } } | Bulk queries must contain at least one connection.
            { orders { edges { node { id nope } } } } | Invalid bulk query: Field 'nope' doesn't exist on type 'Order'
            { orders { nodes { id } } } | All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'orders { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: 'orders'.
            { orders { edges { node { name lineItems { edges { node { id } } } } } } } | The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': orders.
            { orders { edges { node { id refunds { refundLineItems { edges { node { id } } } } } } } } | Queries that contain a connection field within a list field are not currently supported.
            { customers { edges { node { id orders { edges { node { id lineItems { edges { node { id product { variants { edges { node { id } } } } } } } } } } } } } } | Bulk queries cannot contain connections with a nesting depth greater than 2.
            { products { edges { node { id variants { edges { node { id } } } media { edges { node { id } } } images { edges { node { id } } } collections { edges { node { id } } } metafields { edges { node { id } } } } } } } | Bulk queries cannot contain more than 5 connections.
            mutation { tagsAdd(id: "gid://shopify/Product/1", tags: ["a"]) { userErrors { message } } } | Invalid operation type. Only `query` operations are supported.
            """)
    @DisplayName("C2 fact 31 a query that cannot be run in bulk is refused in Shopify's words")
    void refuses(String query, String message) {
        JsonNode payload = data(RUN, Map.of("query", query)).path("bulkOperationRunQuery");
        assertThat(payload.path("bulkOperation").isNull()).isTrue();
        assertThat(payload.at("/userErrors/0/message").asText()).isEqualTo(message);
        assertThat(payload.at("/userErrors/0/code").asText()).isEqualTo("INVALID");
        assertThat(payload.at("/userErrors/0/field")).hasToString("[\"query\"]");
    }

    @Test
    @DisplayName("C2 fact 31 five run at a time, or as many as is set")
    void fiveAtATime() {
        buy(1);
        twin.nextBulkOperation(parse("{'held': true, 'times': 5}"));
        List<String> running = IntStream.range(0, 5).mapToObj(i -> run(ORDERS)).toList();

        JsonNode refused = data(RUN, Map.of("query", ORDERS)).path("bulkOperationRunQuery");
        assertThat(refused.at("/userErrors/0/code").asText()).isEqualTo("OPERATION_IN_PROGRESS");
        assertThat(refused.at("/userErrors/0/message").asText()).contains(running);

        control("POST", "bulk/" + running.get(0).replaceAll("\\D", "") + "/release", null);
        ended(running.get(0));
        ended(run(ORDERS));
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> data("{ bulkOperations(first: 9, query: \"status:running\") { nodes { id } } }")
                                .at("/bulkOperations/nodes")
                                .size()
                        == 4);
        settings("bulkQueries", 1);
        assertThat(data(RUN, Map.of("query", ORDERS))
                        .at("/bulkOperationRunQuery/bulkOperation")
                        .isNull())
                .isTrue();
        assertThat(data("{ bulkOperations(first: 1) { nodes { status } } }")
                        .at("/bulkOperations/nodes/0/status")
                        .asText())
                .isEqualTo("COMPLETED");
    }

    @Test
    @DisplayName("C2 a cancelled operation is CANCELING, then CANCELED, and has no result")
    void cancels() {
        buy(1);
        twin.nextBulkOperation(parse("{'held': true}"));
        String id = run(ORDERS);

        JsonNode canceling = data(CANCEL, Map.of("id", id)).path("bulkOperationCancel");
        assertThat(canceling.at("/bulkOperation/status").asText()).isEqualTo("CANCELING");
        JsonNode canceled = ended(id);
        assertThat(canceled.path("status").asText()).isEqualTo("CANCELED");
        assertThat(canceled.path("url").isNull()).isTrue();
        assertThat(data(CANCEL, Map.of("id", id))
                        .at("/bulkOperationCancel/userErrors/0/message")
                        .asText())
                .isEqualTo("A bulk operation cannot be canceled when it is canceled");
        assertThat(data(CANCEL, Map.of("id", "gid://shopify/BulkOperation/1"))
                        .at("/bulkOperationCancel/userErrors/0/message")
                        .asText())
                .isEqualTo("Bulk operation does not exist");
    }

    @Test
    @DisplayName("C2 fact 33 a failed operation has a reason, and partial data that is no whole")
    void fails() {
        subscribe("BULK_OPERATIONS_FINISH", "/hook");
        buy(10);
        control("POST", "bulk/next", parse("{'failAfter': 17, 'errorCode': 'TIMEOUT'}"));

        JsonNode failed = ended(run(ORDERS));

        assertThat(failed.path("status").asText()).isEqualTo("FAILED");
        assertThat(failed.path("errorCode").asText()).isEqualTo("TIMEOUT");
        assertThat(failed.path("url").isNull()).isTrue();
        assertThat(failed.path("objectCount").asText()).isEqualTo("17");
        assertThat(lines(failed.path("partialDataUrl").asText())).hasSize(17);
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> !app.received("bulk_operations/finish").isEmpty());
        assertThat(app.received("bulk_operations/finish")
                        .get(0)
                        .json()
                        .path("error_code")
                        .asText())
                .isEqualTo("timeout");
        assertThat(ended(run(ORDERS)).path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    @DisplayName("C2 fact 30 a nested connection may be cut off without a word")
    void truncates() {
        buy(4);
        twin.nextBulkOperation(parse("{'truncate': {'lineItems': 1}}"));
        JsonNode done = ended(run("{ orders { edges { node { id lineItems { edges { node { id } } } } } } }"));
        assertThat(done.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(done.path("objectCount").asText()).isEqualTo("8");
    }

    @Test
    @DisplayName("C2 fact 33 a result cannot be fetched after seven days, nor without its signature")
    void expires() {
        buy(1);
        String id = run(ORDERS);
        String url = ended(id).path("url").asText();
        // no signature has a tilde
        assertThat(fetch(url.replaceFirst("Signature=.", "Signature=~")).statusCode())
                .isEqualTo(403);
        assertThat(fetch(url.replaceFirst("Expires=\\d+", "Expires=9999999999")).statusCode())
                .isEqualTo(403);
        twin.clock().skew(Duration.ofDays(7).minusMinutes(1));
        assertThat(fetch(url).statusCode()).isEqualTo(200);
        twin.clock().skew(Duration.ofDays(7).plusMinutes(1));
        assertThat(fetch(url).statusCode()).isEqualTo(400);
        assertThat(fetch(url).body()).contains("ExpiredToken");
        assertThat(find(id).path("status").asText()).isEqualTo("EXPIRED");
        assertThat(find(id).path("url").isNull()).isTrue();
    }

    @Test
    @DisplayName("X1 a download may break off in the middle, and go on from there")
    void breaksOff() throws Exception {
        buy(50);
        twin.nextBulkOperation(parse("{'breakAfterBytes': 1000, 'breaks': 1}"));
        JsonNode done = ended(run(ORDERS));
        String url = done.path("url").asText();
        // as Serai asks: by HTTP/2 the end of the connection would come before what was sent on it
        HttpResponse<java.io.InputStream> broken = HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .version(java.net.http.HttpClient.Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        byte[] first = new byte[1000];
        assertThat(broken.body().readNBytes(first, 0, 1000)).isEqualTo(1000);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> broken.body().readAllBytes())
                .isInstanceOf(IOException.class);

        HttpResponse<byte[]> rest = HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Range", "bytes=1000-")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(rest.statusCode()).isEqualTo(206);
        String whole = fetch(url).body();
        assertThat(new String(first, java.nio.charset.StandardCharsets.UTF_8)
                        + new String(rest.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(whole);
        assertThat(whole.length()).isPositive();
    }

    @Test
    @DisplayName("fact 35 the webhook may be lost; asking tells all the same")
    void losesItsWebhook() {
        subscribe("BULK_OPERATIONS_FINISH", "/hook");
        buy(1);
        twin.faults().set(new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0));
        assertThat(ended(run(ORDERS)).path("status").asText()).isEqualTo("COMPLETED");
        await().atMost(Durations.ONE_MINUTE).until(() -> twin.deliveries().lost() == 1);
        quiet();
        assertThat(app.received()).isEmpty();
    }

    @Test
    @DisplayName("X1 an operation takes as long as is wanted, and reset forgets it")
    void takesItsTime() {
        buy(1);
        twin.nextBulkOperation(parse("{'takesMillis': 300}"));
        long begun = System.nanoTime();
        JsonNode done = ended(run(ORDERS));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(json(control("GET", "bulk", null).body())).hasSize(1);
        assertThat(new HashSet<>(List.of(done.path("status").asText()))).containsExactly("COMPLETED");
        twin.reset();
        assertThat(fetch(done.path("url").asText()).statusCode()).isEqualTo(403);
        assertThat(json(control("GET", "bulk", null).body())).isEqualTo(Json.MAPPER.createArrayNode());
    }
}
