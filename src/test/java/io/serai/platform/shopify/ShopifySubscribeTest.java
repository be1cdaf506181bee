package io.serai.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Shopify's webhook subscriptions")
class ShopifySubscribeTest {

    private static final String PATH = "https://serai.example.com/api/integrations/webhooks/shopify-enhanced/";
    private static final String CREATED =
            """
            {"webhookSubscriptionCreate": {"userErrors": [], "webhookSubscription":
              {"id": "gid://shopify/WebhookSubscription/2", "topic": "PRODUCTS_UPDATE", "uri": "%sproducts/update?channel=ours"}}}
            """
                    .formatted(PATH);
    private static final String UPDATED = CREATED.replace("Create", "Update");

    @Test
    @DisplayName("B2 of another channel are left as they are")
    void leavesThoseOfAnotherChannel() {
        assertThat(asked("products/update?channel=other", CREATED)).containsExactly("WebhookSubscriptionCreate");
    }

    @Test
    @DisplayName("B2 that name no channel, or this one under another host, are brought to the channel's address")
    void mendsItsOwn() {
        assertThat(asked("products/update", UPDATED)).containsExactly("WebhookSubscriptionUpdate");
        assertThat(asked("products/old?x=1&channel=ours", UPDATED)).containsExactly("WebhookSubscriptionUpdate");
    }

    /** What is asked to be changed where there is one subscription. */
    private static List<String> asked(String there, String answer) {
        ShopifySubscribe subscribe = new ShopifySubscribe(List.of("products/update"), PATH + "{topic}?channel=ours");
        subscribe.hear(answer("{\"metafieldDefinitionCreate\": {\"userErrors\": []}}"));
        subscribe.hear(answer(
                """
                {"webhookSubscriptions": {"pageInfo": {"hasNextPage": false}, "nodes": [
                  {"id": "gid://shopify/WebhookSubscription/1", "topic": "PRODUCTS_UPDATE", "uri": "%s"}]}}
                """
                        .formatted(PATH + there)));
        List<String> asked = new ArrayList<>();
        while (subscribe.isOpen()) {
            asked.add(subscribe.question().operation());
            subscribe.hear(answer(answer));
        }
        assertThat(subscribe.result()).hasSize(1);
        return asked;
    }

    private static ShopifyAnswer answer(String data) {
        return new ShopifyAnswer(tree(data), Instant.EPOCH);
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
