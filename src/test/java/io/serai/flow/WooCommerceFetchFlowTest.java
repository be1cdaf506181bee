package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.channel.Platform;
import io.serai.platform.Connections;
import io.serai.platform.FetchedPage;
import io.serai.platform.Resource;
import io.serai.store.LandingRepository;
import io.serai.store.Promotions;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("A WooCommerce shop is fetched")
class WooCommerceFetchFlowTest extends FlowTestBase {

    /** As many as make a bulk edit: 256 orders that were changed in one second. */
    private static final int MANY = 2100;

    private static final int DISTURBED_PAGES = 12;

    @Inject
    LandingRepository landing;

    @Inject
    Promotions promotions;

    @Inject
    Connections connections;

    @BeforeEach
    void connect() {
        shops.connectTenant();
        shops.connectWooCommerce();
        shops.settle();
    }

    @Test
    @DisplayName(
            "K6 C7 all orders, to the cent, though they are bought, edited, refunded, trashed and restored meanwhile")
    void whileItMoves() {
        shops.woocommerce.createAsStaff(
                object().put("name", "Hut").put("regular_price", "10.00").put("sku", "H-1"));
        shops.settle();
        ObjectNode past = past(MANY, "EUR", "CHF");
        shops.woocommerce.generate(past.put("customers", 40));
        Instant began = Instant.now();
        Random random = new Random(11);

        UUID all = UUID.randomUUID();
        int items = fetch("woocommerce-fetch-orders", all, null, page -> {
            if (page <= DISTURBED_PAGES) {
                disturb(random);
            }
        });
        assertThat(items).isGreaterThanOrEqualTo(MANY);
        promote(Resource.ORDERS, all, false);
        UUID changes = UUID.randomUUID();
        fetch("woocommerce-fetch-orders", changes, began.minusSeconds(2), page -> {});
        assertThat(landing.count(changes)).as("only those that changed").isLessThan(600);
        promote(Resource.ORDERS, changes, false);

        assertComplete(true);
        assertThat(shops.text(
                        """
                SELECT count(*)::text FROM order_items i JOIN control.listing_variants v ON v.variant_id = i.variant_id
                WHERE v.channel_id = ? AND i.sku = 'H-1'
                """,
                        shops.wooChannel))
                .isEqualTo(
                        shops.text("SELECT count(*)::text FROM order_items WHERE organization_id = ?", shops.tenant));

        // gone without a word (W4): found by a complete pass alone
        shops.woocommerce.orderIds().stream()
                .limit(3)
                .toList()
                .forEach(id -> staff("DELETE", "orders/" + id + "?force=true"));
        UUID complete = UUID.randomUUID();
        jobBegins(complete);
        fetch("woocommerce-fetch-orders", complete, null, page -> {});
        promote(Resource.ORDERS, complete, true);
        assertComplete(true);
    }

    /** What a busy minute does to a shop. */
    private void disturb(Random random) {
        List<String> ids = shops.woocommerce.orderIds();
        for (int i = 0; i < 4; i++) {
            String order = "orders/" + ids.get(random.nextInt(ids.size()));
            staff("PATCH", order, object().put("customer_note", "edited"));
        }
        String thrownAway = ids.get(random.nextInt(ids.size()));
        staff("DELETE", "orders/" + thrownAway);
        if (random.nextBoolean()) {
            staff("POST", "orders/" + thrownAway + "/status", object().put("status", "on-hold"));
        }
        ObjectNode bought = object();
        bought.putArray("lines").addObject().put("sku", "H-1").put("quantity", 2);
        String id = shops.woocommerce.buy(bought);
        staff("POST", "orders/" + id + "/refund", object().put("amount", "1.23"));
    }

    @ParameterizedTest(name = "{0} with {1} decimals, tax in prices: {2}")
    @CsvSource({"JPY, 0, true", "KWD, 3, false"})
    @DisplayName("C7 fact 51 to the last digit of the currency; what the shop withholds is not taken for deleted")
    void otherMoney(String currency, int decimals, boolean taxIncluded) {
        shops.woocommerce.settings(object().put("decimals", decimals).put("pricesIncludeTax", taxIncluded));
        shops.woocommerce.generate(past(220, currency));
        UUID before = UUID.randomUUID();
        fetch("woocommerce-fetch-orders", before, null, page -> {});
        promote(Resource.ORDERS, before, false);
        assertComplete(taxIncluded);

        shops.woocommerce.settings(object().put("unreadableEvery", 7));
        UUID job = UUID.randomUUID();
        jobBegins(job);
        int shown = fetch("woocommerce-fetch-orders", job, null, page -> {});
        assertThat(shown).isLessThan(220);
        promote(Resource.ORDERS, job, true);
        shops.woocommerce.settings(object().put("unreadableEvery", 0));
        assertComplete(taxIncluded);
    }

