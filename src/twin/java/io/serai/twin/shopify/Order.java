package io.serai.twin.shopify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What somebody bought. A stored order is never changed, only replaced by a changed copy. Only its parts are kept; every sum is
 * made of them, in both currencies.
 */
final class Order {

    /** Something a customer or the staff wrote beside. */
    record Attribute(String key, String value) {}

    record Tax(String title, BigDecimal rate, Amount price) {

        Tax share(Amount part, Amount whole) {
            return new Tax(title, rate, price.share(part, whole));
        }
    }

    /** How a discount came about. */
    enum DiscountKind {
        CODE,
        MANUAL,
        AUTOMATIC
    }

    /**
     * A discount of the whole order.
     *
     * @param name the code, or the title
     * @param percentage null for a fixed amount
     * @param fixed null for a percentage
     * @param shipping whether it is for shipping, not for the goods
     * @param everything whether it is for all of them, not for some only
     */
    record Discount(
            DiscountKind kind, String name, BigDecimal percentage, Amount fixed, boolean shipping, boolean everything) {}

    /** @param discount its place among the order's discounts */
    record Allocation(int discount, Amount amount) {}

    record Shipping(
            long id, String title, String code, Amount price, List<Allocation> discounts, List<Tax> taxes) {

        Amount discounted() {
            return discounts.stream().map(Allocation::amount).reduce(price, Amount::minus);
        }

        Amount tax() {
            return taxes.stream().map(Tax::price).reduce(price.zero(), Amount::plus);
        }
    }

    /**
     * @param locationId where it was put back, null if nowhere
     * @param restock {@code RefundLineItemRestockType}
     */
    record RefundLine(
            long id,
            long lineId,
            int quantity,
            String restock,
            Long locationId,
            Amount unit,
            Amount subtotal,
            Amount tax) {}

    /**
     * @param shipping what of the shipping is given back, its tax aside
     * @param total what was paid back
     * @param adjustment what was paid back more than that is worth, or less
     */
    record Refund(
            long id,
            Instant created,
            String note,
            List<RefundLine> lines,
            Amount shipping,
            Amount shippingTax,
            Amount total,
            Amount adjustment) {}

    /** A quantity of one variant, as it was when it was bought. */
    static final class Line {
        long id;
        /** 0 where it is no product of the shop. */
        long productId;

        long variantId;
        long itemId;
        /** Where it was taken from. */
        long locationId;

        /** Whether the shop counted its stock, so that there is something to put back. */
        boolean tracked;

        String sku;
        String title;
        String variantTitle;
        String vendor;
        BigDecimal price;
        /** Null in a file of an earlier version of the twin: the same as {@link #price}. */
        BigDecimal presentmentPrice;

        BigDecimal grams = BigDecimal.ZERO;
        boolean taxable;
        boolean requiresShipping;
        /** Units ever wanted, those removed since included. */
        int ordered;

        int removed;
        int fulfilled;
        /** Of the removed units, those that had been shipped. */
        int returned;

        List<Attribute> attributes = List.of();
        List<Allocation> discounts = List.of();
        List<Tax> taxes = List.of();
        /** Of the removed units; null while none was removed, or where nothing but their price is known. */
        Amount removedSubtotal;

        Amount removedTax;
        Amount removedDiscount;

        String gid() {
            return Model.gid("LineItem", id);
        }

        /** Units still wanted or shipped. */
        int current() {
            return ordered - removed;
        }

        /** Units still to be shipped. */
        int owed() {
            return ordered - removed - fulfilled + returned;
        }

        String name() {
            return variantTitle == null ? title : title + " - " + variantTitle;
        }

        Amount unit() {
            return new Amount(price, presentmentPrice == null ? price : presentmentPrice);
        }

        Amount original() {
            return unit().times(ordered);
        }

        Amount discount() {
            return discounts.stream().map(Allocation::amount).reduce(unit().zero(), Amount::plus);
        }

        /** After all discounts. */
        Amount subtotal() {
            return original().minus(discount());
        }

        Amount tax() {
            return taxes.stream().map(Tax::price).reduce(unit().zero(), Amount::plus);
        }

        Amount currentSubtotal() {
            return subtotal().minus(removedSubtotal == null ? unit().times(removed) : removedSubtotal);
        }

        Amount currentTax() {
            return removedTax == null ? tax() : tax().minus(removedTax);
        }

        Amount currentDiscount() {
            return removedDiscount == null ? discount() : discount().minus(removedDiscount);
        }

        /** Takes units away, with their share of what is left. */
        RefundLine remove(long id, int quantity, String restock, Long location) {
            Amount subtotal = currentSubtotal().share(quantity, current());
            Amount tax = currentTax().share(quantity, current());
            Amount discount = currentDiscount().share(quantity, current());
            removedSubtotal = subtotal().minus(currentSubtotal()).plus(subtotal);
            removedTax = tax().minus(currentTax()).plus(tax);
            removedDiscount = discount().minus(currentDiscount()).plus(discount);
            removed += quantity;
            return new RefundLine(id, this.id, quantity, restock, location, unit(), subtotal, tax);
        }

