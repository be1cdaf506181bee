package io.serai.twin.shopify;

import io.serai.twin.shopify.Order.Allocation;
import io.serai.twin.shopify.Order.Attribute;
import io.serai.twin.shopify.Order.Discount;
import io.serai.twin.shopify.Order.DiscountKind;
import io.serai.twin.shopify.Order.Line;
import io.serai.twin.shopify.Order.Refund;
import io.serai.twin.shopify.Order.RefundLine;
import io.serai.twin.shopify.Order.Shipping;
import io.serai.twin.shopify.Order.Tax;
import io.serai.twin.shopify.Views.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Orders and customers as GraphQL reads them. */
final class OrderViews {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Shop shop;
    private final Views views;

    OrderViews(Shop shop, Views views) {
        this.shop = shop;
        this.views = views;
    }

    private static Field later(Supplier<?> value) {
        return e -> value.get();
    }

    Map<String, Object> order(Order o) {
        Map<String, Object> v = Views.of("Order", o.gid());
        v.put("legacyResourceId", o.id);
        v.put("name", o.name());
        v.put("number", o.number);
        v.put("confirmationNumber", null);
        v.put("createdAt", o.created);
        v.put("updatedAt", o.updated);
        v.put("processedAt", o.processed());
        v.put("cancelledAt", o.cancelled);
        v.put("cancelReason", o.cancelled == null ? null : "OTHER");
        v.put("closed", o.isClosed());
        v.put("closedAt", o.closedAt());
        v.put("confirmed", true);
        v.put("test", o.test);
        v.put("edited", o.edited);
        v.put("email", o.email);
        v.put("phone", o.phone);
        v.put("note", o.note);
        v.put("tags", o.tags);
        v.put("customAttributes", later(() -> attributes(o.attributes)));
        v.put("customerLocale", "de");
        v.put("sourceName", "web");
        v.put("paymentGatewayNames", List.of("bogus"));
        v.put("currencyCode", o.currency);
        v.put("presentmentCurrencyCode", o.presentment);
        v.put("taxesIncluded", o.taxesIncluded);
        v.put("taxExempt", false);
        v.put("displayFinancialStatus", later(o::financialStatus));
        v.put("displayFulfillmentStatus", later(o::fulfillmentStatus));
        v.put("fullyPaid", o.paid);
        v.put("unpaid", !o.paid);
        v.put("refundable", later(() -> o.net().shop().signum() > 0));
        v.put("requiresShipping", later(() -> o.lines.stream().anyMatch(l -> l.requiresShipping)));
        v.put("totalWeight", 0L);
        v.put(
                "subtotalLineItemsQuantity",
                later(() -> o.lines.stream().mapToInt(l -> l.ordered).sum()));
        v.put(
                "currentSubtotalLineItemsQuantity",
                later(() -> o.lines.stream().mapToInt(Line::current).sum()));
        sums(o, v);
        parts(o, v);
        return v;
    }

    private void sums(Order o, Map<String, Object> v) {
        bag(v, "subtotalPriceSet", o, o::subtotal);
        bag(v, "currentSubtotalPriceSet", o, o::currentSubtotal);
        bag(v, "totalPriceSet", o, o::total);
        bag(v, "originalTotalPriceSet", o, o::total);
        bag(v, "currentTotalPriceSet", o, o::currentTotal);
        bag(v, "totalTaxSet", o, o::tax);
        bag(v, "currentTotalTaxSet", o, o::currentTax);
        bag(v, "totalDiscountsSet", o, o::discount);
        bag(v, "currentTotalDiscountsSet", o, o::currentDiscount);
        bag(v, "totalShippingPriceSet", o, o::shippingPrice);
        bag(v, "currentShippingPriceSet", o, o::currentShipping);
        bag(v, "totalRefundedSet", o, o::refunded);
        bag(v, "totalRefundedShippingSet", o, o::refundedShipping);
        bag(v, "totalReceivedSet", o, o::received);
        bag(v, "totalOutstandingSet", o, o::outstanding);
        bag(v, "netPaymentSet", o, o::net);
        bag(v, "totalTipReceivedSet", o, o::zero);
        v.put("originalTotalDutiesSet", null);
        bag(v, "cartDiscountAmountSet", o, () -> across(o));
    }

