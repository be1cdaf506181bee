package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** Bodies of the order webhooks: REST-shaped, with numeric ids (fact 12). */
final class OrderPayloads {

    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
    private static final String[] NOTHING = {
        "app_id", "browser_ip", "cart_token", "checkout_token", "client_details", "confirmation_number",
        "current_total_additional_fees_set", "current_total_duties_set", "device_id", "landing_site",
        "landing_site_ref", "location_id", "merchant_of_record_app_id", "original_total_additional_fees_set",
        "original_total_duties_set", "payment_terms", "po_number", "reference", "referring_site",
        "source_identifier", "source_url", "user_id"
    };
    private static final String[] EMPTY = {
        "discount_applications", "discount_codes", "fulfillments", "line_item_groups", "note_attributes", "refunds",
        "returns", "shipping_lines", "tax_lines"
    };

    private final Shop shop;
    private final ShopifySettings.Holder settings;

    OrderPayloads(Shop shop, ShopifySettings.Holder settings) {
        this.shop = shop;
        this.settings = settings;
    }

    ObjectNode order(Order o) {
        ObjectNode body = Json.object();
        body.put("id", o.id).put("admin_graphql_api_id", o.gid());
        for (String name : NOTHING) {
            body.putNull(name);
        }
        for (String name : EMPTY) {
            body.putArray(name);
        }
        body.put("name", o.name()).put("number", o.number - 1000).put("order_number", o.number);
        body.put("created_at", time(o.created));
        body.put("updated_at", time(o.updated));
        body.put("processed_at", time(o.processed()));
        body.put("cancelled_at", time(o.cancelled)).put("cancel_reason", o.cancelled == null ? null : "other");
        body.put("closed_at", time(o.closedAt()));
        body.put("confirmed", true).put("test", o.test).put("source_name", "web");
        body.put("email", o.email).put("contact_email", o.email).put("phone", o.phone);
        body.put("note", o.note).put("tags", String.join(", ", o.tags));
        body.put("buyer_accepts_marketing", false).put("customer_locale", "de");
        body.put("duties_included", false).put("estimated_taxes", false).put("tax_exempt", false);
        body.put("taxes_included", o.taxesIncluded);
        body.put("financial_status", o.financialStatus().toLowerCase(Locale.ROOT));
        body.put("fulfillment_status", fulfillment(o));
        body.put("merchant_business_entity_id", "MTIzNDU2Nzg5");
        body.put("token", token(o));
        body.put("order_status_url", "https://" + settings.get().shopDomain() + "/orders/" + token(o));
        body.putArray("payment_gateway_names").add("bogus");
        body.put("total_weight", 0);
        money(body, o);
        body.set("billing_address", address(o.billingAddress));
        body.set("shipping_address", address(o.shippingAddress));
        shop.customer(o.customerId)
                .ifPresentOrElse(c -> customer(body.putObject("customer"), c), () -> body.putNull("customer"));
        ArrayNode lines = body.putArray("line_items");
        o.lines.forEach(line -> lines.add(line(o, line)));
        parts(body, o);
        return body;
    }

    private void parts(ObjectNode body, Order o) {
        attributes(body.withArray("note_attributes"), o.attributes);
        taxes(body.withArray("tax_lines"), o, o.taxes(false));
        for (Order.Discount d : o.discounts) {
            discount(body, o, d);
        }
        o.shipping.forEach(s -> body.withArray("shipping_lines").add(shipping(o, s)));
        o.refunds.forEach(r -> body.withArray("refunds").add(refund(o, r)));
    }

    private static void discount(ObjectNode body, Order o, Order.Discount d) {
        String type = d.kind() == Order.DiscountKind.CODE ? "discount_code" : d.kind().name().toLowerCase(Locale.ROOT);
        String value = (d.percentage() != null ? d.percentage() : d.fixed().shop()).toPlainString();
        String kind = d.percentage() != null ? "percentage" : "fixed_amount";
        body.withArray("discount_applications")
                .addObject()
                .put("target_type", d.shipping() ? "shipping_line" : "line_item")
                .put("type", type)
                .put("value", value)
                .put("value_type", kind)
                .put("allocation_method", d.everything() ? "across" : "each")
                .put("target_selection", d.everything() ? "all" : "entitled")
                .put(type.equals("discount_code") ? "code" : "title", d.name());
        if (d.kind() == Order.DiscountKind.CODE) {
            int index = o.discounts.indexOf(d);
            Amount amount = Stream.concat(
                            o.lines.stream().flatMap(l -> l.discounts.stream()),
                            o.shipping.stream().flatMap(s -> s.discounts().stream()))
                    .filter(one -> one.discount() == index)
                    .map(Order.Allocation::amount)
                    .reduce(o.zero(), Amount::plus);
            body.withArray("discount_codes")
                    .addObject()
                    .put("code", d.name())
                    .put("amount", amount.shop().toPlainString())
                    .put("type", d.shipping() ? "shipping" : kind);
        }
    }

