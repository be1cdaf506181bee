package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Conversation;
import io.serai.platform.Subscription;
import java.util.ArrayList;
import java.util.List;

/** Lists a shop's webhooks, other applications' too. One that failed seven times is {@code disabled}, silently (W2). */
public class WooCommerceSubscriptions extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    private static final int PER_PAGE = 100;

    private final List<Subscription> listed = new ArrayList<>();

    public WooCommerceSubscriptions() {
        askPage(1);
    }

    private void askPage(int page) {
        WooCommerceQuestion question =
                WooCommerceQuestion.get("webhooks", "per_page", String.valueOf(PER_PAGE), "page", String.valueOf(page));
        ask(question, answer -> {
            answer.list().forEach(webhook -> listed.add(subscription(webhook)));
            if ((long) page * PER_PAGE < answer.total()) {
                askPage(page + 1);
            } else {
                allListed();
            }
        });
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

    static Subscription subscription(JsonNode webhook) {
        return new Subscription(
                webhook.path("id").asText(),
                webhook.path("topic").asText(),
                webhook.path("delivery_url").asText(),
                webhook.path("status").asText());
    }
}
