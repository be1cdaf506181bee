package io.serai.twin.shopify;

import io.serai.twin.shopify.Order.Discount;
import io.serai.twin.shopify.Order.DiscountKind;
import io.serai.twin.shopify.Order.Shipping;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a shop sold in years, by a seed: a million orders as easily as ten, since none of them is held; each is made when it is
 * asked for, and always the same. It takes no stock. Immutable.
 */
final class History {


    private static final long FIRST_ORDER_ID = 5_000_000_000_000L;
    private static final long FIRST_CUSTOMER_ID = 6_000_000_000_000L;
    private static final long FIRST_REFUND_ID = 4_000_000_000_000L;
    private static final long FIRST_SHIPPING_ID = 3_000_000_000_000L;
    private static final long FIRST_ADDRESS_ID = 2_000_000_000_000L;
    private static final long FIRST_LINE_ID = 12_000_000_000_000L;

    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Björn", "Chloé", "Đorđe", "Élodie", "Fatma", "Günter", "Håkon", "İpek", "Jürgen", "Kateřina", "Łukasz",
            "Mia", "Nuño");
    private static final List<String> LAST_NAMES = List.of(
            "Lindqvist", "Müller", "O'Brien", "García", "Şahin", "Nowak", "d'Arc", "Özdemir", "Schröder", "van Dijk", "王");

    /** A currency that customers pay in, and what one unit of the shop's is worth in it. */
    record Currency(String code, BigDecimal rate) {}

    /** Something that was sold, as it was then. {@code price} is in the minor unit of the shop's currency; ids are 0 for none. */
    record Goods(
            long productId,
            long variantId,
            long itemId,
            String sku,
            String title,
            String variantTitle,
            String vendor,
            long price,
            boolean requiresShipping) {}

    /**
     * All that a history follows from.
     *
     * @param orders how many
     * @param lines of each order
     * @param from when the first order was made
     * @param to when nothing was changed any more
     */
    record Plan(
            long seed,
            int orders,
            int customers,
            int lines,
            Instant from,
            Instant to,
            String currency,
            boolean taxesIncluded,
            List<Currency> currencies,
            List<Goods> goods) {

        Sale sale(int index) {
            return Sale.draw(seed, index, lines, goods.size(), currencies.size());
        }
    }

    private final Plan plan;
    private final Timeline orders;
    private final Timeline customers;
    private final int digits;

    /** @throws IllegalArgumentException if there are more orders or customers than seconds */
    History(Plan plan) {
        if (plan.orders() < 1 || plan.customers() < 1 || plan.lines() < 1 || plan.lines() > 100) {
            throw new IllegalArgumentException("a history has orders, customers and at most 100 lines in each order");
        }
        this.plan = plan;
        this.orders = new Timeline(plan.seed(), plan.orders(), plan.from(), plan.to());
        this.customers = new Timeline(~plan.seed(), plan.customers(), plan.from(), plan.to());
        this.digits = Amount.digits(plan.currency());
    }

    Plan plan() {
        return plan;
    }

    Timeline orderTimes() {
        return orders;
    }

    Timeline customerTimes() {
        return customers;
    }

    static long orderId(int index) {
        return FIRST_ORDER_ID + index;
    }

    static long customerId(int index) {
        return FIRST_CUSTOMER_ID + index;
    }

    boolean hasOrder(long id) {
        return id >= FIRST_ORDER_ID && id < FIRST_ORDER_ID + plan.orders();
    }

    boolean hasCustomer(long id) {
        return id >= FIRST_CUSTOMER_ID && id < FIRST_CUSTOMER_ID + plan.customers();
    }

    Optional<Order> order(long id) {
        return hasOrder(id) ? Optional.of(order((int) (id - FIRST_ORDER_ID))) : Optional.empty();
    }

    Optional<Customer> customer(long id) {
        return hasCustomer(id) ? Optional.of(customer((int) (id - FIRST_CUSTOMER_ID))) : Optional.empty();
    }

    Optional<Customer> customerByEmail(String email) {
        String digits = email.replaceFirst("^kunde(\\d{1,9})@example\\.com$", "$1");
        return digits.equals(email) ? Optional.empty() : customer(FIRST_CUSTOMER_ID + Long.parseLong(digits));
    }

    /** Every customer buys again when all others have. */
    List<Order> ordersOf(long customer) {
        return hasCustomer(customer)
                ? IntStream.iterate(
                                (int) (customer - FIRST_CUSTOMER_ID),
                                i -> i < plan.orders(),
                                i -> i + plan.customers())
                        .mapToObj(this::order)
                        .toList()
                : List.of();
    }

    int countOrdersOf(long customer) {
        long first = customer - FIRST_CUSTOMER_ID;
        return hasCustomer(customer) && first < plan.orders()
                ? (int) ((plan.orders() - 1 - first) / plan.customers()) + 1
                : 0;
    }

    Customer customer(int index) {
        String firstName = FIRST_NAMES.get(index % FIRST_NAMES.size());
        String lastName = LAST_NAMES.get(index / 3 % LAST_NAMES.size());
        return new Customer(
                customerId(index),
                firstName,
                lastName,
                "kunde" + index + "@example.com",
                index % 4 == 0 ? "+4930" + (1_000_000 + index) : null,
                null,
                index % 5 == 0 ? "ENABLED" : "DISABLED",
                false,
                index % 7 == 0 ? List.of("Stammkunde") : List.of(),
                List.of(Address.of(firstName, lastName).numbered(FIRST_ADDRESS_ID + index)),
                Instant.ofEpochSecond(customers.created(index)),
                Instant.ofEpochSecond(customers.updated(index)));
    }

    Order order(int index) {
        Sale sale = plan.sale(index);
        Currency paidIn = plan.currencies().get(sale.currency());
        Customer customer = customer(index % plan.customers());
        Order o = new Order();
        o.id = orderId(index);
        o.number = Shop.FIRST_ORDER + index;
        o.created = Instant.ofEpochSecond(orders.created(index));
        o.updated = Instant.ofEpochSecond(orders.updated(index));
        o.currency = plan.currency();
        o.presentment = paidIn.code();
        o.rate = paidIn.rate();
        o.taxesIncluded = plan.taxesIncluded();
        o.paid = sale.paid();
        o.email = customer.email();
        o.phone = customer.phone();
        o.firstName = customer.firstName();
        o.lastName = customer.lastName();
        o.customerId = customer.id();
        o.shippingAddress = customer.addresses().get(0).numbered(0);
        o.billingAddress = o.shippingAddress;
        o.tags = index % 11 == 0 ? List.of("Großhandel", "B2B") : List.of();
        lines(o, index, sale);
        price(o, index, sale);
        past(o, index, sale);
        return o;
    }

    private void lines(Order o, int index, Sale sale) {
        for (int i = 0; i < plan.lines(); i++) {
            Goods goods = plan.goods().get(sale.goods()[i]);
            Amount unit = o.amount(BigDecimal.valueOf(goods.price(), digits));
            Order.Line line = new Order.Line();
            line.id = FIRST_LINE_ID + (long) index * plan.lines() + i;
            line.productId = goods.productId();
            line.variantId = goods.variantId();
            line.itemId = goods.itemId();
            line.sku = goods.sku();
            line.title = goods.title();
            line.variantTitle = goods.variantTitle();
            line.vendor = goods.vendor();
            line.price = unit.shop();
            line.presentmentPrice = unit.presentment();
            line.taxable = true;
            line.requiresShipping = goods.requiresShipping();
            line.ordered = sale.quantities()[i];
            o.lines.add(line);
        }
    }

    private void price(Order o, int index, Sale sale) {
        Amount price = o.amount(BigDecimal.valueOf(sale.shipping(), digits));
        o.shipping =
                List.of(new Shipping(FIRST_SHIPPING_ID + index, "DHL Paket", "DHL", price, List.of(), List.of()));
        if (sale.discount() > 0) {
            BigDecimal percentage = BigDecimal.valueOf(sale.discount(), 2);
            Checkout.discount(
                    o,
                    new Discount(DiscountKind.CODE, "CODE" + sale.discount(), percentage, null, false, true),
                    List.of());
        }
        Checkout.tax(o, "MwSt", BigDecimal.valueOf(sale.tax(), 4), true);
    }

    /** What became of it after it was bought. */
    private void past(Order o, int index, Sale sale) {
        for (int i = 0; i < (sale.shipped() == 2 ? plan.lines() : sale.shipped()); i++) {
            o.lines.get(i).fulfilled = o.lines.get(i).ordered;
        }
        List<Order.RefundLine> removed = new ArrayList<>();
        for (int i = 0; i < plan.lines(); i++) {
            Order.Line line = o.lines.get(i);
            int units = sale.cancelled() ? line.ordered : i == sale.refunded() ? sale.refundedUnits() : 0;
            if (units > 0) {
                int returned = Math.max(0, units - line.owed());
                removed.add(line.remove(
                        FIRST_REFUND_ID + (long) index * plan.lines() + i,
                        units,
                        returned > 0 ? "RETURN" : "CANCEL",
                        null));
                line.returned = returned;
            }
        }
        if (!removed.isEmpty()) {
            boolean shippingToo = sale.cancelled() || sale.shippingRefunded();
            o.refund(
                    FIRST_REFUND_ID + index,
                    o.updated,
                    removed,
                    shippingToo ? o.currentShipping() : o.zero(),
                    null,
                    null);
        }
        o.cancelled = sale.cancelled() ? o.updated : null;
        o.closed = sale.paid() && o.isShipped() ? o.updated : null;
    }

    /** The orders as they stand by what they are sorted by. */
    Computed<Order> orders(String sortKey) {
        boolean byChange = sortKey.equals("UPDATED_AT");
        return new Computed<>() {
            @Override
            public int size() {
                return plan.orders();
            }

            private int index(int place) {
                return byChange ? orders.index(place) : place;
            }

            @Override
            public Order at(int place) {
                return order(index(place));
            }

            @Override
            public long id(int place) {
                return orderId(index(place));
            }

            @Override
            public long value(int place) {
                return switch (sortKey) {
                    case "UPDATED_AT" -> orders.updatedAt(place);
                    case "CREATED_AT", "PROCESSED_AT" -> orders.created(place);
                    case "ORDER_NUMBER" -> Shop.FIRST_ORDER + place;
                    default -> orderId(place);
                };
            }
        };
    }

    /** The customers as they stand by what they are sorted by. */
    Computed<Customer> customers(String sortKey) {
        boolean byChange = sortKey.equals("UPDATED_AT");
        return new Computed<>() {
            @Override
            public int size() {
                return plan.customers();
            }

            private int index(int place) {
                return byChange ? customers.index(place) : place;
            }

            @Override
            public Customer at(int place) {
                return customer(index(place));
            }

            @Override
            public long id(int place) {
                return customerId(index(place));
            }

            @Override
            public long value(int place) {
                return switch (sortKey) {
                    case "UPDATED_AT" -> customers.updatedAt(place);
                    case "CREATED_AT" -> customers.created(place);
                    default -> customerId(place);
                };
            }
        };
    }
}
