package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.Comparator;
import java.util.List;

/** {@code /webhooks}: facts 44, 57, W1. Used with the shop's lock held. */
final class WebhookRoutes {

    private final Shop shop;
    private final Webhooks webhooks;

    WebhookRoutes(Shop shop, Webhooks webhooks) {
        this.shop = shop;
        this.webhooks = webhooks;
    }

    void addTo(Routes routes) {
        routes.add("/webhooks", Routes.collection(this::list, this::create));
        routes.add("/webhooks/{id}", Routes.item(
                r -> WpAnswer.ok(json(webhook(r, 404), r)), this::update, this::delete));
    }

    private WpAnswer list(WpRequest request) {
        String status = Listing.choice(
                request, "status", "all", List.of("all", "active", "paused", "disabled"));
        Comparator<Webhook> order = Comparator.comparingLong(w -> w.id);
        boolean ascending = "asc".equals(request.parameter("order"));
        List<String> include = request.list("include");
        List<Webhook> found = webhooks.all().stream()
                .filter(w -> status.equals("all") || w.status.equals(status))
                .filter(w -> include.isEmpty() || include.contains(String.valueOf(w.id)))
                .sorted(ascending ? order : order.reversed())
                .toList();
        return Listing.of(request, found, w -> json(w, request));
    }

    private WpAnswer create(WpRequest request) {
        ObjectNode args = Arguments.WEBHOOK.check(request.arguments());
        ArrayNode missing = Json.MAPPER.createArrayNode();
        for (String name : List.of("topic", "delivery_url")) {
            if (!args.has(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            StringBuilder names = new StringBuilder();
            missing.forEach(name -> names.append(names.isEmpty() ? "" : ", ").append(name.asText()));
            throw new WpError(400, "rest_missing_callback_param", "Missing parameter(s): " + names)
                    .with("params", missing);
        }
        ObjectNode shown = json(webhooks.create(args), request);
        return WpAnswer.created(shown, shown.at("/_links/self/0/href").asText());
    }

    private WpAnswer update(WpRequest request) {
        ObjectNode args = Arguments.WEBHOOK.check(request.arguments());
        Webhook webhook = webhook(request, 400);
        webhooks.update(webhook, args);
        return WpAnswer.ok(json(webhook, request));
    }

    private WpAnswer delete(WpRequest request) {
        if (!request.flag("force")) {
            throw new WpError(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.");
        }
        Webhook webhook = webhook(request, 404);
        ObjectNode before = json(webhook, request);
        webhooks.delete(webhook);
        return WpAnswer.ok(before);
    }

    private Webhook webhook(WpRequest request, int status) {
        return webhooks.find(request.id(1)).orElseThrow(() -> WpError.invalidId("shop_webhook", status));
    }

    private ObjectNode json(Webhook webhook, WpRequest request) {
        return webhook.json(shop.settings(), request.base());
    }
}
