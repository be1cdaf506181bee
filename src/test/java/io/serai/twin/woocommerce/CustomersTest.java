package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.twin.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Customers in the WooCommerce twin")
class CustomersTest extends RunningShop {

    private static final String[] FIELDS = {
        "id", "date_created", "date_created_gmt", "date_modified", "date_modified_gmt", "email", "first_name",
                "last_name",
        "role", "username", "billing", "shipping", "is_paying_customer", "avatar_url", "meta_data", "_links"
    };

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.path(field).asText()));
        return texts;
    }

    private static String customer(String first, String email) {
        return shop.post("/customers", Json.object().put("email", email).put("first_name", first))
                .json()
                .path("id")
                .asText();
    }

    @Test
    @DisplayName("53 customers are listed by name, page by page, whenever they were changed")
    void lists() {
        String ben = customer("Ben", "ben@example.com");
        String ada = customer("Ada", "ada@example.com");
        ShopClient.Answer one = shop.get("/customers?per_page=1&modified_after=2099-01-01T00:00:00");
        assertThat(one.header("X-WP-Total")).isEqualTo("2");
        assertThat(one.header("X-WP-TotalPages")).isEqualTo("2");
        assertThat(texts(one.json(), "id")).containsExactly(ada);
        assertThat(texts(shop.get("/customers?per_page=1&page=2").json(), "id")).containsExactly(ben);
        assertThat(texts(shop.get("/customers?orderby=id").json(), "id")).containsExactly(ben, ada);
        assertThat(texts(shop.get("/customers?role=all").json(), "role"))
                .containsExactlyInAnyOrder("administrator", "customer", "customer");
        assertThat(texts(shop.get("/customers?email=BEN@example.com").json(), "id"))
                .containsExactly(ben);
        assertThat(texts(shop.get("/customers?include=" + ben).json(), "id")).containsExactly(ben);
        assertThat(shop.get("/customers?orderby=modified").status()).isEqualTo(400);
        assertThat(shop.get("/customers?per_page=101").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("a customer has the fields of the real one in their order; nobody has changed a new one")
    void fields() {
        JsonNode made = shop.post(
                        "/customers",
                        "{\"email\":\"joerg@example.com\",\"first_name\":\"Jörg\",\"billing\":{\"city\":\"Köln\",\"phone\":\"1\"}}")
                .json();
        List<String> names = new ArrayList<>();
        made.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly(FIELDS);
        assertThat(made.path("date_modified").isNull()).isTrue();
        assertThat(made.path("username").asText()).isEqualTo("joerg");
        assertThat(made.at("/billing/city").asText()).isEqualTo("Köln");
        assertThat(made.path("shipping").has("phone")).isTrue();
        assertThat(shop.get("/customers/" + made.path("id")).json()).isEqualTo(made);
    }

    @Test
    @DisplayName("an address is one customer's, deleting needs force, and who is not there is not found")
    void refuses() {
        String ada = customer("Ada", "ada@example.com");
        String ben = customer("Ben", "ben@example.com");
        assertThat(shop.post("/customers", "{\"email\":\"ADA@example.com\"}").code())
                .isEqualTo("registration-error-email-exists");
        assertThat(shop.post("/customers", "{\"email\":\"nobody\"}").status()).isEqualTo(400);
        assertThat(shop.put("/customers/" + ben, "{\"email\":\"ada@example.com\"}")
                        .code())
                .isEqualTo("woocommerce_rest_customer_invalid_email");
        assertThat(shop.delete("/customers/" + ada).status()).isEqualTo(501);
        assertThat(shop.delete("/customers/" + ada + "?force=true").status()).isEqualTo(200);
        assertThat(shop.get("/customers/" + ada).status()).isEqualTo(404);
        assertThat(shop.get("/customers/" + ada).code()).isEqualTo("wc_user_invalid_id");
        assertThat(shop.post("/orders", "{\"customer_id\":999}").code())
                .isEqualTo("woocommerce_rest_invalid_customer_id");
    }

    @Test
    @DisplayName("staff creates, changes and deletes customers, and each is told")
    void staff() {
        for (String topic : List.of("customer.created", "customer.updated", "customer.deleted")) {
            subscribe(topic);
        }
        JsonNode made = shop.control("POST", "customers", "{\"email\":\"ida@example.com\",\"first_name\":\"Ida\"}")
                .json();
        String path = "customers/" + made.path("id");
        quiet();
        assertThat(receiver.of("customer.created").get(0).json().path("email").asText())
                .isEqualTo("ida@example.com");
        JsonNode changed =
                shop.control("PATCH", path, "{\"last_name\":\"Ihle\"}").json();
        assertThat(changed.path("date_modified").isNull()).isFalse();
        quiet();
        assertThat(receiver.of("customer.updated")
                        .get(0)
                        .json()
                        .path("last_name")
                        .asText())
                .isEqualTo("Ihle");
        assertThat(shop.control("GET", path, null).json()).isEqualTo(changed);
        shop.control("DELETE", path, null);
        quiet();
        assertThat(receiver.of("customer.deleted").get(0).json()).hasToString("{\"id\":" + made.path("id") + "}");
        assertThat(shop.control("GET", path, null).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("whoever has a completed order pays; the orders of whoever is deleted are a guest's")
    void orders() {
        String ada = customer("Ada", "ada@example.com");
        long cup = shop.create(ShopClient.product("Becher", "B"));
        String order = shop.post(
                        "/orders",
                        "{\"customer_id\":%s,\"status\":\"completed\",\"line_items\":[{\"product_id\":%d}]}"
                                .formatted(ada, cup))
                .json()
                .path("id")
                .asText();
        assertThat(shop.get("/customers/" + ada)
                        .json()
                        .path("is_paying_customer")
                        .asBoolean())
                .isTrue();
        assertThat(texts(shop.get("/orders?customer=" + ada).json(), "id")).containsExactly(order);
        shop.delete("/customers/" + ada + "?force=true");
        assertThat(shop.get("/orders/" + order).json().path("customer_id").asLong())
                .isZero();
    }

    @Test
    @DisplayName("customers of the past are sorted by name among those that came later")
    void past() {
        twin.generate(Json.object().put("seed", 3).put("orders", 0).put("customers", 1203));
        String ada = customer("Adam", "adam@example.com");
        shop.control("PATCH", "customers/5", "{\"first_name\":\"Zoe\"}");
        shop.control("DELETE", "customers/6", null);
        List<JsonNode> all = new ArrayList<>();
        for (int page = 1; page <= 13; page++) {
            shop.get("/customers?per_page=100&page=" + page).json().forEach(all::add);
        }
        List<String> names = all.stream()
                .map(one -> (one.path("first_name").asText() + " "
                                + one.path("last_name").asText())
                        .strip())
                .toList();
        assertThat(names).hasSize(1203).isSortedAccordingTo(Comparator.comparing(String::toLowerCase));
        assertThat(all.stream().map(one -> one.path("id").asText()).distinct())
                .hasSize(1203)
                .contains(ada, "5");
        assertThat(shop.control("GET", "state/sums", null)
                        .json()
                        .path("customers")
                        .asInt())
                .isEqualTo(1203);
        assertThat(texts(
                        shop.get("/customers?orderby=registered_date&order=desc&per_page=2")
                                .json(),
                        "id"))
                .containsExactly(ada, "1204");
    }
}
