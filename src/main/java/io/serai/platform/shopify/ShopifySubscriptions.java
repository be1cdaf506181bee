package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Conversation;
import io.serai.platform.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists this app's subscriptions. Shopify deletes those that keep failing (fact 9), so what is listed is active. */
public class ShopifySubscriptions extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<Subscription> listed = new ArrayList<>();

    public ShopifySubscriptions() {
        askPage(null);
    }

    private void askPage(String after) {
        ask(ShopifyQuestion.query("WebhookSubscriptions", JSON.objectNode().put("after", after)), this::heard);
    }

    private void heard(ShopifyAnswer answer) {
        JsonNode page = answer.page("webhookSubscriptions");
        page.path("nodes").forEach(node -> listed.add(subscription(node)));
        if (page.path("pageInfo").path("hasNextPage").asBoolean()) {
            askPage(page.path("pageInfo").path("endCursor").asText());
        } else {
            allListed();
        }
    }

    /** What is to be done once all are known. */
    void allListed() {}

    List<Subscription> listed() {
        return listed;
    }

    @Override
    public List<Subscription> result() {
        return List.copyOf(listed);
    }

    static Subscription subscription(JsonNode node) {
        return new Subscription(
                node.path("id").asText(),
                topic(node.path("topic").asText()),
                node.path("uri").asText(),
                Subscription.ACTIVE);
    }

    /** {@code PRODUCTS_UPDATE} is {@code products/update} in deliveries, {@code INVENTORY_LEVELS_UPDATE} has two words. */
    static String topic(String name) {
        int last = name.lastIndexOf('_');
        return (name.substring(0, last) + '/' + name.substring(last + 1)).toLowerCase(Locale.ROOT);
    }

    static String name(String topic) {
        return topic.replace('/', '_').toUpperCase(Locale.ROOT);
    }

    static ObjectNode input(String address) {
        return JSON.objectNode().put("uri", address);
    }
}
