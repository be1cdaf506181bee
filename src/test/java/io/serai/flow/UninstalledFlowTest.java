package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("B8 app/uninstalled")
class UninstalledFlowTest extends FlowTestBase {

    private static final String TOPIC = "app/uninstalled";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @DisplayName("pauses the channel and says what to do; with a new token it goes on where it was")
    void pausesTheChannel() {
        shops.connect();
        String product = shops.create(json("{\"name\":\"Hut\",\"sku\":\"H-1\",\"price\":10}"));
        shops.settle();
        shops.shopify.uninstall();
        await().atMost(PATIENCE).until(() -> shops.channel(shops.shopifyChannel)
                .path("statusReason")
                .asText()
                .startsWith("The app was uninstalled in the shop"));
        assertThat(shops.channel(shops.shopifyChannel).path("status").asText()).isEqualTo("paused");
        assertThat(fate()).isEqualTo("processed");

        shops.patch(product, object().put("name", "Strohhut"));
        await().atMost(PATIENCE)
                .until(() -> shops.inWooCommerce("H-1").path("name").asText().equals("Strohhut"));
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Hut");

        shops.shopify.settings(object().put("accessToken", "shpat_installed_again"));
        ObjectNode change = object();
        change.putObject("credentials").put("accessToken", "shpat_installed_again");
        shops.ask("PATCH", "/api/channels/" + shops.shopifyChannel, change);
        shops.settle();
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Strohhut");
        assertThat(shops.channel(shops.shopifyChannel).path("statusReason").isNull())
                .isTrue();
        await().atMost(PATIENCE)
                .until(() -> shops.shopify.state().path("subscriptions").size() == shopifyTopics());
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("told late does not pause a channel that was given access since, nor does one about another shop")
    void toldLate() {
        shops.connect();
        Sender sender = new Sender(serai);
        Instant longAgo = Instant.now().minusSeconds(3600);
        assertThat(sender.shopifyLate(shops.shopifyChannel, TOPIC, "late", longAgo, shop(shops.domain()))
                        .status())
                .isEqualTo(200);
        shops.settle();
        assertThat(fate()).isEqualTo("ignored the channel was changed after the app was uninstalled");
        assertThat(shops.channel(shops.shopifyChannel).path("status").asText()).isEqualTo("active");

        shops.execute("DELETE FROM webhook_log WHERE topic = ? AND tenant_id = ?", TOPIC, shops.tenant);
        assertThat(sender.shopify(shops.shopifyChannel, TOPIC, "another", shop("other.myshopify.com"))
                        .status())
                .isEqualTo(200);
        shops.settle();
        assertThat(fate()).isEqualTo("ignored it is about another shop than this channel's: other.myshopify.com");
        assertThat(shops.channel(shops.shopifyChannel).path("status").asText()).isEqualTo("active");
    }

    private String fate() {
        return shops.text(
                "SELECT string_agg(concat_ws(' ', status, error), '|') FROM webhook_log WHERE topic = ? AND tenant_id = ?",
                TOPIC,
                shops.tenant);
    }

    private static byte[] shop(String domain) {
        return object().put("id", 548380009)
                .put("myshopify_domain", domain)
                .toString()
                .getBytes(UTF_8);
    }
}
