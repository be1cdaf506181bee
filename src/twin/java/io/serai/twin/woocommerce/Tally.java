package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.woocommerce.History.Refunded;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all orders come to, by currency: for whoever fetched them to compare. Reckoned in whole millionths from what was drawn
 * or stored, apart from the way the orders are shown.
 */
final class Tally {

    private static final String[] SUMS = {
        "total", "total_tax", "discount_total", "discount_tax", "shipping_total", "shipping_tax", "refunded"
    };
    private static final int TOTAL = 0;
    private static final int TAX = 1;
    private static final int DISCOUNT = 2;
    private static final int DISCOUNT_TAX = 3;
    private static final int SHIPPING = 4;
    private static final int SHIPPING_TAX = 5;
    private static final int REFUNDED = 6;
    private static final int PRECISION = 6;

    private static final class Currency {
        private final long[] sums = new long[SUMS.length];
        private long orders;
        private long refunds;
        private long lines;
    }

    private final Map<String, Currency> currencies = new TreeMap<>();
    private final Map<String, Long> statuses = new TreeMap<>();
    private long orders;
    private long unreadable;

    /** Adds to one order, in millionths, rounding as a shop with so many decimals does. */
    private static final class Reckoning {
        private final long[] sums = new long[SUMS.length];
        private final long coin;
        private final boolean taxInPrice;

        Reckoning(int decimals, boolean taxInPrice) {
            this.coin = power(PRECISION - decimals);
            this.taxInPrice = taxInPrice;
        }

        private static long power(int zeros) {
            return zeros == 0 ? 1 : 10 * power(zeros - 1);
        }

        long coins(long number) {
            return number * coin;
        }

        /** To whole coins, the middle away from zero. */
        long whole(long millionths) {
            long size = (Math.abs(millionths) + coin / 2) / coin * coin;
            return millionths < 0 ? -size : size;
        }

        long tax(long net, int percent) {
            long exact = (net * percent * 2 + 100) / 200;
            return taxInPrice && coin > 1 ? (exact + coin / 2 - 1) / coin * coin : whole(exact);
        }

        long net(long price, int percent) {
            return taxInPrice ? (price * 200 + 100 + percent) / (2L * (100 + percent)) : price;
        }

        void line(long before, long after, int percent) {
            sums[TOTAL] += whole(after) + tax(after, percent);
            sums[TAX] += tax(after, percent);
            sums[DISCOUNT] += whole(before) - whole(after);
            sums[DISCOUNT_TAX] += tax(before, percent) - tax(after, percent);
        }

        void fee(long net) {
            sums[TOTAL] += whole(net) + tax(net, Taxes.STANDARD.percent());
            sums[TAX] += tax(net, Taxes.STANDARD.percent());
        }

        void shipping(long net) {
            fee(net);
            sums[SHIPPING] += whole(net);
            sums[SHIPPING_TAX] += tax(net, Taxes.STANDARD.percent());
        }
    }

    /** One order of the past. */
    void add(History history, int order, boolean readable) {
        History.Plan plan = history.plan();
        Reckoning reckoning = new Reckoning(plan.decimals(), plan.pricesIncludeTax());
        long[] off = discounts(history, order);
        long unit = 0;
        for (int line = 0; line < History.LINES; line++) {
            int percent = Taxes.percent(history.goods(order, line).taxClass());
            int quantity = history.quantity(order, line);
            long price = (long) history.price(order, line) * quantity;
            long after = reckoning.net(reckoning.coins(price - off[line]), percent);
            reckoning.line(reckoning.net(reckoning.coins(price), percent), after, percent);
            if (line == 0) {
                long one = (2 * after + quantity) / (2L * quantity);
                unit = reckoning.whole(one) + reckoning.tax(one, percent);
            }
        }
        reckoning.shipping(reckoning.coins(history.shipping(order)));
        reckoning.fee(reckoning.coins(history.fee(order)));
        Refunded refunded = history.refunded(order);
        reckoning.sums[REFUNDED] = switch (refunded) {
            case ALL -> reckoning.sums[TOTAL];
            case ONE_UNIT -> unit;
            case AMOUNT -> reckoning.sums[TOTAL] / reckoning.coin / 10 * reckoning.coin;
            case NOTHING -> 0;
        };
        add(
                history.currency(order),
                history.status(order),
                readable,
                reckoning.sums,
                refunded == Refunded.NOTHING ? 0 : 1,
                History.LINES);
    }

