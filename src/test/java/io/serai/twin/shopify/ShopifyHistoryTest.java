package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Durations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A Shopify twin with a past")
class ShopifyHistoryTest extends ShopifyTwinTestBase {

    private static final String PAGE =
            """
            query Orders($after: String, $query: String, $sort: OrderSortKeys!, $reverse: Boolean! = false) {
              orders(first: 50, after: $after, query: $query, sortKey: $sort, reverse: $reverse) {
                nodes { id updatedAt createdAt totalPriceSet { shopMoney { amount } } }
                pageInfo { hasNextPage endCursor }
              }
            }
            """;
    private static final List<String> SUMS = List.of(
            "totalPriceSet",
            "currentTotalPriceSet",
            "totalTaxSet",
            "totalDiscountsSet",
            "totalShippingPriceSet",
            "totalRefundedSet",
            "subtotalPriceSet",
            "totalReceivedSet");
    private static final List<String> NAMES =
            List.of("total", "currentTotal", "tax", "discounts", "shipping", "refunded", "subtotal", "received");

    private static ObjectNode parse(String text) {
        return (ObjectNode) json(text.replace('\'', '"'));
    }

    @BeforeEach
    void seesAll() {
        settings("scopes", List.of("read_orders", "read_all_orders"));
        settings("restoreRate", 1_000_000);
    }

    private List<JsonNode> pages(String sort, String query, boolean reverse) {
        List<JsonNode> found = new ArrayList<>();
        Map<String, Object> variables = new HashMap<>(Map.of("sort", sort, "reverse", reverse));
        variables.put("query", query);
        JsonNode page;
        do {
            page = data(PAGE, variables).path("orders");
            page.path("nodes").forEach(found::add);
            variables.put("after", page.at("/pageInfo/endCursor").asText());
        } while (page.at("/pageInfo/hasNextPage").asBoolean());
        return found;
    }

    private static List<String> ids(List<JsonNode> orders) {
        return orders.stream().map(o -> o.path("id").asText()).toList();
    }

