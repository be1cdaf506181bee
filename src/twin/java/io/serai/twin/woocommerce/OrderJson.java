package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An order and its refunds as {@code /orders} shows them and webhooks carry them; keys in the shop's order. */
final class OrderJson {

    private static final Set<String> AMOUNTS =
            Set.of("subtotal", "subtotal_tax", "total", "total_tax", "discount", "discount_tax");
    private static final List<String> LISTS = List.of("line_items", "shipping_lines", "fee_lines", "coupon_lines");
    private static final List<String> ADDRESS = List.of(
            "first_name", "last_name", "company", "address_1", "address_2", "city", "state", "postcode", "country");
    private static final Map<String, String> SYMBOLS =
            Map.of("EUR", "€", "USD", "$", "GBP", "£", "JPY", "¥", "KWD", "د.ك", "CHF", "CHF");
    /** Tax lines are made from the rates; their ids only have to be stable and no other line's. */
    private static final long TAX_LINES = 1_000_000_000L;

    private final Shop shop;

    OrderJson(Shop shop) {
        this.shop = shop;
    }

    /** The order with as many decimals as the shop has. */
    ObjectNode order(Order order, String base) {
        return order(order, base, shop.settings().decimals());
    }

    /** @param decimals how many decimals amounts are shown with */
    ObjectNode order(Order order, String base, int decimals) {
        ShopSettings settings = shop.settings();
        Amounts.Sums sums = Amounts.sums(order);
        String key = "wc_order_twin" + order.id;
        ObjectNode json = Json.object()
                .put("id", order.id)
                .put("parent_id", 0)
                .put("status", order.status)
                .put("currency", order.currency)
                .put("version", "11.0.1")
                .put("prices_include_tax", order.pricesIncludeTax)
                .put("date_created", settings.local(order.created))
                .put("date_modified", settings.local(order.modified))
                .put("discount_total", Amounts.shown(sums.discount(), decimals))
                .put("discount_tax", Amounts.shown(sums.discountTax(), decimals))
                .put("shipping_total", Amounts.shown(sums.shipping(), decimals))
                .put("shipping_tax", Amounts.shown(sums.shippingTax(), decimals))
                .put("cart_tax", Amounts.shown(sums.cartTax(), decimals))
                .put("total", Amounts.shown(sums.total(), decimals))
                .put("total_tax", Amounts.shown(sums.totalTax(), decimals))
                .put("customer_id", order.customer())
                .put("order_key", key);
        address(json.putObject("billing"), order.given.path("billing"), "email", "phone");
        address(json.putObject("shipping"), order.given.path("shipping"), "phone");
        for (String text : List.of("payment_method", "payment_method_title", "transaction_id")) {
            json.put(text, order.given.path(text).asText(""));
        }
        json.put("customer_ip_address", "")
                .put("customer_user_agent", "")
                .put("created_via", order.given.path("created_via").asText("rest-api"))
                .put("customer_note", order.given.path("customer_note").asText(""))
                .put("date_completed", settings.local(order.completed))
                .put("date_paid", settings.local(order.paid))
                .put("cart_hash", "")
                .put("number", String.valueOf(order.id));
        json.set("meta_data", meta(order.given.path("meta_data")));
        json.set("line_items", lines(order.lines, decimals));
        json.set("tax_lines", taxes(order, sums, decimals));
        json.set("shipping_lines", lines(order.shipping, decimals));
        json.set("fee_lines", lines(order.fees, decimals));
        json.set("coupon_lines", lines(order.coupons, decimals));
        refunds(json.putArray("refunds"), order, decimals);
        json.put("payment_url", base + "/checkout/order-pay/" + order.id + "/?pay_for_order=true&key=" + key)
                .put("is_editable", order.status.matches("pending|on-hold|auto-draft"))
                .put("needs_payment", order.status.matches("pending|failed") && sums.total().signum() > 0)
                .put("needs_processing", true)
                .put("date_created_gmt", ShopSettings.gmt(order.created))
                .put("date_modified_gmt", ShopSettings.gmt(order.modified))
                .put("date_completed_gmt", ShopSettings.gmt(order.completed))
                .put("date_paid_gmt", ShopSettings.gmt(order.paid))
                .put("currency_symbol", SYMBOLS.getOrDefault(order.currency, order.currency));
        links(json, order, base);
        return json;
    }