    /** What the discounts of the whole order come to. */
    private static Amount across(Order o) {
        return o.lines.stream()
                .flatMap(l -> l.discounts.stream())
                .filter(d -> o.discounts.get(d.discount()).everything())
                .map(Allocation::amount)
                .reduce(o.zero(), Amount::plus);
    }

    private void parts(Order o, Map<String, Object> v) {
        v.put("taxLines", later(() -> taxes(o, o.taxes(false))));
        v.put("currentTaxLines", later(() -> taxes(o, o.taxes(true))));
        List<String> codes = o.discounts.stream()
                .filter(d -> d.kind() == DiscountKind.CODE)
                .map(Discount::name)
                .toList();
        v.put("discountCode", codes.isEmpty() ? null : codes.get(0));
        v.put("discountCodes", codes);
        v.put("discountApplications", (Field) e -> Pages.of(
                e,
                IntStream.range(0, o.discounts.size()).boxed().toList(),
                i -> (long) i,
                i -> (long) i,
                i -> discount(o, i)));
        v.put("shippingLine", later(() -> o.shipping.isEmpty() ? null : shipping(o, o.shipping.get(0))));
        v.put("shippingLines", (Field)
                e -> Pages.of(e, o.shipping, Shipping::id, s -> (long) o.shipping.indexOf(s), s -> shipping(o, s)));
        v.put("refunds", (Field) e -> o.refunds.stream()
                .limit(limit(e.getArgument("first")))
                .map(r -> refund(o, r))
                .toList());
        v.put("shippingAddress", later(() -> address(o.shippingAddress, o.id)));
        v.put("billingAddress", later(() -> address(o.billingAddress, o.id)));
        v.put("billingAddressMatchesShippingAddress", Objects.equals(o.billingAddress, o.shippingAddress));
        v.put("customer", later(() ->
                shop.customer(o.customerId).map(this::customer).orElse(null)));
        v.put("lineItems", (Field)
                e -> Pages.of(e, o.lines, l -> l.id, l -> (long) o.lines.indexOf(l), l -> line(o, l)));
    }

    private static long limit(Integer first) {
        return first == null ? Long.MAX_VALUE : first;
    }

    private Map<String, Object> line(Order o, Line l) {
        Map<String, Object> v = Views.of("LineItem", l.gid());
        v.put("name", l.name());
        v.put("title", l.title);
        v.put("variantTitle", l.variantTitle);
        v.put("vendor", l.vendor);
        v.put("sku", l.sku);
        v.put("quantity", l.ordered);
        v.put("currentQuantity", l.current());
        v.put("refundableQuantity", l.current());
        v.put("unfulfilledQuantity", l.owed());
        v.put("nonFulfillableQuantity", l.removed);
        v.put("requiresShipping", l.requiresShipping);
        v.put("restockable", l.tracked);
        v.put("taxable", l.taxable);
        v.put("isGiftCard", false);
        v.put("customAttributes", later(() -> attributes(l.attributes)));
        bag(v, "originalUnitPriceSet", o, l::unit);
        bag(v, "originalTotalSet", o, l::original);
        v.put("discountedTotalSet", (Field) e ->
                bag(o, l.original().minus(ofLine(o, l, e.getArgumentOrDefault("withCodeDiscounts", false)))));
        bag(v, "discountedUnitPriceSet", o, () -> unit(l, l.original().minus(ofLine(o, l, false))));
        bag(v, "discountedUnitPriceAfterAllDiscountsSet", o, () -> unit(l, l.subtotal()));
        bag(v, "totalDiscountSet", o, () -> ofLine(o, l, false));
        bag(v, "unfulfilledOriginalTotalSet", o, () -> l.unit().times(l.owed()));
        bag(v, "unfulfilledDiscountedTotalSet", o, () -> l.original()
                .minus(ofLine(o, l, false))
                .share(l.owed(), l.ordered));
        v.put("discountAllocations", later(() -> allocations(o, l.discounts)));
        v.put("taxLines", (Field)
                e -> taxes(o, l.taxes.stream().limit(limit(e.getArgument("first"))).toList()));
        v.put("product", later(() ->
                shop.product(Model.gid("Product", l.productId)).map(views::product).orElse(null)));
        v.put("variant", later(() -> shop.ofVariant(l.variantId)
                .map(p -> views.variant(p, Shop.variant(p, l.variantId).orElseThrow()))
                .orElse(null)));
        return v;
    }

