package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.SampleCatalogue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The past of a WooCommerce twin")
class HistoryTest extends RunningShop {

    private static final String[] SUMS = {
        "total", "total_tax", "discount_total", "discount_tax", "shipping_total", "shipping_tax"
    };
    private static final int WHOLE_YEARS = 2_500;

    @AfterEach
    void defaults() {
        twin.settings(Json.object().put("decimals", 2).put("unreadableEvery", 0).put("pricesIncludeTax", true));
        twin.clock().skew(Duration.ZERO);
    }

    private static ObjectNode past(int orders, String... currencies) {
        ObjectNode past = Json.object().put("seed", 42).put("orders", orders).put("customers", 100);
        for (String currency : currencies) {
            past.withArray("currencies").add(currency);
        }
        return past;
    }

    /** All pages of a list of orders. */
    private static List<JsonNode> fetch(String query) {
        List<JsonNode> all = new ArrayList<>();
        for (int page = 1; ; page++) {
            ShopClient.Answer answer = shop.get("/orders?per_page=100&page=" + page + query);
            answer.json().forEach(all::add);
            if (page >= Integer.parseInt(answer.header("X-WP-TotalPages"))) {
                return all;
            }
        }
    }

    private static JsonNode told() {
        return shop.control("GET", "state/sums", null).json();
    }

