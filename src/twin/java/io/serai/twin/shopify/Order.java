package io.serai.twin.shopify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What somebody bought. A stored order is never changed, only replaced by a changed copy. */
final class Order {

    /** A quantity of one variant, as it was when it was bought. */
    static final class Line {
        long id;
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
        BigDecimal grams = BigDecimal.ZERO;
        boolean taxable;
        boolean requiresShipping;
        /** Units ever wanted, those removed since included. */
        int ordered;

        int removed;
        int fulfilled;

        String gid() {
            return Model.gid("LineItem", id);
        }

        /** Units still wanted or shipped. */
        int current() {
            return ordered - removed;
        }

        /** Units still to be shipped. */
        int owed() {
            return ordered - removed - fulfilled;
        }

        String name() {
            return variantTitle == null ? title : title + " - " + variantTitle;
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
            l.grams = grams;
            l.taxable = taxable;
            l.requiresShipping = requiresShipping;
            l.ordered = ordered;
            l.removed = removed;
            l.fulfilled = fulfilled;
            return l;
        }
    }

    long id;
    int number;
    Instant created;
    Instant updated;
    Instant cancelled;
    boolean paid;
    boolean test;
    String email;
    String note;
    String firstName;
    String lastName;
    long customerId;
    List<Line> lines = new ArrayList<>();

    String gid() {
        return Model.gid("Order", id);
    }

    String name() {
        return "#" + number;
    }

    BigDecimal total() {
        return sum(false);
    }

    BigDecimal currentTotal() {
        return sum(true);
    }

    private BigDecimal sum(boolean current) {
        return lines.stream()
                .map(l -> l.price.multiply(BigDecimal.valueOf(current ? l.current() : l.ordered)))
                .reduce(new BigDecimal("0.00"), BigDecimal::add);
    }

    boolean isShipped() {
        return lines.stream().allMatch(l -> l.owed() == 0) && lines.stream().anyMatch(l -> l.fulfilled > 0);
    }

    /** {@code OrderDisplayFinancialStatus}. */
    String financialStatus() {
        if (cancelled != null) {
            return paid ? "REFUNDED" : "VOIDED";
        }
        boolean lessThanPaid = lines.stream().anyMatch(l -> l.removed > 0);
        return !paid ? "PENDING" : lessThanPaid ? "PARTIALLY_REFUNDED" : "PAID";
    }

    /** {@code OrderDisplayFulfillmentStatus}. */
    String fulfillmentStatus() {
        if (isShipped()) {
            return "FULFILLED";
        }
        return lines.stream().anyMatch(l -> l.fulfilled > 0) ? "PARTIALLY_FULFILLED" : "UNFULFILLED";
    }

    Order copy() {
        Order o = new Order();
        o.id = id;
        o.number = number;
        o.created = created;
        o.updated = updated;
        o.cancelled = cancelled;
        o.paid = paid;
        o.test = test;
        o.email = email;
        o.note = note;
        o.firstName = firstName;
        o.lastName = lastName;
        o.customerId = customerId;
        lines.forEach(l -> o.lines.add(l.copy()));
        return o;
    }
}
