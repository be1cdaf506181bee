package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * What all orders of a shop come to, in each currency. For those of a history it is reckoned in whole minor units from what the
 * lot decided, for the others from the parts of the orders: on no way that an answer of the Admin API takes.
 */
final class Sums {

    /** In the minor unit. */
    private static final class Money {
        long subtotal;
        long discounts;
        long shipping;
        long tax;
        long total;
        long currentTotal;
        long received;
        long refunded;
        int orders;
    }

    private final Map<String, Money> shopMoney = new TreeMap<>();
    private final Map<String, Money> presentmentMoney = new TreeMap<>();
    private int orders;
    private int lineItems;
    private int units;
    private int cancelled;
    private int refunds;
    private int customers;

    /** @param shop which is not changed meanwhile */
    static Sums of(Shop shop) {
        Sums sums = new Sums();
        shop.orders.values().forEach(sums::add);
        shop.history().ifPresent(past -> sums.add(past.plan(), shop.orders::containsKey));
        sums.customers = shop.history()
                .map(past -> past.plan().customers()
                        + (int) shop.customers.keySet().stream()
                                .filter(id -> !past.hasCustomer(id))
                                .count())
                .orElse(shop.customers.size());
        return sums;
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("orders", orders)
                .put("lineItems", lineItems)
                .put("units", units)
                .put("cancelled", cancelled)
                .put("refunds", refunds)
                .put("customers", customers);
        json.set("shopMoney", json(shopMoney));
        json.set("presentmentMoney", json(presentmentMoney));
        return json;
    }

    private static ObjectNode json(Map<String, Money> all) {
        ObjectNode json = Json.object();
        all.forEach((currency, money) -> {
            int digits = Amount.digits(currency);
            json.putObject(currency)
                    .put("orders", money.orders)
                    .put("subtotal", text(money.subtotal, digits))
                    .put("discounts", text(money.discounts, digits))
                    .put("shipping", text(money.shipping, digits))
                    .put("tax", text(money.tax, digits))
                    .put("total", text(money.total, digits))
                    .put("currentTotal", text(money.currentTotal, digits))
                    .put("received", text(money.received, digits))
                    .put("refunded", text(money.refunded, digits));
        });
        return json;
    }

    private static String text(long minor, int digits) {
        return BigDecimal.valueOf(minor, digits).toPlainString();
    }

    private void add(History.Plan plan, LongPredicate changedSince) {
        for (int i = 0; i < plan.orders(); i++) {
            if (!changedSince.test(History.orderId(i))) {
                add(plan, plan.sale(i));
            }
        }
    }

    private void add(History.Plan plan, Sale sale) {
        orders++;
        lineItems += plan.lines();
        for (int quantity : sale.quantities()) {
            units += quantity;
        }
        cancelled += sale.cancelled() ? 1 : 0;
        refunds += sale.cancelled() || sale.refunded() >= 0 ? 1 : 0;
        History.Currency paidIn = plan.currencies().get(sale.currency());
        add(shopMoney.computeIfAbsent(plan.currency(), code -> new Money()), plan, sale, price -> price);
        int shift = Amount.digits(paidIn.code()) - Amount.digits(plan.currency());
        long numerator = paidIn.rate().movePointRight(6).longValueExact() * power(Math.max(0, shift));
        long denominator = 1_000_000 * power(Math.max(0, -shift));
        add(
                presentmentMoney.computeIfAbsent(paidIn.code(), code -> new Money()),
                plan,
                sale,
                price -> half(price * numerator, denominator));
    }

    private static long power(int of) {
        return of == 0 ? 1 : 10 * power(of - 1);
    }

    /** Divides and rounds, the half up; nothing here is negative. */
    private static long half(long dividend, long divisor) {
        return (2 * dividend + divisor) / (2 * divisor);
    }

