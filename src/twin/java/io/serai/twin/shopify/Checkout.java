package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.twin.shopify.Order.Allocation;
import io.serai.twin.shopify.Order.Attribute;
import io.serai.twin.shopify.Order.Discount;
import io.serai.twin.shopify.Order.DiscountKind;
import io.serai.twin.shopify.Order.Line;
import io.serai.twin.shopify.Order.Shipping;
import io.serai.twin.shopify.Order.Tax;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Adds to an order with its lines what makes its price: shipping, discounts in their order, and then taxes. */
final class Checkout {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final LongSupplier ids;

    Checkout(LongSupplier ids) {
        this.ids = ids;
    }

    /**
     * Prices an order.
     *
     * @param wanted {@code shipping} ({@code [{title, price, code}]}), {@code discounts} ({@code [{code} or {title, automatic},
     *     {percentage} or {amount}, skus, shipping}]}), {@code taxes} ({@code [{title, rate, shipping}]})
     */
    void price(Order order, JsonNode wanted) {
        List<Shipping> shipping = new ArrayList<>();
        for (JsonNode one : wanted.path("shipping")) {
            String title = one.path("title").asText("Standard");
            shipping.add(new Shipping(
                    ids.getAsLong(),
                    title,
                    one.path("code").asText(title),
                    order.amount(decimal(one, "price")),
                    List.of(),
                    List.of()));
        }
        order.shipping = List.copyOf(shipping);
        wanted.path("discounts").forEach(one -> discount(order, read(order, one), skus(one)));
        for (JsonNode one : wanted.path("taxes")) {
            tax(order, one.path("title").asText("MwSt"), decimal(one, "rate"), one.path("shipping").asBoolean());
        }
    }

    private static Discount read(Order order, JsonNode in) {
        DiscountKind kind = in.has("code")
                ? DiscountKind.CODE
                : in.path("automatic").asBoolean() ? DiscountKind.AUTOMATIC : DiscountKind.MANUAL;
        return new Discount(
                kind,
                in.path(kind == DiscountKind.CODE ? "code" : "title").asText("Rabatt"),
                in.has("percentage") ? decimal(in, "percentage") : null,
                in.has("percentage") ? null : order.amount(decimal(in, "amount")),
                in.path("shipping").asBoolean(),
                !in.has("skus"));
    }

    private static List<String> skus(JsonNode in) {
        List<String> skus = new ArrayList<>();
        in.path("skus").forEach(sku -> skus.add(sku.asText()));
        return skus;
    }

    static BigDecimal decimal(JsonNode in, String field) {
        try {
            return new BigDecimal(in.path(field).asText());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + field + "\" is a decimal number, not " + in.path(field), e);
        }
    }

    static List<Attribute> attributes(JsonNode in) {
        List<Attribute> attributes = new ArrayList<>();
        in.forEach(one -> attributes.add(
                new Attribute(one.path("key").asText(), one.path("value").asText(null))));
        return List.copyOf(attributes);
    }

    /** @param skus of the lines it is for; empty for all */
    static void discount(Order order, Discount discount, List<String> skus) {
        List<Discount> all = new ArrayList<>(order.discounts);
        all.add(discount);
        order.discounts = List.copyOf(all);
        if (discount.shipping()) {
            List<Amount> parts = parts(
                    discount, order.shipping.stream().map(Shipping::discounted).toList(), order.zero());
            List<Shipping> cheaper = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                Shipping was = order.shipping.get(i);
                cheaper.add(new Shipping(
                        was.id(),
                        was.title(),
                        was.code(),
                        was.price(),
                        with(was.discounts(), all.size() - 1, parts.get(i)),
                        was.taxes()));
            }
            order.shipping = List.copyOf(cheaper);
            return;
        }
        List<Line> lines = order.lines.stream()
                .filter(line -> skus.isEmpty() || skus.contains(line.sku))
                .toList();
        List<Amount> parts = parts(discount, lines.stream().map(Line::subtotal).toList(), order.zero());
        for (int i = 0; i < lines.size(); i++) {
            lines.get(i).discounts = with(lines.get(i).discounts, all.size() - 1, parts.get(i));
        }
    }

    private static List<Allocation> with(List<Allocation> had, int discount, Amount amount) {
        List<Allocation> all = new ArrayList<>(had);
        if (!amount.isZero()) {
            all.add(new Allocation(discount, amount));
        }
        return List.copyOf(all);
    }

    /** What each of the prices is lowered by; of a fixed amount the last takes what rounding left over. */
    private static List<Amount> parts(Discount discount, List<Amount> prices, Amount zero) {
        if (discount.percentage() != null) {
            return prices.stream()
                    .map(price -> price.share(discount.percentage(), HUNDRED))
                    .toList();
        }
        Amount sum = prices.stream().reduce(zero, Amount::plus);
        Amount whole = discount.fixed().least(sum);
        Amount left = whole;
        List<Amount> parts = new ArrayList<>();
        for (int i = 0; i < prices.size(); i++) {
            Amount part = i == prices.size() - 1 ? left : whole.share(prices.get(i), sum).least(left);
            parts.add(part);
            left = left.minus(part);
        }
        return parts;
    }

    /** Taxes every taxable line, and shipping if wanted. */
    static void tax(Order order, String title, BigDecimal rate, boolean shippingToo) {
        for (Line line : order.lines) {
            if (line.taxable) {
                line.taxes = with(line.taxes, title, rate, line.subtotal(), order.taxesIncluded);
            }
        }
        if (shippingToo) {
            order.shipping = order.shipping.stream()
                    .map(s -> new Shipping(
                            s.id(),
                            s.title(),
                            s.code(),
                            s.price(),
                            s.discounts(),
                            with(s.taxes(), title, rate, s.discounted(), order.taxesIncluded)))
                    .toList();
        }
    }

    private static List<Tax> with(List<Tax> had, String title, BigDecimal rate, Amount price, boolean included) {
        List<Tax> all = new ArrayList<>(had);
        all.add(new Tax(title, rate, tax(price, rate, included)));
        return List.copyOf(all);
    }

    /** The tax on a price, or in it. */
    static Amount tax(Amount price, BigDecimal rate, boolean included) {
        return price.share(rate, included ? BigDecimal.ONE.add(rate) : BigDecimal.ONE);
    }
}
