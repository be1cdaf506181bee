package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Shops that are unlike most are fetched whole")
class OddShopsTest extends FlowTestBase {

    private static final Duration SOON = Duration.ofSeconds(90);

    /** As many as Shopify lets a product have. */
    private static final int VARIANTS = 2048;

    private static final int SIZES = 64;

    @Test
    @DisplayName("A1 A2 an empty one, of both platforms")
    void empty() {
        connect();
        JsonNode products = completed("products", shops.shopifyChannel);
        assertThat(products.path("processedItems").asInt()).isZero();
        for (String channel : new String[] {shops.shopifyChannel, shops.wooChannel}) {
            JsonNode orders = completed("orders", channel);
            assertThat(orders.path("processedItems").asInt()).isZero();
            assertThat(orders.path("totalItems").asInt()).isZero();
            assertThat(orders.path("notice").isNull()).isTrue();
        }
    }

    @Test
    @DisplayName("A6 K12 one product with 2,048 variants, whole in the raw row and in the hub")
    void manyVariants() {
        connect();
        ObjectNode product = object().put("title", "Everything");
        ArrayNode options = product.putArray("options");
        options.addObject().put("name", "Size").set("values", choices("S", SIZES));
        options.addObject().put("name", "Colour").set("values", choices("C", VARIANTS / SIZES));
        ArrayNode variants = product.putArray("variants");
        for (int i = 0; i < VARIANTS; i++) {
            variants.addObject()
                    .put("sku", "V-" + i)
                    .put("price", "1.50")
                    .putArray("values")
                    .add("S" + i % SIZES)
                    .add("C" + i / SIZES);
        }
        shops.shopify.createAsStaff(product);

        completed("products", shops.shopifyChannel);

        assertThat(shops.count(
                        "SELECT jsonb_array_length(raw_data -> 'variants') FROM shopify_products WHERE integration_id = ?",
                        shops.shopifyChannel))
                .isEqualTo(VARIANTS);
        awaitAllVariants();
    }

    @Test
    @DisplayName("K12 one product with 2,048 variations of WooCommerce, page after page of them")
    void manyVariations() {
        ObjectNode product = object().put("name", "Everything").put("type", "variable");
        ArrayNode attributes = product.putArray("attributes");
        attributes.addObject().put("name", "Size").put("variation", true).set("options", choices("S", SIZES));
        attributes
                .addObject()
                .put("name", "Colour")
                .put("variation", true)
                .set("options", choices("C", VARIANTS / SIZES));
        ArrayNode variations = product.putArray("variations");
        for (int i = 0; i < VARIANTS; i++) {
            ArrayNode chosen = variations
                    .addObject()
                    .put("sku", "V-" + i)
                    .put("regular_price", "1.50")
                    .putArray("attributes");
            chosen.addObject().put("name", "Size").put("option", "S" + i % SIZES);
            chosen.addObject().put("name", "Colour").put("option", "C" + i / SIZES);
        }
        shops.woocommerce.createAsStaff(product);
        connect();

        completed("products", shops.wooChannel);

        awaitAllVariants();
    }

    private static ArrayNode choices(String first, int many) {
        ArrayNode choices = object().putArray("all");
        for (int i = 0; i < many; i++) {
            choices.add(first + i);
        }
        return choices;
    }

