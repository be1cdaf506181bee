package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.serai.support.PostgresResource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConnectedFlowTest.FetchesOnConnect.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("C5 a shop that is connected")
class ConnectedFlowTest extends FlowTestBase {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** As it is for everybody but the other tests, which begin what they look at themselves. */
    public static final class FetchesOnConnect implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("serai.job.fetch-on-connect", "true");
        }
    }

    @Test
    @DisplayName(
            "is fetched whole by itself: the last days at once, then everything; its webhooks are there, and it says so")
    void byItself() {
        shops.shopify.remember(object().put("seed", 3).put("orders", 300).put("customers", 40));
        shops.woocommerce.generate(object().put("seed", 3).put("orders", 130).put("customers", 20));
        shops.shopify.createAsStaff(
                object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"));
        ObjectNode order = object();
        order.putArray("lines")
                .addObject()
                .put("sku", "H-1")
                .put("title", "Hut")
                .put("price", "10");
        shops.shopify.buy(order);

        shops.shopify.nextBulkOperation(object().put("takesMillis", 3000).put("times", 3));
        shops.connect();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(progress().path("status").asText())
                        .as(progress().toString())
                        .isEqualTo("completed"));

        assertThat(progress().path("percent").asInt()).isEqualTo(100);
        assertThat(progress().path("milestones").findValuesAsText("milestone"))
                .containsOnly("recent_sync", "orders", "customers", "products")
                .hasSize(8);
        assertThat(shops.text(
                        "SELECT string_agg(DISTINCT sync_status || ' ' || (metadata ->> 'v2_architecture'), ',')"
                                + " FROM control.channels WHERE tenant_id = ?",
                        shops.tenant))
                .isEqualTo("synced true");
        assertThat(shops.count(
                        "SELECT count(*) FROM control.subscriptions WHERE channel_id = ? AND status = 'active'",
                        shops.shopifyChannel))
                .isEqualTo(shopifyTopics());
        assertThat(shops.count("SELECT count(*) FROM orders WHERE channel_id = ?", shops.wooChannel))
                .isEqualTo(shops.woocommerce.orderIds().size());
        assertThat(shops.count("SELECT count(*) FROM shopify_products WHERE organization_id = ?", shops.tenant))
                .isEqualTo(1);
        assertThat(shops.text(
                        "SELECT string_agg(type, ' ' ORDER BY completed_at) FROM sync_jobs WHERE integration_id = ?"
                                + " AND type IN ('recent_sync', 'bulk_orders')",
                        shops.shopifyChannel))
                .as("what people look at comes first")
                .isEqualTo("recent_sync bulk_orders");
    }

    @Test
    @DisplayName("is fetched whole once, not because a setting changed, and anew when it comes back")
    void comesBack() {
        shops.woocommerce.generate(object().put("seed", 3).put("orders", 20).put("customers", 5));
        shops.connect();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(progress().path("status").asText())
                        .as(progress().toString())
                        .isEqualTo("completed"));
        String channel = "/api/channels/" + shops.wooChannel;
        assertThat(shops.ask("PATCH", channel, object().put("name", "Hats")).status())
                .isEqualTo(200);
        awaitSettled();
        assertThat(begun()).isEqualTo("bulk_customers bulk_orders recent_sync");

        shops.ask("DELETE", channel, null);
        assertThat(progress().path("channels").findValuesAsText("channelId")).doesNotContain(shops.wooChannel);
        shops.reconnectWooCommerce();
        awaitSettled();
        await().atMost(SOON).untilAsserted(() -> assertThat(begun())
                .isEqualTo("bulk_customers bulk_customers bulk_orders bulk_orders recent_sync recent_sync"));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(progress().path("status").asText())
                    .as(progress().toString())
                    .isEqualTo("completed");
            assertThat(shops.channel(shops.wooChannel).path("syncStatus").asText())
                    .isEqualTo("synced");
        });
    }

    private void awaitSettled() {
        await().atMost(SOON)
                .until(() -> shops.count(
                                "SELECT count(*) FROM control.unsettled_channels WHERE channel_id = ?",
                                shops.wooChannel)
                        == 0);
    }

    private String begun() {
        return shops.text(
                "SELECT string_agg(type, ' ' ORDER BY type) FROM sync_jobs WHERE integration_id = ?", shops.wooChannel);
    }

    private JsonNode progress() {
        return shops.ask("GET", "/api/sync/" + shops.tenant + "/status", null).json();
    }
}