    private static void add(Money sum, History.Plan plan, Sale sale, Function<Long, Long> exchange) {
        long subtotal = 0;
        long taxes = 0;
        long back = 0;
        for (int i = 0; i < plan.lines(); i++) {
            int units = sale.quantities()[i];
            long full = units * exchange.apply(plan.goods().get(sale.goods()[i]).price());
            long discount = half(full * sale.discount(), 10_000);
            long tax = tax(full - discount, sale.tax(), plan.taxesIncluded());
            int returned = sale.cancelled() ? units : i == sale.refunded() ? sale.refundedUnits() : 0;
            back += half((full - discount) * returned, units);
            back += plan.taxesIncluded() ? 0 : half(tax * returned, units);
            sum.discounts += discount;
            subtotal += full - discount;
            taxes += tax;
        }
        long shipping = exchange.apply(sale.shipping());
        long shippingTax = tax(shipping, sale.tax(), plan.taxesIncluded());
        if (sale.cancelled() || sale.refunded() >= 0 && sale.shippingRefunded()) {
            back += plan.taxesIncluded() ? shipping : shipping + shippingTax;
        }
        long total = subtotal + shipping + (plan.taxesIncluded() ? 0 : taxes + shippingTax);
        sum.orders++;
        sum.subtotal += subtotal;
        sum.shipping += shipping;
        sum.tax += taxes + shippingTax;
        sum.total += total;
        sum.currentTotal += total - back;
        sum.received += sale.paid() ? total : 0;
        sum.refunded += sale.paid() ? back : 0;
    }

    private static long tax(long price, int rate, boolean included) {
        return half(price * rate, included ? 10_000 + rate : 10_000);
    }

    private void add(Order order) {
        orders++;
        lineItems += order.lines.size();
        units += order.lines.stream().mapToInt(line -> line.ordered).sum();
        cancelled += order.cancelled == null ? 0 : 1;
        refunds += order.refunds.size();
        add(shopMoney.computeIfAbsent(order.currency, code -> new Money()), order, minor(order.currency, Amount::shop));
        add(
                presentmentMoney.computeIfAbsent(order.presentment, code -> new Money()),
                order,
                minor(order.presentment, Amount::presentment));
    }

    private static Function<Amount, Long> minor(String currency, Function<Amount, BigDecimal> side) {
        int digits = Amount.digits(currency);
        return amount -> side.apply(amount).movePointRight(digits).longValueExact();
    }

    private static void add(Money sum, Order order, Function<Amount, Long> in) {
        long untaxed = 0;
        long taxes = 0;
        for (Order.Line line : order.lines) {
            long discount = line.discounts.stream().mapToLong(d -> in.apply(d.amount())).sum();
            long subtotal = in.apply(line.unit()) * line.ordered - discount;
            sum.discounts += discount;
            sum.subtotal += subtotal;
            untaxed += subtotal;
            taxes += line.taxes.stream().mapToLong(t -> in.apply(t.price())).sum();
        }
        for (Order.Shipping shipping : order.shipping) {
            long discount = shipping.discounts().stream().mapToLong(d -> in.apply(d.amount())).sum();
            sum.discounts += discount;
            sum.shipping += in.apply(shipping.price());
            untaxed += in.apply(shipping.price()) - discount;
            taxes += shipping.taxes().stream().mapToLong(t -> in.apply(t.price())).sum();
        }
        long total = untaxed + (order.taxesIncluded ? 0 : taxes);
        long taken = 0;
        for (Order.Refund refund : order.refunds) {
            taken += in.apply(refund.shipping()) + (order.taxesIncluded ? 0 : in.apply(refund.shippingTax()));
            for (Order.RefundLine line : refund.lines()) {
                taken += in.apply(line.subtotal()) + (order.taxesIncluded ? 0 : in.apply(line.tax()));
            }
            sum.refunded += in.apply(refund.total());
        }
        sum.orders++;
        sum.tax += taxes;
        sum.total += total;
        sum.currentTotal += total - taken;
        sum.received += order.paid ? total - (order.forgone == null ? 0 : in.apply(order.forgone)) : 0;
    }
}