    private static void agrees(List<JsonNode> fetched, JsonNode told) {
        Map<String, List<JsonNode>> byCurrency = new HashMap<>();
        fetched.forEach(order -> byCurrency
                .computeIfAbsent(order.path("currency").asText(), code -> new ArrayList<>())
                .add(order));
        assertThat(byCurrency).hasSameSizeAs(told.path("currencies"));
        byCurrency.forEach((currency, orders) -> {
            JsonNode sums = told.path("currencies").path(currency);
            assertThat(sums.path("orders").asInt()).as(currency).isEqualTo(orders.size());
            for (String sum : SUMS) {
                BigDecimal found = orders.stream()
                        .map(order -> new BigDecimal(order.path(sum).asText()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(found)
                        .as(currency + " " + sum)
                        .isEqualByComparingTo(sums.path(sum).asText());
            }
            BigDecimal refunded = orders.stream()
                    .map(order ->
                            OrderAmountsTest.sum(order.path("refunds"), "total").negate())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(refunded)
                    .as(currency + " refunded")
                    .isEqualByComparingTo(sums.path("refunded").asText());
            assertThat(orders.stream()
                            .mapToInt(order -> order.path("refunds").size())
                            .sum())
                    .isEqualTo(sums.path("refunds").asInt());
            assertThat(orders.stream()
                            .mapToInt(order -> order.path("line_items").size())
                            .sum())
                    .isEqualTo(sums.path("line_items").asInt());
        });
    }

    @Test
    @DisplayName("all pages of all orders come to the sums the twin tells, currency by currency, to the cent")
    void sums() {
        twin.seed(SampleCatalogue.of(1, 20));
        twin.generate(past(WHOLE_YEARS, "EUR", "CHF"));
        List<JsonNode> all = fetch("&orderby=id&order=asc");
        agrees(all, told());
        all.forEach(OrderAmountsTest::agrees);
        assertThat(all).allSatisfy(order -> assertThat(order.path("line_items")).hasSize(3));
        assertThat(told().at("/statuses/trash").asInt()).isPositive();
        assertThat(told().at("/statuses/trash").asInt() + all.size()).isEqualTo(WHOLE_YEARS);
    }

    @Test
    @DisplayName("so they do without decimals, with three, and where tax comes on top")
    void otherDecimals() {
        for (int decimals : List.of(0, 3)) {
            twin.reset();
            twin.settings(Json.object().put("decimals", decimals).put("pricesIncludeTax", decimals == 0));
            twin.generate(past(700, decimals == 0 ? "JPY" : "KWD"));
            List<JsonNode> all = fetch("");
            agrees(all, told());
            all.forEach(OrderAmountsTest::agrees);
        }
    }

    @Test
    @DisplayName("what is made, changed, refunded and deleted afterwards counts, too")
    void changes() {
        twin.createAsStaff(Json.object()
                .put("name", "Hut")
                .put("sku", "HUT")
                .put("price", "10.00")
                .put("stock", 900));
        long first = twin.generate(past(600)).path("firstOrder").asLong();
        twin.buy((ObjectNode) Json.object()
                .set("lines", Json.MAPPER.createArrayNode().add(Json.object().put("sku", "HUT"))));
        for (int i = 0; i < 60; i++) {
            String order = "orders/" + (first + 3 * i);
            switch (i % 4) {
                case 0 -> shop.control("POST", order + "/lines", "{\"sku\":\"HUT\",\"quantity\":2}");
                case 1 -> shop.control("POST", order + "/refund", "{\"amount\":\"0.50\"}");
                case 2 -> shop.control("DELETE", order + (i % 8 == 2 ? "?force=true" : ""), null);
                default -> shop.control("POST", order + "/status", "{\"status\":\"on-hold\"}");
            }
        }
        agrees(fetch("&orderby=modified&order=asc"), told());
        assertThat(shop.control("GET", "pending", null).json().path("orders").asInt())
                .isEqualTo(told().path("orders").asInt());
    }

    @Test
    @DisplayName("60 orders come by modification and then by id, also where many were changed within one second")
    void byModification() {
        twin.generate(past(WHOLE_YEARS));
        List<JsonNode> all = fetch("&orderby=modified&order=asc&status=any");
        Comparator<JsonNode> order = Comparator.<JsonNode, String>comparing(
                        one -> one.path("date_modified_gmt").asText())
                .thenComparingLong(one -> one.path("id").asLong());
        assertThat(all).isSortedAccordingTo(order);
        assertThat(all)
                .allSatisfy(one -> assertThat(one.path("date_modified_gmt").asText())
                        .isGreaterThanOrEqualTo(one.path("date_created_gmt").asText()));
        Map<String, Integer> seconds = new HashMap<>();
        all.forEach(one -> seconds.merge(one.path("date_modified_gmt").asText(), 1, Integer::sum));
        assertThat(seconds.values().stream().mapToInt(n -> n).max().orElseThrow())
                .isGreaterThan(200);
        List<JsonNode> backwards = new ArrayList<>(fetch("&orderby=modified&order=desc"));
        Collections.reverse(backwards);
        assertThat(backwards).isEqualTo(all);
    }

    @Test
    @DisplayName("52 what was modified after a moment is what is in the list of all; the moment itself is left out")
    void since() {
        twin.generate(past(WHOLE_YEARS));
        List<JsonNode> all = fetch("&orderby=modified&order=asc");
        String moment = all.get(1000).path("date_modified_gmt").asText();
        List<JsonNode> later = fetch("&orderby=modified&order=asc&dates_are_gmt=true&modified_after=" + moment);
        assertThat(later)
                .isEqualTo(all.stream()
                        .filter(one -> one.path("date_modified_gmt").asText().compareTo(moment) > 0)
                        .toList());
        String local = all.get(1000).path("date_modified").asText();
        assertThat(fetch("&orderby=modified&order=asc&modified_after=" + local)).isEqualTo(later);
        List<JsonNode> before = fetch("&orderby=id&order=asc&dates_are_gmt=true&modified_before=" + moment);
        assertThat(before)
                .allMatch(one -> one.path("date_modified_gmt").asText().compareTo(moment) < 0);
    }

    @Test
    @DisplayName("60 an order that is changed between two pages moves, and the second page leaves another one out")
    void shifts() {
        long first = twin.generate(past(300)).path("firstOrder").asLong();
        Set<String> seen = new HashSet<>();
        List<JsonNode> before = fetch("&orderby=modified&order=asc");
        shop.get("/orders?per_page=100&orderby=modified&order=asc").json().forEach(one -> seen.add(id(one)));
        shop.control("POST", "orders/" + id(before.get(0)) + "/status", "{\"status\":\"on-hold\"}");
        for (int page = 2; page <= 3; page++) {
            shop.get("/orders?per_page=100&orderby=modified&order=asc&page=" + page)
                    .json()
                    .forEach(one -> seen.add(id(one)));
        }
        assertThat(first).isPositive();
        assertThat(seen).hasSize(before.size() - 1).doesNotContain(id(before.get(100)));
    }

    private static String id(JsonNode order) {
        return order.path("id").asText();
    }

    @Test
    @DisplayName("51 orders that may not be read are left out without a word, of pages that are not the last, too")
    void unreadable() {
        twin.generate(past(300));
        int all = Integer.parseInt(shop.get("/orders").header("X-WP-Total"));
        twin.settings(Json.object().put("unreadableEvery", 7));
        ShopClient.Answer page = shop.get("/orders?per_page=100");
        assertThat(page.json().size()).isBetween(1, 99);
        assertThat(page.header("X-WP-Total")).isEqualTo(String.valueOf(all));
        List<JsonNode> read = fetch("");
        assertThat(read).allMatch(order -> order.path("id").asLong() % 7 != 0);
        assertThat(told().path("unreadable").asInt()).isEqualTo(all - read.size());
        agrees(read, told());
        long hidden = shop.control("GET", "orders", null)
                .json()
                .path("orders")
                .valueStream()
                .mapToLong(JsonNode::asLong)
                .filter(id -> id % 7 == 0)
                .findFirst()
                .orElseThrow();
        assertThat(shop.get("/orders/" + hidden).code()).isEqualTo("woocommerce_rest_cannot_view");
    }

    @Test
    @DisplayName("the same seed gives the same past, another one another")
    void seeds() {
        Instant until = Instant.parse("2026-01-01T00:00:00Z");
        String one = pastOf(5, until);
        assertThat(pastOf(5, until)).isEqualTo(one);
        assertThat(pastOf(6, until)).isNotEqualTo(one);
        assertThat(shop.control("POST", "generate", past(1).toString()).status())
                .isEqualTo(400);
        twin.reset();
        assertThat(shop.control("POST", "generate", past(2_000_000).toString()).status())
                .isEqualTo(400);
        ObjectNode crowded = past(1000).put("from", "2026-01-01T00:00:00Z").put("until", "2026-01-01T00:00:10Z");
        assertThat(shop.control("POST", "generate", crowded.toString()).status())
                .isEqualTo(400);
    }

    private static String pastOf(int seed, Instant until) {
        twin.reset();
        shop.control(
                "POST",
                "generate",
                past(50).put("seed", seed).put("until", until.toString()).toString());
        return shop.get("/orders?per_page=100")
                .text()
                .replaceAll(
                        "\"id\":\\d+|wc_order_twin\\d+|ch_[0-9a-f]+|/\\d+|\"number\":\"\\d+\"|\"value\":\"\\d+\"", "");
    }

    @Test
    @DisplayName("refunds of the past are listed with their lines, and a customer's orders by the customer")
    void refunds() {
        JsonNode made = twin.generate(past(400));
        List<JsonNode> all = fetch("&status=refunded");
        assertThat(all).isNotEmpty();
        JsonNode order = all.get(0);
        JsonNode refund = shop.get("/orders/" + id(order) + "/refunds").json().path(0);
        assertThat(refund.path("amount")).isEqualTo(order.path("total"));
        assertThat(refund.path("line_items")).hasSize(3);
        long customer = made.path("firstCustomer").asLong();
        List<JsonNode> own = fetch("&customer=" + customer);
        assertThat(own).isNotEmpty().allMatch(one -> one.path("customer_id").asLong() == customer);
        JsonNode person = shop.get("/customers/" + customer).json();
        assertThat(own.get(0).at("/billing/email")).isEqualTo(person.path("email"));
        shop.control("DELETE", "customers/" + customer, null);
        assertThat(shop.get("/orders/" + id(own.get(0)))
                        .json()
                        .path("customer_id")
                        .asLong())
                .isZero();
    }

    @Test
    @DisplayName("200,000 orders need no memory of their own: any page of them is there at once")
    void large() {
        JsonNode made = shop.control(
                        "POST",
                        "generate",
                        past(200_000).put("customers", 50_000).toString())
                .json();
        ShopClient.Answer last = shop.get("/orders?per_page=100&orderby=modified&order=asc&page=1900");
        assertThat(last.json()).hasSize(100);
        assertThat(Integer.parseInt(last.header("X-WP-Total")))
                .isEqualTo(told().path("orders").asInt());
        assertThat(shop.get("/orders/" + made.path("lastOrder")).status()).isEqualTo(200);
        assertThat(shop.get("/customers/" + made.path("lastCustomer")).status()).isEqualTo(200);
        assertThat(twin.state().path("orders")).isEmpty();
    }
}