    @Test
    @DisplayName("K18 with all who have an account and whoever leaves meanwhile")
    void customers() {
        JsonNode past = shops.woocommerce.generate(past(30, "EUR").put("customers", 250));
        long first = past.path("firstCustomer").asLong();
        UUID job = UUID.randomUUID();
        fetch("woocommerce-fetch-customers", job, null, page -> {
            if (page == 1) {
                Stream.of(0, 5, 50).forEach(i -> staff("DELETE", "customers/" + (first + i)));
            }
        });
        assertThat(promote(Resource.CUSTOMERS, job, false))
                .as("with the administrator")
                .isEqualTo(251);
        assertThat(shops.text(
                        "SELECT string_agg(DISTINCT (email LIKE '%@%')::text, ',') FROM customers WHERE organization_id = ?",
                        shops.tenant))
                .isEqualTo("true");
    }

    /** One that no worker takes for its own. */
    private void jobBegins(UUID job) {
        shops.execute(
                """
                INSERT INTO sync_jobs (id, organization_id, integration_id, type, status)
                VALUES (CAST(? AS uuid), ?, ?, 'bulk_orders', 'completed')
                """,
                job.toString(),
                shops.tenant,
                shops.wooChannel);
    }

    /** What happens after a page. */
    private interface Meanwhile {
        void after(int page);
    }

    private int fetch(String route, UUID job, Instant since, Meanwhile meanwhile) {
        int items = 0;
        String cursor = null;
        List<String> cursors = new ArrayList<>();
        do {
            Map<String, Object> variables = new TreeMap<>();
            if (since != null) {
                variables.put("updatedSince", since);
            }
            if (cursor != null) {
                variables.put("cursor", cursor);
            }
            FetchedPage page = page(route, variables);
            landing.land(job, landing.landed(job) + 1, page.lines());
            items += page.items();
            cursor = page.nextCursor();
            cursors.add(cursor);
            assertThat(cursors).as("each page goes on").doesNotHaveDuplicates().hasSizeLessThan(200);
            meanwhile.after(cursors.size());
        } while (cursor != null);
        return items;
    }

    private FetchedPage page(String route, Map<String, Object> variables) {
        Exchange answer = camel.request("direct:" + route, exchange -> {
            exchange.setVariable("connection", connections.of(shops.wooChannel));
            variables.forEach(exchange::setVariable);
        });
        assertThat(answer.getException()).isNull();
        return answer.getMessage().getBody(FetchedPage.class);
    }

    private long promote(Resource resource, UUID job, boolean complete) {
        long promoted = QuarkusTransaction.requiringNew().call(() -> promotions
                .promote(Platform.WOOCOMMERCE, resource, job, shops.wooChannel, complete)
                .items());
        landing.clear(job);
        return promoted;
    }

    private void assertComplete(boolean taxIncluded) {
        FetchedOrders.assertWooCommerceComplete(shops, taxIncluded);
        assertThat(shops.text(
                        """
                SELECT count(*)::text FROM orders o
                JOIN woocommerce_orders w
                    ON w.integration_id = o.channel_id AND w.woocommerce_order_id = o.woocommerce_order_id
                CROSS JOIN LATERAL (
                    SELECT sum(total) AS total, sum(discount) AS discounts FROM order_items WHERE order_id = o.id) items
                CROSS JOIN LATERAL (
                    SELECT coalesce(sum(CAST(fee ->> 'total' AS numeric)
                        + CASE WHEN o.taxes_included THEN CAST(fee ->> 'total_tax' AS numeric) ELSE 0 END), 0) AS total
                    FROM jsonb_array_elements(w.raw_data -> 'fee_lines') fee) fees
                WHERE o.organization_id = ?
                  AND (o.total <> o.subtotal + o.shipping + CASE WHEN o.taxes_included THEN 0 ELSE o.tax END
                       OR o.subtotal <> items.total + fees.total OR o.discounts <> items.discounts)
                """,
                        shops.tenant))
                .as("amounts that do not agree with each other")
                .isEqualTo("0");
    }

    private static ObjectNode past(int orders, String... currencies) {
        ObjectNode past = object().put("seed", 7).put("orders", orders);
        for (String currency : currencies) {
            past.withArray("currencies").add(currency);
        }
        return past;
    }

    private JsonNode staff(String method, String path) {
        return staff(method, path, null);
    }

    private JsonNode staff(String method, String path, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shops.woocommerce.url() + "/twin/" + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<byte[]> answer = shops.send(request);
        assertThat(answer.statusCode()).as(path).isBetween(200, 299);
        return Shops.json(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
    }
}