    private static void links(ObjectNode json, Order order, String base) {
        ObjectNode links = Links.add(json, base, "orders", order.id);
        links.putArray("email_templates")
                .addObject()
                .put("embeddable", true)
                .put("href", base + "/wp-json/wc/v3/orders/" + order.id + "/actions/email_templates");
        if (order.customer() != 0) {
            links.putArray("customer")
                    .addObject()
                    .put("href", base + "/wp-json/wc/v3/customers/" + order.customer());
        }
    }

    private static void refunds(ArrayNode out, Order order, int decimals) {
        for (JsonNode refund : order.refunds) {
            BigDecimal tax = BigDecimal.ZERO;
            for (String list : LISTS) {
                for (JsonNode line : refund.path(list)) {
                    tax = tax.add(Amounts.number(line.path("total_tax")));
                }
            }
            out.addObject()
                    .put("id", refund.path("id").asLong())
                    .put("reason", refund.path("reason").asText())
                    .put("total", "-" + Amounts.shown(Amounts.number(refund.path("amount")), decimals))
                    .put("total_tax", Amounts.shown(tax, decimals));
        }
    }

    /** A refund as {@code /orders/{id}/refunds} shows it. */
    ObjectNode refund(Order order, JsonNode refund, String base, int decimals) {
        ObjectNode json = Json.object();
        refund.properties().forEach(field -> json.set(
                field.getKey(), LISTS.contains(field.getKey()) ? lines(field.getValue(), decimals) : field.getValue()));
        json.put("date_created", shop.settings().local(Instant.parse(refund.path("date_created_gmt").asText() + "Z")))
                .put("amount", Amounts.shown(Amounts.number(refund.path("amount")), decimals));
        String collection = "orders/" + order.id + "/refunds";
        Links.up(Links.add(json, base, collection, refund.path("id").asLong()), base, "orders/" + order.id);
        return json;
    }

    private static ArrayNode lines(JsonNode stored, int decimals) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        for (JsonNode line : stored) {
            ObjectNode shown = ((ObjectNode) line).deepCopy();
            shown.remove("_price");
            amounts(shown, decimals);
            shown.path("taxes").forEach(tax -> amounts((ObjectNode) tax, decimals));
            out.add(shown);
        }
        return out;
    }

    private static void amounts(ObjectNode line, int decimals) {
        line.properties().forEach(field -> {
            if (AMOUNTS.contains(field.getKey()) && !field.getValue().asText().isEmpty()) {
                field.setValue(Json.MAPPER.getNodeFactory().textNode(
                        Amounts.shown(Amounts.number(field.getValue()), decimals)));
            }
        });
    }

    private static ArrayNode taxes(Order order, Amounts.Sums sums, int decimals) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        sums.taxes().forEach((id, two) -> {
            Taxes.Rate rate = Taxes.numbered(id);
            out.addObject()
                    .put("id", TAX_LINES + order.id * 10 + id)
                    .put("rate_code", rate.code())
                    .put("rate_id", id)
                    .put("label", rate.label())
                    .put("compound", false)
                    .put("tax_total", Amounts.shown(two[0], decimals))
                    .put("shipping_tax_total", Amounts.shown(two[1], decimals))
                    .put("rate_percent", rate.percent())
                    .putArray("meta_data");
        });
        return out;
    }

    private static ArrayNode meta(JsonNode given) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        long id = 0;
        for (JsonNode one : given) {
            out.addObject().put("id", ++id).put("key", one.path("key").asText()).set("value", one.path("value"));
        }
        return out;
    }

    static void address(ObjectNode out, JsonNode given, String... more) {
        ADDRESS.forEach(field -> out.put(field, given.path(field).asText("")));
        for (String field : more) {
            out.put(field, given.path(field).asText(""));
        }
    }
}
