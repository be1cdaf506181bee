package io.serai.flow;

import static io.serai.flow.Shops.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A WooCommerce shop in several currencies. Whoever changes lines writes a note too: a change of nothing but lines would not move the
 * order's date, and no increment finds it (fact 55).
 */
final class BusyWooCommerce extends BusyShop {

    static final List<String> CURRENCIES = List.of("EUR", "JPY", "KWD");

    private final Shops shops;
    private final List<String> skus;
    private final List<String> thrownAway = new ArrayList<>();

    BusyWooCommerce(Shops shops, List<String> skus, Random random, List<String> orders) {
        super(random, orders);
        this.shops = shops;
        this.skus = skus;
    }

    @Override
    String buy() {
        ObjectNode order = object().put("currency", one(CURRENCIES))
                .put("status", one(List.of("processing", "on-hold", "pending", "completed")));
        ArrayNode lines = order.putArray("lines");
        for (String sku : skus) {
            if (lines.isEmpty() || random.nextBoolean()) {
                lines.addObject().put("sku", sku).put("quantity", 1 + random.nextInt(5));
            }
        }
        if (random.nextBoolean()) {
            order.putArray("shipping_lines")
                    .addObject()
                    .put("method_id", "flat_rate")
                    .put("method_title", "DHL")
                    .put("total", String.valueOf(1 + random.nextInt(9)));
        }
        return shops.woocommerce.buy(order);
    }

    @Override
    boolean change(Change change, String id) {
        String order = "orders/" + id;
        JsonNode line = one(lines(id));
        switch (change) {
            case MORE_OR_LESS -> staff("PATCH", order, lineEdit(line.path("id").asLong(), random.nextInt(5)));
            case ONE_LINE_MORE -> {
                ObjectNode edit = object().put("customer_note", text());
                edit.putArray("line_items")
                        .addObject()
                        .put(
                                "product_id",
                                shops.inWooCommerce(one(skus)).path("id").asLong())
                        .put("quantity", 1 + random.nextInt(3));
                staff("PATCH", order, edit);
            }
            case REFUND_A_PART -> {
                ObjectNode refund = object();
                refund.putArray("line_items")
                        .addObject()
                        .put("id", line.path("id").asLong())
                        .put("quantity", 1);
                staff("POST", order + "/refund", refund);
            }
            case REFUND_A_SUM -> staff("POST", order + "/refund", object().put("amount", "1"));
            case REFUND_ALL -> staff("POST", order + "/refund", object());
            case CANCEL -> shops.woocommerce.cancel(id, random.nextBoolean());
            case PAY -> staff("PATCH", order, object().put("set_paid", true));
            case SHIP -> shops.woocommerce.fulfil(id);
            case NOTE -> staff("PATCH", order, object().put("customer_note", text()));
            case THROW_AWAY -> {
                staff("DELETE", order, null);
                thrownAway.add(id);
            }
            case BRING_BACK -> {
                if (thrownAway.isEmpty()) {
                    return false;
                }
                staff("POST", "orders/" + thrownAway.remove(0) + "/restore", object());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private ObjectNode lineEdit(long line, int quantity) {
        ObjectNode edit = object().put("customer_note", text());
        edit.putArray("line_items").addObject().put("id", line).put("quantity", quantity);
        return edit;
    }

    private List<JsonNode> lines(String id) {
        List<JsonNode> lines = new ArrayList<>();
        shops.woocommerce.order(id).path("line_items").forEach(lines::add);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("order " + id + " is of nothing any more");
        }
        return lines;
    }

    /** @throws IllegalArgumentException if the shop refuses it */
    private void staff(String method, String path, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shops.woocommerce.url() + "/twin/" + path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        int status = shops.send(request).statusCode();
        if (status >= 500) {
            throw new IllegalStateException(method + " " + path + " is answered with " + status);
        }
        if (status >= 300) {
            throw new IllegalArgumentException(method + " " + path + " is answered with " + status);
        }
    }
}
