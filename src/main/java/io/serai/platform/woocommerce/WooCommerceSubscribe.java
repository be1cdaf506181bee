package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Subscription;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings Serai's webhooks in a shop to exactly one active one per topic. Which are Serai's is told by their address: the
 * same one, or the same path on another host after Serai has moved. Others' are left alone, and those of another channel.
 *
 * <p>WooCommerce has nothing that keeps two from creating the same webhook at the same time, so what was created is looked
 * at once more: whoever comes last sees both.
 */
public final class WooCommerceSubscribe extends WooCommerceSubscriptions {

    private final List<String> topics;
    private final String address;
    private final String secret;
    private final List<Subscription> ours = new ArrayList<>();
    private boolean hasCreated;

    /** @param address where deliveries go; {@code {topic}} in it stands for each one's topic */
    public WooCommerceSubscribe(List<String> topics, String address, String secret) {
        this.topics = List.copyOf(topics);
        this.address = address;
        this.secret = secret;
    }

    @Override
    void allListed() {
        if (hasCreated) {
            topics.forEach(topic -> endDoubled(topic, there(topic)));
            return;
        }
        topics.forEach(topic -> bring(topic, there(topic)));
        if (hasCreated) {
            listAgain();
        }
    }

    private List<Subscription> there(String topic) {
        return listed().stream()
                .filter(webhook -> webhook.topic().equals(topic) && isOurs(topic, webhook))
                .toList();
    }

    private void bring(String topic, List<Subscription> there) {
        if (there.isEmpty()) {
            hasCreated = true;
            ObjectNode webhook = webhook(topic).put("name", "Serai " + topic).put("topic", topic);
            ask(WooCommerceQuestion.post("webhooks", webhook), this::keep);
            return;
        }
        // the secret cannot be read back, so it is written even where everything else is right
        Subscription kept = oneOf(topic, there);
        ask(WooCommerceQuestion.put("webhooks/" + kept.externalId(), webhook(topic)), this::keep);
        endOthers(kept, there);
    }

    private void endDoubled(String topic, List<Subscription> there) {
        if (there.size() > 1) {
            Subscription kept = oneOf(topic, there);
            ours.removeIf(webhook -> webhook.topic().equals(topic));
            ours.add(kept);
            endOthers(kept, there);
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

    /** The first in the shop's order, which is the same for everybody who looks. */
    private Subscription oneOf(String topic, List<Subscription> there) {
        return there.stream()
                .filter(webhook -> webhook.address().equals(address(topic)) && webhook.isActive())
                .findFirst()
                .orElse(there.get(0));
    }

    private void endOthers(Subscription kept, List<Subscription> there) {
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
        ours.add(subscription(answer.taken()));
    }

    @Override
    public List<Subscription> result() {
        return List.copyOf(ours);
    }
}
