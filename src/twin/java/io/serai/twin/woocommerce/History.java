package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.woocommerce.Order.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * A shop's past: orders of three lines each and customers, every one of them computed from the seed when it is asked for.
 * The same plan gives the same past. Some orders lie in the trash, some were refunded in whole or in part, and now and then
 * 256 in a row were changed within one second, as by a bulk edit.
 */
final class History {

    static final int LINES = 3;
    static final int MOST = 1_000_000;

    /** Ids an order takes: its own and two for refunds. */
    static final int IDS = 3;

    /** Ids its lines and its refunds' lines take. */
    static final int ITEM_IDS = 16;

    /** How many orders are changed in an order other than that of their creation. */
    static final int BLOCK = 256;

    private static final int MASS_EDIT_EVERY = 8;
    private static final int PERCENTS = 100;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int STATUS = 0;
    private static final int CURRENCY = 1;
    private static final int CUSTOMER = 2;
    private static final int SHIPPING = 3;
    private static final int FEE = 4;
    private static final int COUPON = 5;
    private static final int REFUND = 6;
    private static final int PAYMENT = 7;
    private static final int LINE = 8;
    private static final int SHIPPING_ITEM = LINES;
    private static final int FEE_ITEM = LINES + 1;
    private static final int COUPON_ITEM = LINES + 2;
    private static final int REFUND_ITEM = LINES + 3;

    /** What lines sell, as the shop had it when the past was made. */
    record Goods(
            long product, long variation, String name, String parentName, String taxClass, String sku, String gtin) {}

    /**
     * What the past follows from.
     *
     * @param from the second since 1970 of the first order
     * @param until no order was changed later
     */
    record Plan(
            long seed,
            int orders,
            int customers,
            List<String> currencies,
            long firstOrder,
            long firstItem,
            long firstCustomer,
            long from,
            long until,
            int decimals,
            boolean pricesIncludeTax,
            List<Goods> goods) {

        /** @throws IllegalArgumentException if it cannot be kept */
        Plan {
            if (orders < 0 || orders > MOST || customers < 0 || customers > MOST) {
                throw new IllegalArgumentException("orders and customers are 0 to " + MOST);
            }
            if (until - from < orders + BLOCK) {
                throw new IllegalArgumentException("there are more orders than seconds");
            }
            if (currencies.isEmpty()) {
                throw new IllegalArgumentException("no currency");
            }
        }
    }

    /** What was given back of an order. */
    enum Refunded {
        NOTHING,
        ALL,
        ONE_UNIT,
        AMOUNT
    }

    private final Plan plan;
    private final LongPredicate customerGone;

    /** @param customerGone who was deleted; their orders are a guest's from then on */
    History(Plan plan, LongPredicate customerGone) {
        this.plan = plan;
        this.customerGone = customerGone;
    }

    Plan plan() {
        return plan;
    }

    // --- What is drawn

    private int draw(int order, int what, int bound) {
        long z = plan.seed() * GOLDEN + order * 0xd1342543de82ef95L + what * 0x2545f4914f6cdd1dL;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return (int) Long.remainderUnsigned(z ^ z >>> 31, bound);
    }

    String status(int order) {
        int drawn = draw(order, STATUS, PERCENTS);
        if (drawn < 64) {
            return "completed";
        }
        if (drawn < 74) {
            return "processing";
        }
        if (drawn < 82) {
            return "cancelled";
        }
        if (drawn < 88) {
            return "refunded";
        }
        if (drawn < 92) {
            return "on-hold";
        }
        if (drawn < 95) {
            return "pending";
        }
        return drawn < 98 ? "failed" : "trash";
    }

    /** Three of four orders are in the first currency, the others in any. */
    String currency(int order) {
        int drawn = draw(order, CURRENCY, 4 * plan.currencies().size());
        return plan.currencies().get(drawn % 4 == 0 ? drawn / 4 : 0);
    }

    /** 0 for a guest. */
    private long buyer(int order) {
        boolean guest = plan.customers() == 0 || draw(order, CUSTOMER, 4) == 0;
        return guest ? 0 : plan.firstCustomer() + draw(order, CUSTOMER + 64, plan.customers());
    }