    private static Amount unit(Line l, Amount total) {
        return total.share(1, l.ordered);
    }

    /** The discounts of a line alone, not those of the whole order; those by a code if so wanted. */
    private static Amount ofLine(Order o, Line l, boolean codesToo) {
        return l.discounts.stream()
                .filter(d -> !o.discounts.get(d.discount()).everything())
                .filter(d -> codesToo || o.discounts.get(d.discount()).kind() != DiscountKind.CODE)
                .map(Allocation::amount)
                .reduce(l.unit().zero(), Amount::plus);
    }

    private Map<String, Object> discount(Order o, int index) {
        Discount d = o.discounts.get(index);
        Map<String, Object> v = new HashMap<>();
        String kind =
                switch (d.kind()) {
                    case CODE -> "DiscountCodeApplication";
                    case MANUAL -> "ManualDiscountApplication";
                    case AUTOMATIC -> "AutomaticDiscountApplication";
                };
        v.put("__typename", kind);
        v.put("index", index);
        v.put("code", d.name());
        v.put("title", d.name());
        v.put("description", null);
        v.put("allocationMethod", d.everything() ? "ACROSS" : "EACH");
        v.put("targetSelection", d.everything() ? "ALL" : "ENTITLED");
        v.put("targetType", d.shipping() ? "SHIPPING_LINE" : "LINE_ITEM");
        Map<String, Object> value = new HashMap<>();
        if (d.percentage() != null) {
            value.put("__typename", "PricingPercentageValue");
            value.put("percentage", d.percentage().doubleValue());
        } else {
            value.putAll(money(d.fixed().presentment(), o.presentment));
            value.put("__typename", "MoneyV2");
        }
        v.put("value", value);
        return v;
    }