    private void awaitAllVariants() {
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.count(
                        "SELECT count(*) FROM product_variants WHERE organization_id = ? AND deleted_at IS NULL",
                        shops.tenant))
                .isEqualTo(VARIANTS));
    }

    @Test
    @DisplayName("C7 an order of 500 lines, emoji, right to left, 18 digits, nobody's name, a test order")
    void oddOrders() {
        shops.shopify.settings(object().put("longIds", true));
        connect();
        ObjectNode large =
                object().put("firstName", "زوي 👩‍🚀").put("lastName", "‏כהן").put("note", "👒 \u202e abc");
        for (int i = 0; i < 500; i++) {
            large.withArray("lines")
                    .addObject()
                    .put("title", "Zeile " + i + " 🧢")
                    .put("price", "0.0" + (i % 9 + 1))
                    .put("quantity", 1 + i % 3);
        }
        String id = shops.shopify.buy(large);
        ObjectNode test = object().put("test", true)
                .put("firstName", "")
                .put("lastName", "")
                .put("email", "no@example.com");
        test.putArray("lines").addObject().put("title", "").put("price", "0");
        shops.shopify.buy(test);
        ObjectNode overTheCounter = object().put("customer", false);
        overTheCounter.putArray("lines").addObject().put("title", "Ball").put("price", "3.50");
        String nobodys = shops.shopify.buy(overTheCounter);
        shops.shopify.createCustomer(object().put("firstName", "Ohne"));

        JsonNode done = completed("orders", shops.shopifyChannel);

        assertThat(id).hasSize(18);
        assertThat(done.path("processedItems").asInt()).isEqualTo(3);
        FetchedOrders.assertComplete(shops);
        assertThat(shops.count(
                        "SELECT count(*) FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.shopify_order_id = ?",
                        id))
                .isEqualTo(500);
        assertThat(shops.text("SELECT customer_name || ' ' || note FROM orders WHERE shopify_order_id = ?", id))
                .isEqualTo("زوي 👩‍🚀 ‏כהן 👒 \u202e abc");
        assertThat(shops.count("SELECT count(*) FROM orders WHERE organization_id = ? AND is_test", shops.tenant))
                .isEqualTo(1);
        assertThat(shops.text(
                        """
                        SELECT concat_ws(' ', customer_id, customer_name, customer_email, shipping_address, billing_address, total)
                        FROM orders WHERE shopify_order_id = ?
                        """,
                        nobodys))
                .as("nothing of a customer")
                .isEqualTo("3.50");
        ObjectNode everybody = object().put("tenantId", shops.tenant).put("force", true);
        everybody.putArray("types").add("customers");
        shops.ask("POST", "/api/sync", everybody);
        await().atMost(SOON)
                .until(() -> shops.count(
                                "SELECT count(*) FROM sync_jobs WHERE integration_id = ? AND type = 'bulk_customers'"
                                        + " AND status = 'completed'",
                                shops.shopifyChannel)
                        > 0);
        assertThat(shops.text(
                        "SELECT string_agg(concat_ws(' ', first_name, email), ',') FROM customers"
                                + " WHERE organization_id = ? AND email IS NULL",
                        shops.tenant))
                .isEqualTo("Ohne");
    }

    @Test
    @DisplayName("K18 C7 an order of 500 lines in WooCommerce, emoji, right to left, a guest without an address")
    void oddOrdersOfWooCommerce() {
        connect();
        shops.woocommerce.createAsStaff(
                object().put("name", "Zeile 🧢").put("regular_price", "0.05").put("sku", "L-1"));
        ObjectNode large = object().put("customer_note", "👒 \u202e abc");
        large.putObject("billing").put("first_name", "زوي 👩‍🚀").put("last_name", "‏כהן");
        for (int i = 0; i < 500; i++) {
            large.withArray("lines").addObject().put("sku", "L-1").put("quantity", 1 + i % 3);
        }
        String id = shops.woocommerce.buy(large);
        ObjectNode guest = object();
        guest.putArray("lines").addObject().put("sku", "L-1");
        shops.woocommerce.buy(guest);

        JsonNode done = completed("orders", shops.wooChannel);

        assertThat(done.path("processedItems").asInt()).isEqualTo(2);
        FetchedOrders.assertWooCommerceComplete(shops, true);
        assertThat(shops.count(
                        "SELECT count(*) FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.woocommerce_order_id = ?"
                                + " AND o.channel_id = ?",
                        id,
                        shops.wooChannel))
                .isEqualTo(500);
        assertThat(shops.text(
                        "SELECT customer_name || ' ' || note FROM orders WHERE woocommerce_order_id = ? AND channel_id = ?",
                        id,
                        shops.wooChannel))
                .isEqualTo("زوي 👩‍🚀 ‏כהן 👒 \u202e abc");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"JPY, 0", "KWD, 3"})
    @DisplayName("C7 to the last digit of a currency without decimals, or with three, of both platforms")
    void otherMoney(String currency, int decimals) {
        shops.shopify.settings(object().put("currency", currency));
        shops.woocommerce.settings(object().put("currency", currency).put("decimals", decimals));
        connect();
        shops.shopify.remember(object().put("seed", 5).put("orders", 60));
        ObjectNode past = object().put("seed", 5).put("orders", 60);
        past.putArray("currencies").add(currency);
        shops.woocommerce.generate(past);

        completed("orders", shops.shopifyChannel);
        FetchedOrders.assertComplete(shops);
        JsonNode done = completed("orders", shops.wooChannel);
        assertThat(done.path("processedItems").asInt()).isEqualTo(60);
        FetchedOrders.assertWooCommerceComplete(shops, true);
    }

    private void connect() {
        FetchedOrders.allowAll(shops);
        shops.woocommerce.settings(object().put("pricesIncludeTax", true));
        shops.connect();
    }

    private JsonNode completed(String resource, String channel) {
        Shops.Answer begun = shops.ask(
                "POST",
                "/api/sync/" + resource,
                object().put("organizationId", shops.tenant)
                        .put("integrationId", channel)
                        .put("fetchAll", true));
        assertThat(begun.status()).as(begun.toString()).isEqualTo(200);
        String job = begun.json().path("syncJobId").asText();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status(job).path("status").asText())
                        .as(status(job).toString())
                        .isEqualTo("completed"));
        return status(job);
    }

    private JsonNode status(String job) {
        return shops.ask("GET", "/api/sync/status/" + job, null).json();
    }
}