    /** What each line is discounted by, in coins: whole ones, and one more for the dearest units until all is given. */
    private static long[] discounts(History history, int order) {
        int percent = history.percentOff(order);
        long[] off = new long[History.LINES];
        long prices = 0;
        long given = 0;
        for (int line = 0; line < off.length; line++) {
            long price = (long) history.price(order, line) * history.quantity(order, line);
            off[line] = price * percent / 100;
            prices += price;
            given += off[line];
        }
        long missing = (prices * percent + 49) / 100 - given;
        boolean[] served = new boolean[off.length];
        while (missing > 0) {
            int dearest = -1;
            for (int line = 0; line < off.length; line++) {
                boolean dearer = dearest < 0 || history.price(order, line) > history.price(order, dearest);
                dearest = !served[line] && dearer ? line : dearest;
            }
            long coins = Math.min(missing, history.quantity(order, dearest));
            off[dearest] += coins;
            missing -= coins;
            served[dearest] = true;
        }
        return off;
    }

    /** An order that is held in memory. */
    void add(Order order, boolean readable) {
        Reckoning reckoning = new Reckoning(order.decimals, order.pricesIncludeTax);
        for (JsonNode line : order.lines) {
            int percent = Taxes.percent(line.path("tax_class").asText());
            reckoning.line(millionths(line, "subtotal"), millionths(line, "total"), percent);
        }
        order.shipping.forEach(line -> reckoning.shipping(millionths(line, "total")));
        order.fees.forEach(line -> reckoning.fee(millionths(line, "total")));
        order.refunds.forEach(refund -> reckoning.sums[REFUNDED] += millionths(refund, "amount"));
        add(order.currency, order.status, readable, reckoning.sums, order.refunds.size(), order.lines.size());
    }

    private static long millionths(JsonNode line, String name) {
        return Long.parseLong(line.path(name).asText().replace(".", ""));
    }

    private void add(String currency, String status, boolean readable, long[] sums, int refunds, int lines) {
        statuses.merge(status, 1L, Long::sum);
        if (status.equals("trash")) {
            return;
        }
        orders++;
        if (!readable) {
            unreadable++;
            return;
        }
        Currency into = currencies.computeIfAbsent(currency, code -> new Currency());
        for (int i = 0; i < sums.length; i++) {
            into.sums[i] += sums[i];
        }
        into.orders++;
        into.refunds += refunds;
        into.lines += lines;
    }

    /** @param decimals how many decimals sums are shown with at least */
    ObjectNode json(int decimals, long customers) {
        ObjectNode json = Json.object().put("orders", orders).put("unreadable", unreadable).put("customers", customers);
        ObjectNode byStatus = json.putObject("statuses");
        statuses.forEach(byStatus::put);
        ObjectNode byCurrency = json.putObject("currencies");
        currencies.forEach((code, currency) -> {
            ObjectNode shown = byCurrency
                    .putObject(code)
                    .put("orders", currency.orders)
                    .put("line_items", currency.lines)
                    .put("refunds", currency.refunds);
            for (int i = 0; i < SUMS.length; i++) {
                BigDecimal sum = BigDecimal.valueOf(currency.sums[i], PRECISION);
                int needed = Math.max(0, sum.stripTrailingZeros().scale());
                shown.put(SUMS[i], sum.setScale(Math.max(decimals, needed)).toPlainString());
            }
        });
        return json;
    }
}