    private List<Map<String, Object>> allocations(Order o, List<Allocation> of) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Allocation one : of) {
            Map<String, Object> v = new HashMap<>();
            v.put("allocatedAmountSet", bag(o, one.amount()));
            v.put("discountApplication", later(() -> discount(o, one.discount())));
            all.add(v);
        }
        return all;
    }

    private static List<Map<String, Object>> taxes(Order o, List<Tax> of) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Tax tax : of) {
            Map<String, Object> v = new HashMap<>();
            v.put("title", tax.title());
            v.put("rate", tax.rate().doubleValue());
            v.put("ratePercentage", tax.rate().multiply(HUNDRED).doubleValue());
            v.put("priceSet", bag(o, tax.price()));
            v.put("source", "Shopify");
            v.put("channelLiable", false);
            all.add(v);
        }
        return all;
    }

    private Map<String, Object> shipping(Order o, Shipping s) {
        Map<String, Object> v = Views.of("ShippingLine", Model.gid("ShippingLine", s.id()));
        v.put("title", s.title());
        v.put("code", s.code());
        v.put("source", "shopify");
        v.put("carrierIdentifier", null);
        v.put("deliveryCategory", null);
        v.put("phone", null);
        v.put("custom", false);
        v.put("isRemoved", false);
        bag(v, "originalPriceSet", o, s::price);
        bag(v, "discountedPriceSet", o, s::discounted);
        bag(v, "currentDiscountedPriceSet", o, () -> s.discounted()
                .minus(o.refundedShipping().share(s.discounted(), o.discountedShipping())));
        v.put("discountAllocations", later(() -> allocations(o, s.discounts())));
        v.put("taxLines", later(() -> taxes(o, s.taxes())));
        return v;
    }

    private Map<String, Object> refund(Order o, Refund r) {
        Map<String, Object> v = Views.of("Refund", Model.gid("Refund", r.id()));
        v.put("legacyResourceId", r.id());
        v.put("createdAt", r.created());
        v.put("updatedAt", r.created());
        v.put("processedAt", r.created());
        v.put("note", r.note());
        v.put("order", later(() -> order(o)));
        bag(v, "totalRefundedSet", o, r::total);
        v.put("refundLineItems", (Field)
                e -> Pages.of(e, r.lines(), RefundLine::id, RefundLine::id, l -> refundLine(o, l)));
        List<Refund> shipping = r.shipping().isZero() ? List.of() : List.of(r);
        v.put("refundShippingLines", (Field)
                e -> Pages.of(e, shipping, Refund::id, Refund::id, one -> refundedShipping(o, one)));
        List<Refund> adjusted = r.adjustment().isZero() ? List.of() : List.of(r);
        v.put("orderAdjustments", (Field)
                e -> Pages.of(e, adjusted, Refund::id, Refund::id, one -> adjustment(o, one)));
        return v;
    }

    private Map<String, Object> refundLine(Order o, RefundLine l) {
        Map<String, Object> v = Views.of("RefundLineItem", Model.gid("RefundLineItem", l.id()));
        v.put("lineItem", later(() -> line(o, line(o, l.lineId()))));
        v.put("location", later(() ->
                shop.locations.containsKey(l.locationId()) ? views.location(shop.locations.get(l.locationId())) : null));
        v.put("quantity", l.quantity());
        v.put("restockType", l.restock());
        v.put("restocked", !l.restock().equals("NO_RESTOCK"));
        bag(v, "priceSet", o, l::unit);
        bag(v, "subtotalSet", o, l::subtotal);
        bag(v, "totalTaxSet", o, l::tax);
        return v;
    }

    static Line line(Order o, long id) {
        return o.lines.stream().filter(line -> line.id == id).findFirst().orElseThrow();
    }

    private Map<String, Object> refundedShipping(Order o, Refund r) {
        Map<String, Object> v = Views.of("RefundShippingLine", Model.gid("RefundShippingLine", r.id()));
        v.put("shippingLine", later(() -> shipping(o, o.shipping.get(0))));
        bag(v, "subtotalAmountSet", o, r::shipping);
        bag(v, "taxAmountSet", o, r::shippingTax);
        return v;
    }

    /** Negative when more was paid back than what was refunded is worth. */
    private static Map<String, Object> adjustment(Order o, Refund r) {
        Map<String, Object> v = Views.of("OrderAdjustment", Model.gid("OrderAdjustment", r.id()));
        bag(v, "amountSet", o, () -> o.zero().minus(r.adjustment()));
        bag(v, "taxAmountSet", o, o::zero);
        v.put("reason", "REFUND_DISCREPANCY");
        return v;
    }

    Map<String, Object> customer(Customer c) {
        Map<String, Object> v = Views.of("Customer", c.gid());
        v.put("legacyResourceId", c.id());
        v.put("firstName", c.firstName());
        v.put("lastName", c.lastName());
        v.put("displayName", c.displayName());
        v.put("email", c.email());
        v.put("phone", c.phone());
        v.put("defaultEmailAddress", c.email() == null ? null : email(c.email()));
        v.put("defaultPhoneNumber", c.phone() == null ? null : Map.of("phoneNumber", c.phone()));
        v.put("note", c.note());
        v.put("tags", c.tags());
        v.put("state", c.state());
        v.put("locale", "de");
        v.put("taxExempt", c.taxExempt());
        v.put("verifiedEmail", c.email() != null);
        v.put("validEmailAddress", c.email() != null);
        v.put("createdAt", c.created());
        v.put("updatedAt", c.updated());
        v.put("canDelete", later(() -> shop.countOrdersOf(c.id()) == 0));
        v.put("numberOfOrders", later(() -> (long) shop.countOrdersOf(c.id())));
        v.put("amountSpent", later(() -> spent(c)));
        v.put("defaultAddress", later(() ->
                c.addresses().isEmpty() ? null : address(c.addresses().get(0), 0)));
        v.put("addresses", (Field) e -> c.addresses().stream()
                .limit(limit(e.getArgument("first")))
                .map(a -> address(a, 0))
                .toList());
        v.put("addressesV2", (Field)
                e -> Pages.of(e, c.addresses(), Address::id, Address::id, a -> address(a, 0)));
        v.put("orders", (Field) e -> Pages.of(e, seen(c), o -> o.id, o -> o.id, this::order));
        v.put("lastOrder", later(() -> {
            List<Order> seen = seen(c);
            return seen.isEmpty() ? null : order(seen.get(seen.size() - 1));
        }));
        return v;
    }

    private List<Order> seen(Customer c) {
        return shop.ordersOf(c.id()).stream().filter(views::sees).toList();
    }

    private static Map<String, Object> email(String address) {
        return Map.of("emailAddress", address, "marketingState", "NOT_SUBSCRIBED", "validFormat", true);
    }

    private Map<String, Object> spent(Customer c) {
        return money(spent(shop.ordersOf(c.id()), views.currency()), views.currency());
    }

    /** What was paid for orders and not paid back. */
    static BigDecimal spent(List<Order> orders, String currency) {
        return orders.stream()
                .map(o -> o.net().shop())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .setScale(Amount.digits(currency), java.math.RoundingMode.HALF_UP);
    }

    /** @param order whose address it is; 0 for a customer's */
    private static Map<String, Object> address(Address a, long order) {
        if (a == null) {
            return null;
        }
        String gid = Model.gid("MailingAddress", order == 0 ? a.id() : order)
                + (order == 0 ? "?model_name=CustomerAddress" : "?model_name=Address");
        Map<String, Object> v = Views.of("MailingAddress", gid);
        v.put("firstName", a.firstName());
        v.put("lastName", a.lastName());
        v.put("name", a.name());
        v.put("company", a.company());
        v.put("address1", a.address1());
        v.put("address2", a.address2());
        v.put("city", a.city());
        v.put("zip", a.zip());
        v.put("province", a.province());
        v.put("provinceCode", a.provinceCode());
        v.put("country", a.country());
        v.put("countryCodeV2", a.countryCode());
        v.put("phone", a.phone());
        v.put("formatted", (Field) e -> a.formatted(
                e.getArgumentOrDefault("withName", false), e.getArgumentOrDefault("withCompany", true)));
        v.put("formattedArea", a.city() == null ? a.country() : a.city() + ", " + a.country());
        v.put("coordinatesValidated", false);
        v.put("latitude", null);
        v.put("longitude", null);
        return v;
    }

    private static List<Map<String, Object>> attributes(List<Attribute> of) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Attribute one : of) {
            Map<String, Object> v = new HashMap<>();
            v.put("key", one.key());
            v.put("value", one.value());
            all.add(v);
        }
        return all;
    }

    private static void bag(Map<String, Object> v, String name, Order o, Supplier<Amount> amount) {
        v.put(name, later(() -> bag(o, amount.get())));
    }

    private static Map<String, Object> bag(Order o, Amount amount) {
        return Map.of(
                "shopMoney", money(amount.shop(), o.currency),
                "presentmentMoney", money(amount.presentment(), o.presentment));
    }

    private static Map<String, Object> money(BigDecimal amount, String currency) {
        return Map.of("amount", amount, "currencyCode", currency);
    }
}
