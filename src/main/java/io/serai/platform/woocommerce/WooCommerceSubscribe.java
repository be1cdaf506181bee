package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Subscription;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings Serai's webhooks in a shop to exactly one active one per topic. Which are Serai's is told by their address: the
 * same one, or the same path on another host after Serai has moved. Others' are left alone, and those of another channel.
 */
public final class WooCommerceSubscribe extends WooCommerceSubscriptions {

    private final List<String> topics;
    private final String address;
    private final String secret;
    private final List<Subscription> ours = new ArrayList<>();

    /** @param address where deliveries go; {@code {topic}} in it stands for each one's topic */
    public WooCommerceSubscribe(List<String> topics, String address, String secret) {
        this.topics = List.copyOf(topics);
        this.address = address;
        this.secret = secret;
    }

    @Override
    void allListed() {
        for (String topic : topics) {
            List<Subscription> there = listed().stream()
                    .filter(webhook -> webhook.topic().equals(topic) && isOurs(topic, webhook))
                    .toList();
            if (there.isEmpty()) {
                ObjectNode webhook =
                        webhook(topic).put("name", "Serai " + topic).put("topic", topic);
                ask(WooCommerceQuestion.post("webhooks", webhook), this::keep);
            } else {
                keepOne(topic, there);
            }
        }
    }

    private boolean isOurs(String topic, Subscription webhook) {
        String wanted = address(topic);
        return webhook.address().equals(wanted)
                || Subscription.path(webhook.address()).length() > 1
                        && Subscription.path(webhook.address()).equals(Subscription.path(wanted))
                        && !webhook.isOfAnotherChannel(wanted);
    }

    private String address(String topic) {
        return address.replace("{topic}", topic);
    }

    private void keepOne(String topic, List<Subscription> there) {
        Subscription kept = there.stream()
                .filter(webhook -> webhook.address().equals(address(topic)) && webhook.isActive())
                .findFirst()
                .orElse(there.get(0));
        // the secret cannot be read back, so it is written even where everything else is right
        ask(WooCommerceQuestion.put("webhooks/" + kept.externalId(), webhook(topic)), this::keep);
        there.stream()
                .filter(other -> other != kept)
                .forEach(other -> ask(WooCommerceQuestion.delete("webhooks/" + other.externalId()), answer -> {}));
    }

    private ObjectNode webhook(String topic) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("delivery_url", address(topic))
                .put("secret", secret)
                .put("status", Subscription.ACTIVE);
    }

    private void keep(WooCommerceAnswer answer) {
        ours.add(subscription(answer.one(true)));
    }

    @Override
    public List<Subscription> result() {
        return List.copyOf(ours);
    }
}
