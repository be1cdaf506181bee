package io.serai.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("WooCommerce's webhooks")
class WooCommerceSubscribeTest {

    private static final String PATH = "/api/integrations/webhooks/woocommerce-enhanced/product.updated";

    @Test
    @DisplayName("B2 of another channel are left as they are")
    void leavesThoseOfAnotherChannel() {
        assertThat(asked("https://serai.example.com" + PATH + "?channel=other")).containsExactly("POST");
        assertThat(asked("https://old.example.com" + PATH + "?channel=other")).containsExactly("POST");
    }

    @Test
    @DisplayName("B2 that name no channel, or this one under another host, are brought to the channel's address")
    void mendsItsOwn() {
        assertThat(asked("https://old.example.com" + PATH)).containsExactly("PUT");
        assertThat(asked("https://old.example.com" + PATH + "?channel=ours")).containsExactly("PUT");
    }

    /** What is asked to be changed where there is one webhook. */
    private static List<String> asked(String there) {
        WooCommerceSubscribe subscribe = new WooCommerceSubscribe(
                List.of("product.updated"),
                "https://serai.example.com/api/integrations/webhooks/woocommerce-enhanced/{topic}?channel=ours",
                "a secret");
        JsonNode webhook = tree(
                """
                {"id": 1, "topic": "product.updated", "status": "active", "delivery_url": "%s"}
                """
                        .formatted(there));
        subscribe.hear(answer(new ObjectMapper().createArrayNode().add(webhook)));
        List<String> asked = new ArrayList<>();
        while (subscribe.isOpen()) {
            asked.add(subscribe.question().method());
            subscribe.hear(answer(webhook));
        }
        assertThat(subscribe.result()).hasSize(1);
        return asked;
    }

    private static WooCommerceAnswer answer(JsonNode body) {
        return new WooCommerceAnswer(200, Map.of("x-wp-total", "1"), body, Instant.EPOCH);
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