        /** Adds units at their full price. */
        void add(int quantity, boolean taxesIncluded) {
            if (removedSubtotal == null) {
                removedSubtotal = unit().times(removed);
                removedTax = unit().zero();
                removedDiscount = unit().zero();
            }
            ordered += quantity;
            List<Tax> more = new ArrayList<>();
            for (Tax tax : taxes) {
                Amount added = Checkout.tax(unit().times(quantity), tax.rate(), taxesIncluded);
                more.add(new Tax(tax.title(), tax.rate(), tax.price().plus(added)));
            }
            taxes = List.copyOf(more);
        }

        Line copy() {
            Line l = new Line();
            l.id = id;
            l.productId = productId;
            l.variantId = variantId;
            l.itemId = itemId;
            l.locationId = locationId;
            l.tracked = tracked;
            l.sku = sku;
            l.title = title;
            l.variantTitle = variantTitle;
            l.vendor = vendor;
            l.price = price;
            l.presentmentPrice = presentmentPrice;
            l.grams = grams;
            l.taxable = taxable;
            l.requiresShipping = requiresShipping;
            l.ordered = ordered;
            l.removed = removed;
            l.fulfilled = fulfilled;
            l.returned = returned;
            l.attributes = attributes;
            l.discounts = discounts;
            l.taxes = taxes;
            l.removedSubtotal = removedSubtotal;
            l.removedTax = removedTax;
            l.removedDiscount = removedDiscount;
            return l;
        }
    }

    long id;
    int number;
    Instant created;
    Instant updated;
    Instant processed;
    Instant cancelled;
    Instant closed;
    boolean paid;
    boolean test;
    boolean edited;
    boolean taxesIncluded;
    String currency;
    String presentment;
    /** What one unit of the shop's currency is worth in the customer's. */
    BigDecimal rate = BigDecimal.ONE;

    String email;
    String phone;
    String note;
    String firstName;
    String lastName;
    /** 0 for nobody; then there is no e-mail and no address either. */
    long customerId;
    Address shippingAddress;
    Address billingAddress;
    List<String> tags = List.of();
    List<Attribute> attributes = List.of();
    List<Discount> discounts = List.of();
    List<Shipping> shipping = List.of();
    List<Refund> refunds = List.of();
    /** What was taken from it before it was paid; null for nothing. */
    Amount forgone;

    List<Line> lines = new ArrayList<>();

    String gid() {
        return Model.gid("Order", id);
    }

    String name() {
        return "#" + number;
    }

    Instant processed() {
        return processed == null ? created : processed;
    }

    Amount amount(BigDecimal inShopCurrency) {
        return Amount.of(inShopCurrency, currency, rate, presentment);
    }

    Amount zero() {
        return amount(BigDecimal.ZERO);
    }

    private Amount ofLines(Function<Line, Amount> part) {
        return lines.stream().map(part).reduce(zero(), Amount::plus);
    }

    private Amount ofShipping(Function<Shipping, Amount> part) {
        return shipping.stream().map(part).reduce(zero(), Amount::plus);
    }

    private Amount ofRefunds(Function<Refund, Amount> part) {
        return refunds.stream().map(part).reduce(zero(), Amount::plus);
    }

    /** Of the goods at their full price. */
    Amount goods() {
        return ofLines(Line::original);
    }

    /** Of the goods after discounts and before refunds. */
    Amount subtotal() {
        return ofLines(Line::subtotal);
    }

    Amount currentSubtotal() {
        return ofLines(Line::currentSubtotal);
    }

    /** Of goods and shipping. */
    Amount discount() {
        return ofLines(Line::discount).plus(ofShipping(s -> s.price().minus(s.discounted())));
    }

    Amount currentDiscount() {
        return ofLines(Line::currentDiscount).plus(ofShipping(s -> s.price().minus(s.discounted())));
    }

    Amount tax() {
        return ofLines(Line::tax).plus(ofShipping(Shipping::tax));
    }

    Amount currentTax() {
        return ofLines(Line::currentTax).plus(ofShipping(Shipping::tax)).minus(ofRefunds(Refund::shippingTax));
    }

    /** Before discounts and refunds. */
    Amount shippingPrice() {
        return ofShipping(Shipping::price);
    }

    Amount discountedShipping() {
        return ofShipping(Shipping::discounted);
    }

    Amount refundedShipping() {
        return ofRefunds(Refund::shipping);
    }

    Amount currentShipping() {
        return discountedShipping().minus(refundedShipping());
    }

    Amount total() {
        Amount untaxed = subtotal().plus(discountedShipping());
        return taxesIncluded ? untaxed : untaxed.plus(tax());
    }

    Amount currentTotal() {
        Amount untaxed = currentSubtotal().plus(currentShipping());
        return taxesIncluded ? untaxed : untaxed.plus(currentTax());
    }