    long customer(int order) {
        long buyer = buyer(order);
        return customerGone.test(buyer) ? 0 : buyer;
    }

    /** In the smallest coin, without tax. */
    int shipping(int order) {
        return new int[] {0, 490, 490, 990}[draw(order, SHIPPING, 4)];
    }

    /** In the smallest coin, without tax. */
    int fee(int order) {
        return draw(order, FEE, 20) == 0 ? 100 : 0;
    }

    int percentOff(int order) {
        int drawn = draw(order, COUPON, 10);
        return drawn < 7 ? 0 : drawn == 7 ? 10 : drawn == 8 ? 15 : 20;
    }

    Refunded refunded(int order) {
        if (status(order).equals("refunded")) {
            return Refunded.ALL;
        }
        int drawn = draw(order, REFUND, 12);
        boolean some = status(order).equals("completed") && drawn < 2;
        return some ? drawn == 0 ? Refunded.ONE_UNIT : Refunded.AMOUNT : Refunded.NOTHING;
    }

    Goods goods(int order, int line) {
        return plan.goods().get(draw(order, LINE + 4 * line, plan.goods().size()));
    }

    int quantity(int order, int line) {
        return 1 + draw(order, LINE + 4 * line + 1, 4);
    }

    /** In the smallest coin, with tax where the shop's prices have it. */
    int price(int order, int line) {
        return 200 + draw(order, LINE + 4 * line + 2, 19_800);
    }

    // --- Rows

    int orders() {
        return plan.orders();
    }

    long id(int order) {
        return plan.firstOrder() + (long) IDS * order;
    }

    boolean has(long id) {
        long from = id - plan.firstOrder();
        return from >= 0 && from < (long) IDS * plan.orders() && from % IDS == 0;
    }

    int number(long id) {
        return (int) ((id - plan.firstOrder()) / IDS);
    }

    private long second(long place) {
        return plan.from() + place * (plan.until() - plan.from()) / (plan.orders() + BLOCK);
    }

    long created(int order) {
        return second(order);
    }

    /**
     * Within a block of orders their changes come in another order than their creation, but never before it: the whole next
     * block was created by then.
     */
    long modified(int order) {
        return second(BLOCK + (isMassEdit(order) ? order | BLOCK - 1 : order ^ mask(order)));
    }

    /** The order with this place among all by modification and id. */
    int byModified(int place) {
        return isMassEdit(place) ? place : place ^ mask(place);
    }

    private boolean isWhole(int order) {
        return (order | BLOCK - 1) < plan.orders();
    }

    private boolean isMassEdit(int order) {
        return isWhole(order) && order / BLOCK % MASS_EDIT_EVERY == MASS_EDIT_EVERY - 1;
    }

    private int mask(int order) {
        return isWhole(order) ? draw(order / BLOCK, STATUS + 128, BLOCK) : 0;
    }

    Row row(int order) {
        return new Past(this, order);
    }

    /** Computes only what it is asked for: lists go through all rows. */
    private record Past(History history, int order) implements Row {

        @Override
        public long id() {
            return history.id(order);
        }

        @Override
        public long created() {
            return history.created(order);
        }

        @Override
        public long modified() {
            return history.modified(order);
        }

        @Override
        public String status() {
            return history.status(order);
        }

        @Override
        public long customer() {
            return history.customer(order);
        }
    }

    // --- Orders

    Order order(int number) {
        Order order = new Order(
                id(number),
                currency(number),
                plan.pricesIncludeTax(),
                plan.decimals(),
                Instant.ofEpochSecond(created(number)),
                given(number));
        order.modified = Instant.ofEpochSecond(modified(number));
        order.status = status(number);
        order.statusBeforeTrash = order.isTrashed() ? "cancelled" : null;
        order.stockTaken = order.status.matches("processing|completed|on-hold|refunded");
        if (order.status.matches("processing|completed|refunded")) {
            order.paid = order.created.plusSeconds(1);
        }
        if (order.status.matches("completed|refunded")) {
            order.completed = Instant.ofEpochSecond((created(number) + 1 + modified(number)) / 2);
        }
        lines(order, number);
        refund(order, number);
        return order;
    }