    /** Reads a bulk result line by line and adds up its orders by currency and field. */
    private Map<String, BigDecimal> bulkSums(Set<String> ids) throws IOException, InterruptedException {
        StringBuilder fields = new StringBuilder();
        SUMS.forEach(f -> fields.append(f)
                .append(" { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } } "));
        String query =
                "{ orders { edges { node { id " + fields + " lineItems { edges { node { id quantity } } } } } } }";
        String id = data(
                        "mutation Run($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id } userErrors { message } } }",
                        Map.of("q", query))
                .at("/bulkOperationRunQuery/bulkOperation/id")
                .asText();
        String find = "query Find($id: ID!) { bulkOperation(id: $id) { status url } }";
        await().atMost(Duration.ofSeconds(60)).until(() -> data(find, Map.of("id", id))
                .at("/bulkOperation/status")
                .asText()
                .equals("COMPLETED"));
        String url = data(find, Map.of("id", id)).at("/bulkOperation/url").asText();
        Map<String, BigDecimal> sums = new HashMap<>();
        var body = HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                JsonNode line = json(text);
                if (line.has("__parentId")) {
                    sums.merge("lineItems", BigDecimal.ONE, BigDecimal::add);
                    continue;
                }
                assertThat(ids.add(line.path("id").asText())).isTrue();
                for (String field : SUMS) {
                    for (String side : List.of("shopMoney", "presentmentMoney")) {
                        JsonNode money = line.path(field).path(side);
                        sums.merge(
                                side + " " + money.path("currencyCode").asText() + " " + NAMES.get(SUMS.indexOf(field)),
                                new BigDecimal(money.path("amount").asText()),
                                BigDecimal::add);
                    }
                }
            }
        }
        return sums;
    }

    private static void assertSums(JsonNode told, Map<String, BigDecimal> read) {
        for (String side : List.of("shopMoney", "presentmentMoney")) {
            told.path(side)
                    .properties()
                    .forEach(currency -> NAMES.forEach(name -> assertThat(
                                    read.get(side + " " + currency.getKey() + " " + name))
                            .as(side + " " + currency.getKey() + " " + name)
                            .isEqualByComparingTo(currency.getValue().path(name).asText())));
        }
        assertThat(read.get("lineItems"))
                .isEqualByComparingTo(told.path("lineItems").asText());
    }

    @ParameterizedTest(name = "{0}, taxes included: {1}")
    @CsvSource({"EUR,true", "EUR,false", "JPY,true", "KWD,false"})
    @DisplayName(
            "C7 what is read in bulk adds up to the minor unit to what the control API tells, edits since included")
    void addsUp(String currency, boolean taxesIncluded) throws Exception {
        settings("currency", currency);
        settings("taxesIncluded", taxesIncluded);
        product("Hut");
        assertThat(control(
                                "POST",
                                "history",
                                parse(
                                        "{'seed': 7, 'orders': 3000, 'customers': 500, 'currencies': {'USD': '1.0873', 'CHF': '0.95', 'BHD': '0.41'}}"))
                        .statusCode())
                .isEqualTo(200);
        String first = ids(pages("ID", "created_at:<'" + Instant.now().minus(Duration.ofDays(1080)) + "'", false))
                .get(0)
                .replaceAll("\\D", "");
        twin.editOrder(first, parse("{'note': 'x'}"));
        twin.buy(parse(
                "{'lines': [{'sku': 'SKU-Hut', 'quantity': 3}], 'discounts': [{'code': 'Y', 'percentage': '33'}]}"));

        Set<String> ids = new HashSet<>();
        Map<String, BigDecimal> read = bulkSums(ids);

        JsonNode told = json(control("GET", "state/sums", null).body());
        assertThat(told.path("orders").asInt()).isEqualTo(3001);
        assertThat(ids).hasSize(3001);
        assertSums(told, read);
        assertThat(told.path("refunds").asInt()).isPositive();
        assertThat(told.path("cancelled").asInt()).isPositive();
    }

    @ParameterizedTest(name = "{0}, reversed: {1}")
    @CsvSource({"ID,false", "UPDATED_AT,false", "UPDATED_AT,true", "CREATED_AT,false"})
    @DisplayName("E4 pages show every order once, in order, those changed since in their new place")
    void pagesAreWhole(String sort, boolean reverse) {
        twin.remember(parse("{'orders': 300, 'customers': 40}"));
        List<String> before = ids(pages("UPDATED_AT", null, false));
        assertThat(before).hasSize(300).doesNotHaveDuplicates();
        assertThat(before).isNotEqualTo(ids(pages("ID", null, false)));
        String edited = before.get(17);
        twin.editOrder(edited.replaceAll("\\D", ""), parse("{'note': 'x'}"));
        twin.buy(parse("{'lines': [{'title': 'Hut', 'price': '1'}]}"));

        List<JsonNode> found = pages(sort, null, reverse);

        assertThat(ids(found)).hasSize(301).doesNotHaveDuplicates();
        if (sort.equals("UPDATED_AT")) {
            assertThat(found)
                    .extracting(o -> o.path("updatedAt").asText())
                    .isSortedAccordingTo(
                            reverse ? java.util.Comparator.reverseOrder() : java.util.Comparator.naturalOrder());
            assertThat(ids(found).get(reverse ? 1 : 299)).isEqualTo(edited);
        }
    }

    @Test
    @DisplayName("A5 a search by time finds exactly what was changed since, whatever it is sorted by")
    void searches() {
        twin.remember(parse("{'orders': 500, 'customers': 40}"));
        List<JsonNode> all = pages("UPDATED_AT", null, false);
        String since = all.get(321).path("updatedAt").asText();
        String created = all.get(200).path("createdAt").asText();
        List<String> wanted = ids(all.subList(321, 500));

        assertThat(ids(pages("UPDATED_AT", "updated_at:>='" + since + "'", false)))
                .isEqualTo(wanted);
        assertThat(ids(pages("ID", "updated_at:>='" + since + "'", false))).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(ids(pages("UPDATED_AT", "updated_at:>'" + since + "' OR name:'#1001'", false)))
                .hasSize(179);
        assertThat(ids(pages("CREATED_AT", "created_at:<'" + created + "' AND updated_at:>='" + since + "'", false)))
                .isEqualTo(all.stream()
                        .filter(o -> o.path("createdAt").asText().compareTo(created) < 0
                                && o.path("updatedAt").asText().compareTo(since) >= 0)
                        .map(o -> o.path("id").asText())
                        .toList());
    }

    @Test
    @DisplayName("fact 26 pages end at 25,000 objects, and no count goes beyond 25,001")
    void ceiling() {
        twin.remember(parse("{'orders': 1000000, 'customers': 250000}"));
        String page =
                "query Far($after: String) { orders(first: 250, after: $after, sortKey: ID) { nodes { id } pageInfo { endCursor hasNextPage } } }";
        Map<String, Object> variables = new HashMap<>();
        JsonNode orders = null;
        for (int i = 0; i < 100; i++) {
            orders = data(page, variables).path("orders");
            assertThat(orders.path("nodes")).hasSize(250);
            variables.put("after", orders.at("/pageInfo/endCursor").asText());
        }
        assertThat(orders.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        assertThat(answer(page, variables).at("/errors/0/message").asText()).contains("25000");
        assertThat(data("{ ordersCount(limit: null) { count precision } }").path("ordersCount"))
                .hasToString("{\"count\":25001,\"precision\":\"AT_LEAST\"}");
        assertThat(data("{ customersCount { count precision } }").path("customersCount"))
                .hasToString("{\"count\":10000,\"precision\":\"AT_LEAST\"}");
    }

    @Test
    @DisplayName(
            "A6 C7 an order of the past names products of the shop and a customer that has as many orders as it says")
    void namesWhatTheShopHas() {
        ObjectNode hat = product("Hut");
        twin.remember(parse("{'orders': 100, 'customers': 30, 'lines': 2}"));
        JsonNode order =
                data("{ orders(first: 1, sortKey: ID) { nodes { name lineItems(first: 5) { nodes { sku product { id } variant { sku } } } customer { numberOfOrders amountSpent { amount } orders(first: 10) { nodes { id netPaymentSet { shopMoney { amount } } } } } } } }")
                        .at("/orders/nodes/0");
        assertThat(order.path("name").asText()).isEqualTo("#1001");
        assertThat(order.at("/lineItems/nodes")).hasSize(2);
        assertThat(order.at("/lineItems/nodes/0/product/id").asText()).isEqualTo(gid(hat));
        assertThat(order.at("/customer/numberOfOrders").asText()).isEqualTo("4");
        BigDecimal spent = BigDecimal.ZERO;
        for (JsonNode one : order.at("/customer/orders/nodes")) {
            spent = spent.add(
                    new BigDecimal(one.at("/netPaymentSet/shopMoney/amount").asText()));
        }
        assertThat(order.at("/customer/orders/nodes")).hasSize(4);
        assertThat(new BigDecimal(order.at("/customer/amountSpent/amount").asText()))
                .isEqualByComparingTo(spent);
        assertThat(twin.buy(parse("{'lines': [{'title': 'x', 'price': '1'}], 'email': 'kunde0@example.com'}")))
                .isNotNull();
        assertThat(data("{ customers(first: 1, query: \"email:kunde0@example.com\") { nodes { numberOfOrders } } }")
                        .at("/customers/nodes/0/numberOfOrders")
                        .asText())
                .isEqualTo("5");
        assertThatThrownBy(() -> twin.remember(parse("{'orders': 10}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("fact 29 a change of the past is searched for only after the index's lag")
    void lags() {
        twin.remember(parse("{'orders': 100}"));
        String id = ids(pages("ID", null, false)).get(3);
        settings("searchLagMillis", 600_000);

        twin.editOrder(id.replaceAll("\\D", ""), parse("{'tags': ['neu']}"));

        assertThat(pages("ID", "tag:neu", false)).isEmpty();
        assertThat(ids(pages("ID", null, false))).hasSize(100).contains(id);
        assertThat(data("query Q($id: ID!) { order(id: $id) { tags } }", Map.of("id", id))
                        .at("/order/tags/0")
                        .asText())
                .isEqualTo("neu");
        settings("searchLagMillis", 1);
        await().atMost(Durations.ONE_MINUTE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ids(pages("ID", "tag:neu", false)).equals(List.of(id)));
    }

    @Test
    @DisplayName("fact 22 without a scope of its own only 60 days of a past are seen, in pages, counts and bulk")
    void sixtyDays() throws Exception {
        twin.remember(parse("{'orders': 1000}"));
        settings("scopes", List.of("read_orders"));

        List<JsonNode> seen = pages("CREATED_AT", null, false);

        String from = twin.clock().instant().minus(Duration.ofDays(60)).toString();
        assertThat(seen).hasSizeBetween(10, 100).allSatisfy(o -> assertThat(
                        o.path("createdAt").asText())
                .isGreaterThanOrEqualTo(from.substring(0, 19)));
        assertThat(data("{ ordersCount { count } }").at("/ordersCount/count").asInt())
                .isEqualTo(seen.size());
        Set<String> bulk = new HashSet<>();
        bulkSums(bulk);
        assertThat(bulk).containsExactlyInAnyOrderElementsOf(ids(seen));
    }

    @Test
    @DisplayName("X1 the same seed gives the same past, another seed another")
    void repeatable() {
        twin.remember(parse("{'seed': 3, 'orders': 50, 'to': '2026-01-01T00:00:00Z'}"));
        List<JsonNode> one = pages("ID", null, false);
        twin.reset();
        twin.remember(parse("{'seed': 3, 'orders': 50, 'to': '2026-01-01T00:00:00Z'}"));
        assertThat(pages("ID", null, false)).isEqualTo(one);
        twin.reset();
        twin.remember(parse("{'seed': 4, 'orders': 50, 'to': '2026-01-01T00:00:00Z'}"));
        assertThat(pages("ID", null, false)).isNotEqualTo(one);
    }
}