    private static ObjectNode shipping(Order o, Order.Shipping s) {
        ObjectNode body = Json.object();
        body.put("id", s.id()).putNull("carrier_identifier").put("code", s.code());
        amount(body, "discounted_price", o, s.discounted());
        set(
                body.putObject("current_discounted_price_set"),
                o,
                s.discounted().minus(o.refundedShipping().share(s.discounted(), o.discountedShipping())));
        body.put("is_removed", false).putNull("phone");
        amount(body, "price", o, s.price());
        body.putNull("requested_fulfillment_service_id").put("source", "shopify").put("title", s.title());
        taxes(body.putArray("tax_lines"), o, s.taxes());
        allocations(body.putArray("discount_allocations"), o, s.discounts());
        return body;
    }

    /** A refund as {@code refunds/create} carries it, and an order in its list. */
    ObjectNode refund(Order o, Order.Refund r) {
        ObjectNode body = Json.object();
        body.put("id", r.id()).put("admin_graphql_api_id", Model.gid("Refund", r.id()));
        body.put("order_id", o.id).put("created_at", time(r.created())).put("processed_at", time(r.created()));
        body.put("note", r.note()).putNull("user_id").put("restock", r.lines().stream()
                .anyMatch(l -> !l.restock().equals("NO_RESTOCK")));
        body.putArray("duties");
        ArrayNode adjustments = body.putArray("order_adjustments");
        if (!r.adjustment().isZero()) {
            ObjectNode adjustment = adjustments.addObject().put("id", r.id()).put("order_id", o.id);
            adjustment.put("refund_id", r.id()).put("kind", "refund_discrepancy").put("reason", "Refund discrepancy");
            amount(adjustment, "amount", o, o.zero().minus(r.adjustment()));
            amount(adjustment, "tax_amount", o, o.zero());
        }
        ArrayNode shipping = body.putArray("refund_shipping_lines");
        if (!r.shipping().isZero()) {
            ObjectNode one = shipping.addObject().put("id", r.id());
            one.set("shipping_line", shipping(o, o.shipping.get(0)));
            set(one.putObject("subtotal_amount_set"), o, r.shipping());
            set(one.putObject("tax_amount_set"), o, r.shippingTax());
        }
        ArrayNode lines = body.putArray("refund_line_items");
        for (Order.RefundLine l : r.lines()) {
            ObjectNode line = lines.addObject();
            line.put("id", l.id()).put("line_item_id", l.lineId()).put("quantity", l.quantity());
            line.put("location_id", l.locationId())
                    .put("restock_type", l.restock().toLowerCase(Locale.ROOT));
            line.put("subtotal", l.subtotal().shop()).put("total_tax", l.tax().shop());
            set(line.putObject("subtotal_set"), o, l.subtotal());
            set(line.putObject("total_tax_set"), o, l.tax());
            line.set("line_item", line(o, OrderViews.line(o, l.lineId())));
        }
        ArrayNode transactions = body.putArray("transactions");
        if (!r.total().isZero()) {
            transactions
                    .addObject()
                    .put("id", r.id())
                    .put("order_id", o.id)
                    .put("kind", "refund")
                    .put("status", "success")
                    .put("gateway", "bogus")
                    .put("amount", r.total().presentment().toPlainString())
                    .put("currency", o.presentment)
                    .put("created_at", time(r.created()));
        }
        return body;
    }

    private static void taxes(ArrayNode into, Order o, List<Order.Tax> taxes) {
        for (Order.Tax tax : taxes) {
            ObjectNode one = into.addObject();
            amount(one, "price", o, tax.price());
            one.put("rate", tax.rate()).put("title", tax.title()).put("channel_liable", false);
        }
    }

    private static void allocations(ArrayNode into, Order o, List<Order.Allocation> allocations) {
        for (Order.Allocation allocation : allocations) {
            ObjectNode one = into.addObject();
            amount(one, "amount", o, allocation.amount());
            one.put("discount_application_index", allocation.discount());
        }
    }

    private static void attributes(ArrayNode into, List<Order.Attribute> attributes) {
        attributes.forEach(one -> into.addObject().put("name", one.key()).put("value", one.value()));
    }

    private static String token(Order o) {
        return UUID.nameUUIDFromBytes(Json.bytes(o.id)).toString().replace("-", "");
    }

    private static String fulfillment(Order o) {
        return switch (o.fulfillmentStatus()) {
            case "FULFILLED" -> "fulfilled";
            case "PARTIALLY_FULFILLED" -> "partial";
            default -> null;
        };
    }

    private static void money(ObjectNode body, Order o) {
        body.put("currency", o.currency).put("presentment_currency", o.presentment);
        amount(body, "current_subtotal_price", o, o.currentSubtotal());
        amount(body, "current_total_discounts", o, o.currentDiscount());
        amount(body, "current_total_price", o, o.currentTotal());
        amount(body, "current_total_tax", o, o.currentTax());
        amount(body, "subtotal_price", o, o.subtotal());
        amount(body, "total_discounts", o, o.discount());
        amount(body, "total_line_items_price", o, o.goods());
        amount(body, "total_price", o, o.total());
        amount(body, "total_tax", o, o.tax());
        set(body.putObject("current_shipping_price_set"), o, o.currentShipping());
        set(body.putObject("total_cash_rounding_payment_adjustment_set"), o, o.zero());
        set(body.putObject("total_cash_rounding_refund_adjustment_set"), o, o.zero());
        set(body.putObject("total_shipping_price_set"), o, o.shippingPrice());
        body.put("total_outstanding", o.outstanding().shop().toPlainString());
        body.put("total_tip_received", o.zero().shop().toPlainString());
    }

