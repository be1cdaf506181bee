package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class ProductFlowTest {

    @TestHTTPResource("/")
    URI serai;

    Shops shops;

    @AfterEach
    void closeShops() {
        shops.close();
    }

    @Test
    @DisplayName("D6 A a product created and edited in Shopify arrives in WooCommerce, and nothing comes back")
    void flowA() throws Exception {
        shops = new Shops(serai, "serai-dev-admin");
        shops.connect();

        ObjectNode created = shops.shopify.createAsStaff(
                object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"));
        shops.awaitIn(
                shops.woocommerce, product -> product.path("title").asText().equals("Hut"));

        shops.shopify.editAsStaff(created.path("id").asText(), object().put("title", "Strohhut"));
        shops.awaitIn(
                shops.woocommerce, product -> product.path("title").asText().equals("Strohhut"));
        assertThat(shops.listed(shops.woocommerce)).hasSize(1);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
