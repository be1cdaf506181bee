package io.serai.flow;

import static io.serai.flow.Shops.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.shopify.ShopifyTwin;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A Shopify shop that changes its currency now and then, and takes other ones too. */
final class BusyShopify extends BusyShop {

    private static final Map<String, Integer> DIGITS = Map.of("EUR", 2, "JPY", 0, "KWD", 3);
    private static final List<String> CURRENCIES = List.of("EUR", "JPY", "KWD");
    private static final int DEAREST = 20_000;

    private final ShopifyTwin shop;
    private final List<String> skus;
    private String currency = "EUR";

    BusyShopify(ShopifyTwin shop, List<String> skus, Random random, List<String> orders) {
        super(random, orders);
        this.shop = shop;
        this.skus = skus;
    }

    @Override
    String buy() {
        if (random.nextInt(50) == 0) {
            currency = one(CURRENCIES);
            shop.settings(object().put("currency", currency));
        }
        ObjectNode order = object().put("paid", random.nextInt(4) > 0).put("taxesIncluded", random.nextBoolean());
        ArrayNode lines = order.putArray("lines");
        for (int i = random.nextInt(4); i >= 0; i--) {
            line(lines.addObject(), currency);
        }
        if (random.nextBoolean()) {
            order.putArray("shipping").addObject().put("title", "DHL").put("price", price(currency));
        }
        if (random.nextInt(3) > 0) {
            order.putArray("taxes")
                    .addObject()
                    .put("title", "MwSt")
                    .put("rate", random.nextBoolean() ? "0.19" : "0.07")
                    .put("shipping", random.nextBoolean());
        }
        if (random.nextInt(3) == 0) {
            ObjectNode discount = order.putArray("discounts").addObject();
            if (random.nextBoolean()) {
                discount.put("code", "SOMMER").put("percentage", "12.5");
            } else {
                discount.put("title", "Kulanz").put("amount", "1");
            }
        }
        if (random.nextInt(4) == 0) {
            order.put("presentmentCurrency", "USD").put("exchangeRate", "1.0937");
        }
        return shop.buy(order);
    }

    @Override
    boolean change(Change change, String id) {
        JsonNode order = shop.order(id);
        List<JsonNode> left = new ArrayList<>();
        order.path("line_items").forEach(line -> {
            if (line.path("current_quantity").asInt() > 0) {
                left.add(line);
            }
        });
        switch (change) {
            case MORE_OR_LESS -> {
                JsonNode line = one(lines(order));
                shop.editOrder(
                        id,
                        object().put("lineId", line.path("id").asText())
                                .put(
                                        "quantity",
                                        random.nextInt(
                                                line.path("current_quantity").asInt() + 3)));
            }
            case ONE_LINE_MORE -> {
                ObjectNode edit = object();
                line(edit.putObject("addLine"), order.path("currency").asText());
                shop.editOrder(id, edit);
            }
            case REFUND_A_PART -> {
                if (left.isEmpty()) {
                    return false;
                }
                JsonNode line = one(left);
                ObjectNode refund = object().put("shipping", random.nextBoolean());
                refund.putArray("lines")
                        .addObject()
                        .put("lineId", line.path("id").asText())
                        .put(
                                "quantity",
                                1 + random.nextInt(line.path("current_quantity").asInt()))
                        .put("restock", random.nextBoolean());
                shop.refund(id, refund);
            }
            case REFUND_A_SUM -> shop.refund(id, object().put("amount", "1"));
            case REFUND_ALL -> {
                ObjectNode refund = object().put("shipping", true);
                ArrayNode lines = refund.putArray("lines");
                left.forEach(line -> lines.addObject()
                        .put("lineId", line.path("id").asText())
                        .put("quantity", line.path("current_quantity").asInt()));
                shop.refund(id, refund);
            }
            case CANCEL -> shop.cancel(id, random.nextBoolean());
            case PAY -> shop.pay(id);
            case SHIP -> shop.fulfil(id);
            case NOTE -> shop.editOrder(id, object().put("note", text()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static List<JsonNode> lines(JsonNode order) {
        List<JsonNode> lines = new ArrayList<>();
        order.path("line_items").forEach(lines::add);
        return lines;
    }

    private void line(ObjectNode line, String in) {
        line.put("quantity", 1 + random.nextInt(5)).put("price", price(in));
        if (random.nextInt(3) == 0) {
            line.put("sku", one(skus));
        } else {
            line.put("title", "Hut nach Maß");
        }
    }

    private String price(String in) {
        return BigDecimal.valueOf(1 + random.nextInt(DEAREST), DIGITS.get(in)).toPlainString();
    }
}