    private static void amount(ObjectNode body, String name, Order o, Amount amount) {
        body.put(name, amount.shop().toPlainString());
        set(body.putObject(name + "_set"), o, amount);
    }

    private static void set(ObjectNode set, Order o, Amount amount) {
        set.putObject("shop_money")
                .put("amount", amount.shop().toPlainString())
                .put("currency_code", o.currency);
        set.putObject("presentment_money")
                .put("amount", amount.presentment().toPlainString())
                .put("currency_code", o.presentment);
    }

    private static JsonNode address(Address a) {
        if (a == null) {
            return Json.MAPPER.nullNode();
        }
        ObjectNode address = Json.object();
        address.put("first_name", a.firstName())
                .put("last_name", a.lastName())
                .put("name", a.name())
                .put("address1", a.address1())
                .put("address2", a.address2())
                .put("company", a.company())
                .put("phone", a.phone())
                .put("city", a.city())
                .put("zip", a.zip())
                .put("province", a.province())
                .put("country", a.country())
                .put("country_code", a.countryCode())
                .put("province_code", a.provinceCode());
        return address.putNull("latitude").putNull("longitude");
    }

    /** A customer as {@code customers/create} and {@code customers/update} carry one. */
    ObjectNode customer(Customer c) {
        ObjectNode body = Json.object();
        customer(body, c);
        ArrayNode addresses = body.putArray("addresses");
        c.addresses().forEach(a -> addresses.add(address(c, a)));
        return body;
    }

    private void customer(ObjectNode customer, Customer c) {
        customer.put("id", c.id())
                .put("created_at", time(c.created()))
                .put("updated_at", time(c.updated()))
                .put("first_name", c.firstName())
                .put("last_name", c.lastName())
                .put("state", c.state().toLowerCase(Locale.ROOT))
                .put("note", c.note())
                .put("verified_email", c.email() != null)
                .putNull("multipass_identifier")
                .put("tax_exempt", c.taxExempt())
                .put("email", c.email())
                .put("phone", c.phone())
                .put("currency", settings.get().currency())
                .put("admin_graphql_api_id", c.gid());
        customer.putArray("tax_exemptions");
        customer.set(
                "default_address",
                c.addresses().isEmpty()
                        ? customer.nullNode()
                        : address(c, c.addresses().get(0)));
    }

    private static ObjectNode address(Customer c, Address a) {
        return Json.object()
                .put("id", a.id())
                .put("customer_id", c.id())
                .put("first_name", a.firstName())
                .put("last_name", a.lastName())
                .put("company", a.company())
                .put("address1", a.address1())
                .put("address2", a.address2())
                .put("city", a.city())
                .put("province", a.province())
                .put("country", a.country())
                .put("zip", a.zip())
                .put("phone", a.phone())
                .put("name", a.name())
                .put("province_code", a.provinceCode())
                .put("country_code", a.countryCode())
                .put("country_name", a.country())
                .put("default", a.equals(c.addresses().get(0)));
    }

    private static ObjectNode line(Order o, Order.Line l) {
        ObjectNode body = Json.object();
        body.put("id", l.id).put("admin_graphql_api_id", l.gid());
        body.putArray("attributed_staffs");
        body.putArray("duties");
        attributes(body.putArray("properties"), l.attributes);
        taxes(body.putArray("tax_lines"), o, l.taxes);
        allocations(body.putArray("discount_allocations"), o, l.discounts);
        body.put("current_quantity", l.current())
                .put("fulfillable_quantity", l.owed())
                .put("fulfillment_service", "manual")
                .put("fulfillment_status", fulfillment(l))
                .put("gift_card", false)
                .put("grams", l.grams.intValue())
                .put("name", l.name())
                .put("product_exists", l.productId != 0)
                .put("product_id", l.productId == 0 ? null : Long.valueOf(l.productId))
                .put("quantity", l.ordered)
                .put("requires_shipping", l.requiresShipping)
                .putNull("sales_line_item_group_id")
                .put("sku", l.sku)
                .put("taxable", l.taxable)
                .put("title", l.title)
                .put("variant_id", l.variantId == 0 ? null : Long.valueOf(l.variantId))
                .put("variant_inventory_management", l.tracked ? "shopify" : null)
                .put("variant_title", l.variantTitle)
                .put("vendor", l.vendor);
        amount(body, "price", o, l.unit());
        amount(body, "total_discount", o, o.zero());
        return body;
    }

    private static String fulfillment(Order.Line l) {
        if (l.fulfilled == 0) {
            return null;
        }
        return l.owed() == 0 ? "fulfilled" : "partial";
    }

    private String time(Instant at) {
        return at == null ? null : OFFSET.format(at.atZone(ZoneId.of(settings.get().timeZone())));
    }
}