    private ObjectNode given(int number) {
        long buyer = buyer(number);
        int person = buyer == 0 ? plan.customers() + number : (int) (buyer - plan.firstCustomer());
        boolean transfer = draw(number, PAYMENT, 3) == 0;
        ObjectNode given = Json.object()
                .put("customer_id", customer(number))
                .put("payment_method", transfer ? "bacs" : "stripe")
                .put("payment_method_title", transfer ? "Überweisung" : "Kreditkarte")
                .put("transaction_id", transfer ? "" : "ch_" + Long.toHexString(id(number) * GOLDEN))
                .put("customer_note", number % 11 == 0 ? "Bitte klingeln" : "")
                .put("created_via", "checkout");
        given.set("billing", People.billing(person));
        given.set("shipping", People.shipping(person));
        return given;
    }

    private BigDecimal money(long coins) {
        return BigDecimal.valueOf(coins, plan.decimals());
    }

    private long item(int number, int which) {
        return plan.firstItem() + (long) ITEM_IDS * number + which;
    }

    private void lines(Order order, int number) {
        Amounts amounts = Amounts.of(order);
        for (int i = 0; i < LINES; i++) {
            Goods sold = goods(number, i);
            long id = item(number, i);
            ObjectNode line = OrderLines.blank(
                    id,
                    sold.name(),
                    sold.product(),
                    sold.variation(),
                    sold.taxClass(),
                    sold.sku(),
                    sold.gtin(),
                    sold.parentName());
            BigDecimal price = money(price(number, i));
            line.put("_price", price.toPlainString()).put("quantity", quantity(number, i));
            BigDecimal net = amounts.net(price.multiply(BigDecimal.valueOf(quantity(number, i))), sold.taxClass());
            amounts.line(line, net, net);
            if (order.stockTaken && sold.product() != 0) {
                String reduced = String.valueOf(quantity(number, i));
                OrderLines.meta(line.withArray("meta_data"), id, Orders.REDUCED, reduced);
            }
            order.lines.add(line);
        }
        extras(order, number, amounts);
    }

    private void extras(Order order, int number, Amounts amounts) {
        if (shipping(number) > 0) {
            ObjectNode shipping = order.shipping.addObject().put("id", item(number, SHIPPING_ITEM));
            OrderLines.shipping(shipping, Json.object().put("method_title", "DHL"));
            amounts.extra(shipping, money(shipping(number)));
        }
        if (fee(number) > 0) {
            ObjectNode fee = order.fees.addObject().put("id", item(number, FEE_ITEM));
            OrderLines.fee(fee, Json.object().put("name", "Geschenk"));
            amounts.extra(fee, money(fee(number)));
        }
        if (percentOff(number) > 0) {
            String code = "sommer" + percentOff(number);
            order.coupons.add(OrderLines.coupon(item(number, COUPON_ITEM), code, percentOff(number)));
            OrderLines.discount(order);
        }
    }

    private void refund(Order order, int number) {
        Refunds refunds = new Refunds(order, refunded(number) == Refunded.ALL ? "Widerruf" : "Kratzer");
        long next = item(number, REFUND_ITEM);
        switch (refunded(number)) {
            case ALL -> {
                for (ArrayNode list : List.of(order.lines, order.shipping, order.fees)) {
                    for (int i = 0; i < list.size(); i++) {
                        refunds.whole(list, i, next++);
                    }
                }
                refunds.close(order.id + 1, order.modified, refunds.sum());
            }
            case ONE_UNIT -> {
                refunds.units((ObjectNode) order.lines.get(0), 1, next, next);
                refunds.close(order.id + 1, order.modified, refunds.sum());
            }
            case AMOUNT -> {
                BigDecimal tenth = Amounts.sums(order).total().movePointLeft(1);
                refunds.close(order.id + 1, order.modified, Amounts.of(order).floor(tenth));
            }
            case NOTHING -> {}
        }
    }
}
