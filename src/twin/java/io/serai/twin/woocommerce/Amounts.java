package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/**
 * How WooCommerce reckons: a line keeps its net amounts with six decimals, its taxes are rounded line by line to the shop's
 * decimals, and an order's sums add what the lines show. So the parts an order shows add up to its total.
 */
final class Amounts {

    private static final int PRECISION = 6;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final boolean pricesIncludeTax;
    private final int decimals;

    Amounts(boolean pricesIncludeTax, int decimals) {
        this.pricesIncludeTax = pricesIncludeTax;
        this.decimals = decimals;
    }

    static Amounts of(Order order) {
        return new Amounts(order.pricesIncludeTax, order.decimals);
    }

    /** As an amount is shown: so many decimals, none without a point. */
    static String shown(BigDecimal amount, int decimals) {
        return amount.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    static String kept(BigDecimal amount) {
        return amount.setScale(PRECISION, RoundingMode.HALF_UP).toPlainString();
    }

    static BigDecimal number(JsonNode text) {
        return text.asText("").isEmpty() ? BigDecimal.ZERO : new BigDecimal(text.asText());
    }

    BigDecimal rounded(BigDecimal amount) {
        return amount.setScale(decimals, RoundingMode.HALF_UP);
    }

    /** Without what is less than the smallest coin. */
    BigDecimal floor(BigDecimal amount) {
        return amount.setScale(decimals, RoundingMode.FLOOR);
    }

    /** Taxes that are part of the price are rounded down in the middle, so that price and tax still agree. */
    private BigDecimal roundedTax(BigDecimal tax) {
        return tax.setScale(decimals, pricesIncludeTax ? RoundingMode.HALF_DOWN : RoundingMode.HALF_UP);
    }

    /** What remains of a price without its tax. */
    BigDecimal net(BigDecimal price, String taxClass) {
        BigDecimal factor = HUNDRED.add(BigDecimal.valueOf(Taxes.percent(taxClass)));
        return pricesIncludeTax ? price.multiply(HUNDRED).divide(factor, PRECISION, RoundingMode.HALF_UP) : price;
    }

    /** What a coupon of so many percent takes off a line at least. */
    BigDecimal discount(BigDecimal price, BigDecimal percent) {
        return price.multiply(percent).divide(HUNDRED, decimals, RoundingMode.FLOOR);
    }

    /** What it takes off all prices together. */
    BigDecimal wholeDiscount(BigDecimal prices, BigDecimal percent) {
        return prices.multiply(percent).divide(HUNDRED, decimals, RoundingMode.HALF_DOWN);
    }

    BigDecimal money(long coins) {
        return BigDecimal.valueOf(coins, decimals);
    }

    long coins(BigDecimal amount) {
        return amount.movePointRight(decimals).longValueExact();
    }

    /** Fills in the net amounts of a line and the taxes that follow from them. */
    void line(ObjectNode line, BigDecimal subtotal, BigDecimal total) {
        line.put("subtotal", kept(subtotal)).put("total", kept(total));
        BigDecimal tax = tax(line, subtotal, total);
        line.put("subtotal_tax", roundedTax(number(line.at("/taxes/0/subtotal"))).toPlainString());
        line.put("total_tax", roundedTax(tax).toPlainString());
        BigDecimal quantity = number(line.path("quantity"));
        line.put("price", quantity.signum() == 0 ? BigDecimal.ZERO : total.divide(quantity, PRECISION, RoundingMode.HALF_UP));
    }

    private static BigDecimal tax(ObjectNode line, BigDecimal subtotal, BigDecimal total) {
        ArrayNode taxes = line.putArray("taxes");
        Taxes.of(line.path("tax_class").asText()).ifPresent(rate -> taxes.addObject()
                .put("id", rate.id())
                .put("total", kept(part(total, rate)))
                .put("subtotal", kept(part(subtotal, rate))));
        return number(taxes.at("/0/total"));
    }

    private static BigDecimal part(BigDecimal net, Taxes.Rate rate) {
        return net.multiply(BigDecimal.valueOf(rate.percent())).divide(HUNDRED, PRECISION, RoundingMode.HALF_UP);
    }

    /** Fills in the amount of shipping or of a fee, taxed at the standard rate. */
    void extra(ObjectNode extra, BigDecimal total) {
        BigDecimal tax = part(total, Taxes.STANDARD);
        extra.put("total", kept(total)).put("total_tax", roundedTax(tax).toPlainString());
        extra.putArray("taxes").addObject().put("id", Taxes.STANDARD.id()).put("total", kept(tax)).put("subtotal", "");
    }

    /**
     * An order's sums.
     *
     * @param taxes by the id of their rate: of goods and fees, and of shipping
     */
    record Sums(
            BigDecimal discount,
            BigDecimal discountTax,
            BigDecimal shipping,
            BigDecimal shippingTax,
            BigDecimal cartTax,
            BigDecimal total,
            Map<Integer, BigDecimal[]> taxes) {

        BigDecimal totalTax() {
            return cartTax.add(shippingTax);
        }
    }

    static Sums sums(Order order) {
        return of(order).sum(order);
    }

    private Sums sum(Order order) {
        Map<Integer, BigDecimal[]> taxes = new TreeMap<>();
        BigDecimal before = sum(order.lines, "subtotal");
        BigDecimal goods = sum(order.lines, "total");
        BigDecimal shipping = sum(order.shipping, "total");
        BigDecimal discountTax = sum(order.lines, "subtotal_tax").subtract(sum(order.lines, "total_tax"));
        collect(order.lines, 0, taxes);
        collect(order.fees, 0, taxes);
        collect(order.shipping, 1, taxes);
        BigDecimal cartTax = taxes.values().stream().map(two -> two[0]).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal shippingTax = taxes.values().stream().map(two -> two[1]).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal total = goods.add(sum(order.fees, "total")).add(shipping).add(cartTax).add(shippingTax);
        return new Sums(before.subtract(goods), discountTax, shipping, shippingTax, cartTax, total, taxes);
    }

    private BigDecimal sum(ArrayNode lines, String name) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : lines) {
            sum = sum.add(rounded(number(line.path(name))));
        }
        return sum;
    }

    private static void collect(ArrayNode lines, int which, Map<Integer, BigDecimal[]> taxes) {
        for (JsonNode line : lines) {
            for (JsonNode tax : line.path("taxes")) {
                BigDecimal[] sums = taxes.computeIfAbsent(
                        tax.path("id").asInt(), id -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
                sums[which] = sums[which].add(number(line.path("total_tax")));
            }
        }
    }

    /** What was given back of an order so far, with its tax. */
    static BigDecimal refunded(Order order) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode refund : order.refunds) {
            sum = sum.add(number(refund.path("amount")));
        }
        return sum;
    }
}
