package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Connecting shops")
class ChannelFlowTest extends FlowTestBase {

    /** Nobody listens there. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    private static final int DEAD = 6;

    @Test
    @DisplayName("B9 shops that do not answer keep no other shop from being connected")
    void deadShopsDelayNobody() {
        shops.connectTenant();
        for (int i = 0; i < DEAD; i++) {
            ObjectNode dead = object().put("id", "dead_" + i + "_" + shops.tenant)
                    .put("clientId", shops.tenant)
                    .put("platform", "woocommerce")
                    .put("url", NOWHERE)
                    .put("shopDomain", "dead-" + i + ".example.com");
            dead.putObject("credentials").put("consumerKey", "ck_dead").put("consumerSecret", "cs_dead");
            assertThat(shops.ask("POST", "/api/channels", dead).status()).isEqualTo(201);
        }
        // Each of them is tried for half a minute; one after the other that would be longer than anybody waits here.
        shops.connectShopify();
        assertThat(shops.channel(shops.shopifyChannel).path("status").asText()).isEqualTo("active");
    }
}
