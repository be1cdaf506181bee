package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("A product with more variants than a call takes and an answer shows")
class LargeProductFlowTest extends FlowTestBase {

    /** Shopify takes 250 in a call, and its answers show 100. */
    private static final int VARIANTS = 520;

    private static final int SIZES = 64;

    @Test
    @DisplayName("K12 created in the hub arrives in Shopify whole, and an edit of its last variant is one small call")
    void arrivesWhole() {
        shops.connectTenant();
        shops.connectShopify();
        shops.settle();
        shops.forgetCalls();

        String id = shops.create(product());
        shops.settle();

        assertThat(shops.inShopify("V-0").path("variants").size()).isEqualTo(VARIANTS);
        Map<String, Integer> calls = shops.shopify.calls().counts().byOperation();
        assertThat(calls).containsKey("ProductSet").containsKey("ProductVariantsCreate");
        assertThat(shops.shopify.calls().counts().mutationsByResource()).containsValue(3);
        shops.forgetCalls();

        int last = VARIANTS - 1;
        String variant = shops.productOf(id).at("/variants/" + last + "/id").asText();
        ObjectNode edit = object();
        edit.putArray("variants").addObject().put("id", variant).put("netSalesPrice", 99.5);
        shops.patch(id, edit);
        shops.settle();

        assertThat(shops.inShopify("V-0").findValuesAsText("price")).contains("99.50");
        assertThat(shops.shopify.calls().counts().mutationsByResource())
                .hasSize(1)
                .containsValue(1);
        shops.assertNothingIdle();
    }

    private static ObjectNode product() {
        ObjectNode product = object().put("name", "Everything");
        ArrayNode variants = product.putArray("variants");
        for (int i = 0; i < VARIANTS; i++) {
            ObjectNode variant = variants.addObject().put("sku", "V-" + i).put("netSalesPrice", 10 + i);
            variant.putObject("options").put("Size", "S" + i % SIZES).put("Colour", "C" + i / SIZES);
        }
        return product;
    }
}
