package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Customers in the Shopify twin")
class ShopifyCustomersTest extends ShopifyTwinTestBase {

    private static final String CUSTOMERS =
            """
            query Customers($n: Int!, $after: String, $query: String) {
              customers(first: $n, after: $after, query: $query, sortKey: UPDATED_AT) {
                nodes {
                  id legacyResourceId firstName lastName displayName state tags note createdAt updatedAt
                  numberOfOrders amountSpent { amount currencyCode }
                  defaultEmailAddress { emailAddress marketingState } defaultPhoneNumber { phoneNumber }
                  defaultAddress { id name city countryCodeV2 } addressesV2(first: 5) { nodes { id zip } }
                  orders(first: 5) { nodes { name } }
                }
                pageInfo { hasNextPage endCursor }
              }
            }
            """;

    private static ObjectNode parse(String text) {
        return (ObjectNode) json(text.replace('\'', '"'));
    }

    private JsonNode customers(String query) {
        Map<String, Object> variables = new HashMap<>(Map.of("n", 50));
        variables.put("query", query);
        return data(CUSTOMERS, variables).at("/customers/nodes");
    }

    @Test
    @DisplayName("B8 staff create and change a customer, which webhooks tell with numeric ids")
    void createsAndChanges() {
        subscribe("CUSTOMERS_CREATE", "/hook");
        subscribe("CUSTOMERS_UPDATE", "/hook");

        JsonNode made = json(control(
                        "POST",
                        "customers",
                        parse(
                                "{'firstName': 'Zoë', 'lastName': 'Öz', 'email': 'zoe@example.com', 'phone': '+491701', 'tags': ['VIP'], 'addresses': [{'city': 'Ulm', 'zip': '89073'}]}"))
                .body());
        twin.clock().skew(Duration.ofMinutes(5));
        assertThat(control("PATCH", "customers/" + made.path("id").asText(), parse("{'note': 'x', 'state': 'ENABLED'}"))
                        .statusCode())
                .isEqualTo(200);

        JsonNode customer = customers(null).get(0);
        assertThat(customer.path("id").asText())
                .isEqualTo("gid://shopify/Customer/" + made.path("id").asText());
        assertThat(customer.path("displayName").asText()).isEqualTo("Zoë Öz");
        assertThat(customer.path("state").asText()).isEqualTo("ENABLED");
        assertThat(customer.at("/defaultAddress/city").asText()).isEqualTo("Ulm");
        assertThat(customer.path("numberOfOrders").isTextual()).isTrue();
        assertThat(customer.path("updatedAt").asText())
                .isGreaterThan(customer.path("createdAt").asText());
        quiet();
        assertThat(app.received("customers/create")
                        .get(0)
                        .json()
                        .at("/default_address/zip")
                        .asText())
                .isEqualTo("89073");
        assertThat(app.received("customers/update").get(0).json().path("id").isIntegralNumber())
                .isTrue();
        assertThat(control("POST", "customers", parse("{'email': 'ZOE@example.com'}"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(control("PATCH", "customers/1", parse("{'note': 'x'}")).statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("C7 who buys is known by the address from then on, with the number of orders and what was spent")
    void buyers() {
        twin.buy(parse("{'lines': [{'title': 'Hut', 'price': '10'}], 'email': 'a@example.com', 'firstName': 'Al'}"));
        String second = twin.buy(parse("{'lines': [{'title': 'Hut', 'price': '5.5'}], 'email': 'A@example.com'}"));
        twin.buy(parse("{'lines': [{'title': 'Hut', 'price': '5.5'}], 'email': 'b@example.com', 'paid': false}"));
        twin.refund(second, parse("{'amount': '0.50'}"));

        JsonNode customers = customers(null);
        assertThat(customers).hasSize(2);
        JsonNode first = customers("email:a@example.com").get(0);
        assertThat(first.path("numberOfOrders").asText()).isEqualTo("2");
        assertThat(first.at("/amountSpent/amount").asText()).isEqualTo("15.00");
        assertThat(first.at("/orders/nodes")).hasSize(2);
        assertThat(customers("email:b@example.com")
                        .get(0)
                        .at("/amountSpent/amount")
                        .asText())
                .isEqualTo("0.00");
    }

    @Test
    @DisplayName("E4 customers are found by when they were updated, oldest first, page by page")
    void pages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(twin.createCustomer(parse("{'email': 'c" + i + "@example.com'}"))
                    .path("id")
                    .asText());
        }
        twin.clock().skew(Duration.ofMinutes(5));
        String first = ids.remove(0);
        twin.editCustomer(first, parse("{'touch': true}"));
        ids.add(first);

        List<String> found = new ArrayList<>();
        Map<String, Object> variables = new HashMap<>(Map.of("n", 2));
        JsonNode page;
        do {
            page = data(CUSTOMERS, variables).path("customers");
            page.path("nodes").forEach(c -> found.add(c.path("legacyResourceId").asText()));
            variables.put("after", page.at("/pageInfo/endCursor").asText());
        } while (page.at("/pageInfo/hasNextPage").asBoolean());
        assertThat(found).isEqualTo(ids);
        String since = twin.clock().instant().minusSeconds(60).toString();
        assertThat(customers("updated_at:>='" + since + "'")).hasSize(1);
        assertThat(data("{ customersCount { count precision } }").path("customersCount"))
                .hasToString("{\"count\":5,\"precision\":\"EXACT\"}");
        assertThat(data(
                                "query Q($id: ID!) { customer(id: $id) { email } }",
                                Map.of("id", "gid://shopify/Customer/" + first))
                        .at("/customer/email")
                        .asText())
                .isEqualTo("c0@example.com");
    }
}
