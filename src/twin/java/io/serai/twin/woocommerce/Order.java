package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.time.Instant;

/**
 * An order as it is stored: its lists have the keys of the REST API, their amounts are kept more finely than they are shown
 * ({@link Amounts}). Guarded by the shop's lock.
 */
final class Order {

    final long id;
    final String currency;
    final boolean pricesIncludeTax;
    /** How many decimals the shop had when this was reckoned. */
    final int decimals;

    final Instant created;
    /** Customer, addresses, payment, note and meta data as they were given. */
    final ObjectNode given;

    ArrayNode lines = Json.MAPPER.createArrayNode();
    ArrayNode shipping = Json.MAPPER.createArrayNode();
    ArrayNode fees = Json.MAPPER.createArrayNode();
    ArrayNode coupons = Json.MAPPER.createArrayNode();
    ArrayNode refunds = Json.MAPPER.createArrayNode();
    Instant modified;
    Instant paid;
    Instant completed;
    String status = "pending";
    String statusBeforeTrash;
    boolean stockTaken;

    Order(long id, String currency, boolean pricesIncludeTax, int decimals, Instant created, ObjectNode given) {
        this.id = id;
        this.currency = currency;
        this.pricesIncludeTax = pricesIncludeTax;
        this.decimals = decimals;
        this.created = created;
        this.modified = created;
        this.given = given;
    }

    /** An order, as kept in a file. */
    record Stored(
            long id,
            String currency,
            boolean pricesIncludeTax,
            int decimals,
            Instant created,
            Instant modified,
            Instant paid,
            Instant completed,
            String status,
            String statusBeforeTrash,
            boolean stockTaken,
            ObjectNode given,
            ArrayNode lines,
            ArrayNode shipping,
            ArrayNode fees,
            ArrayNode coupons,
            ArrayNode refunds) {}

    Stored stored() {
        return new Stored(
                id,
                currency,
                pricesIncludeTax,
                decimals,
                created,
                modified,
                paid,
                completed,
                status,
                statusBeforeTrash,
                stockTaken,
                given.deepCopy(),
                lines.deepCopy(),
                shipping.deepCopy(),
                fees.deepCopy(),
                coupons.deepCopy(),
                refunds.deepCopy());
    }

    static Order restored(Stored stored) {
        Order order = new Order(
                stored.id(),
                stored.currency(),
                stored.pricesIncludeTax(),
                stored.decimals(),
                stored.created(),
                stored.given());
        order.lines = stored.lines();
        order.shipping = stored.shipping();
        order.fees = stored.fees();
        order.coupons = stored.coupons();
        order.refunds = stored.refunds();
        order.modified = stored.modified();
        order.paid = stored.paid();
        order.completed = stored.completed();
        order.status = stored.status();
        order.statusBeforeTrash = stored.statusBeforeTrash();
        order.stockTaken = stored.stockTaken();
        return order;
    }

    boolean isTrashed() {
        return status.equals("trash");
    }

    long customer() {
        return given.path("customer_id").asLong(0);
    }

    Row row() {
        return new Known(id, created.getEpochSecond(), modified.getEpochSecond(), status, customer());
    }

    /** What a list needs to know of an order to filter and to sort it: its row in the table of orders. */
    interface Row {

        long id();

        /** In seconds since 1970. */
        long created();

        /** In seconds since 1970. */
        long modified();

        String status();

        /** 0 for a guest. */
        long customer();
    }

    private record Known(long id, long created, long modified, String status, long customer) implements Row {}

    /** The product or variation a line sold, 0 if it is unknown. */
    static long bought(JsonNode line) {
        long variation = line.path("variation_id").asLong();
        return variation != 0 ? variation : line.path("product_id").asLong();
    }
}