    Amount received() {
        if (!paid) {
            return zero();
        }
        return forgone == null ? total() : total().minus(forgone);
    }

    Amount refunded() {
        return ofRefunds(Refund::total);
    }

    Amount net() {
        return received().minus(refunded());
    }

    Amount outstanding() {
        return paid || cancelled != null ? zero() : currentTotal();
    }

    /** The taxes of goods and shipping, those of one title and rate in one. */
    List<Tax> taxes(boolean current) {
        List<Tax> all = new ArrayList<>();
        for (Line line : lines) {
            for (Tax tax : line.taxes) {
                add(all, current ? tax.share(line.currentTax(), line.tax()) : tax);
            }
        }
        shipping.forEach(s -> s.taxes().forEach(tax -> add(all, tax)));
        return all;
    }

    private static void add(List<Tax> all, Tax tax) {
        for (int i = 0; i < all.size(); i++) {
            Tax had = all.get(i);
            if (had.title().equals(tax.title()) && had.rate().compareTo(tax.rate()) == 0) {
                all.set(i, new Tax(had.title(), had.rate(), had.price().plus(tax.price())));
                return;
            }
        }
        all.add(tax);
    }

    /**
     * Notes a refund; the units of its lines are removed already.
     *
     * @param amount what is paid back, or null for what that is worth
     */
    Refund refund(
            long refundId, Instant at, List<RefundLine> removed, Amount shippingBack, Amount amount, String reason) {
        Amount shippingTax = shipping.stream()
                .map(Shipping::tax)
                .reduce(zero(), Amount::plus)
                .share(shippingBack, discountedShipping());
        Amount worth = shippingBack;
        for (RefundLine line : removed) {
            worth = worth.plus(line.subtotal());
            worth = taxesIncluded ? worth : worth.plus(line.tax());
        }
        worth = taxesIncluded ? worth : worth.plus(shippingTax);
        if (!paid) {
            forgone = forgone == null ? worth : forgone.plus(worth);
        }
        Amount due = paid ? worth.least(net()) : zero();
        Amount total = amount == null ? due : amount;
        Refund made = new Refund(
                refundId, at, reason, List.copyOf(removed), shippingBack, shippingTax, total, total.minus(due));
        List<Refund> all = new ArrayList<>(refunds);
        all.add(made);
        refunds = List.copyOf(all);
        return made;
    }

    boolean isShipped() {
        return lines.stream().allMatch(l -> l.owed() == 0) && lines.stream().anyMatch(l -> l.fulfilled > 0);
    }

    boolean isClosed() {
        return closed != null || isShipped() && paid;
    }

    Instant closedAt() {
        return closed != null ? closed : isClosed() ? updated : null;
    }

    /** {@code OrderDisplayFinancialStatus}. */
    String financialStatus() {
        if (!paid) {
            return cancelled == null ? "PENDING" : "VOIDED";
        }
        if (cancelled != null && refunds.isEmpty()) {
            return "REFUNDED";
        }
        if (refunded().isZero()) {
            return lines.stream().anyMatch(l -> l.removed > 0) ? "PARTIALLY_REFUNDED" : "PAID";
        }
        return net().shop().signum() > 0 ? "PARTIALLY_REFUNDED" : "REFUNDED";
    }

    /** {@code OrderDisplayFulfillmentStatus}. */
    String fulfillmentStatus() {
        if (isShipped()) {
            return "FULFILLED";
        }
        return lines.stream().anyMatch(l -> l.fulfilled > 0) ? "PARTIALLY_FULFILLED" : "UNFULFILLED";
    }

    /** This, which an earlier version of the twin wrote into its file, with what that did not know. */
    Order completed(String shopCurrency, boolean included) {
        if (currency == null) {
            currency = shopCurrency;
            presentment = shopCurrency;
            taxesIncluded = included;
            shippingAddress = Address.of(firstName, lastName);
            billingAddress = shippingAddress;
        }
        return this;
    }

    Order copy() {
        Order o = new Order();
        o.id = id;
        o.number = number;
        o.created = created;
        o.updated = updated;
        o.processed = processed;
        o.cancelled = cancelled;
        o.closed = closed;
        o.paid = paid;
        o.test = test;
        o.edited = edited;
        o.taxesIncluded = taxesIncluded;
        o.currency = currency;
        o.presentment = presentment;
        o.rate = rate;
        o.email = email;
        o.phone = phone;
        o.note = note;
        o.firstName = firstName;
        o.lastName = lastName;
        o.customerId = customerId;
        o.shippingAddress = shippingAddress;
        o.billingAddress = billingAddress;
        o.tags = tags;
        o.attributes = attributes;
        o.discounts = discounts;
        o.shipping = shipping;
        o.refunds = refunds;
        o.forgone = forgone;
        lines.forEach(l -> o.lines.add(l.copy()));
        return o;
    }
}
