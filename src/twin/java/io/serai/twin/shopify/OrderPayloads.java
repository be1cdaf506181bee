package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Bodies of the order webhooks: REST-shaped, with numeric ids (fact 12). */
final class OrderPayloads {

    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
    private static final BigDecimal ZERO = new BigDecimal("0.00");
    private static final String[] NOTHING = {
        "app_id", "browser_ip", "cart_token", "checkout_token", "client_details", "confirmation_number",
        "current_total_additional_fees_set", "current_total_duties_set", "device_id", "landing_site",
        "landing_site_ref", "location_id", "merchant_of_record_app_id", "original_total_additional_fees_set",
        "original_total_duties_set", "payment_terms", "phone", "po_number", "reference", "referring_site",
        "source_identifier", "source_url", "user_id"
    };
    private static final String[] EMPTY = {
        "discount_applications", "discount_codes", "fulfillments", "line_item_groups", "note_attributes", "refunds",
        "returns", "shipping_lines", "tax_lines"
    };

    private final ShopifySettings.Holder settings;

    OrderPayloads(ShopifySettings.Holder settings) {
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
        body.put("processed_at", time(o.created));
        body.put("cancelled_at", time(o.cancelled)).put("cancel_reason", o.cancelled == null ? null : "other");
        body.put("closed_at", o.isShipped() && o.paid ? time(o.updated) : null);
        body.put("confirmed", true).put("test", o.test).put("source_name", "web");
        body.put("email", o.email).put("contact_email", o.email).put("note", o.note).put("tags", "");
        body.put("buyer_accepts_marketing", false).put("customer_locale", "de");
        body.put("duties_included", false).put("estimated_taxes", false).put("tax_exempt", false);
        body.put("taxes_included", settings.get().taxesIncluded());
        body.put("financial_status", o.financialStatus().toLowerCase(Locale.ROOT));
        body.put("fulfillment_status", fulfillment(o));
        body.put("merchant_business_entity_id", "MTIzNDU2Nzg5");
        body.put("token", token(o));
        body.put("order_status_url", "https://" + settings.get().shopDomain() + "/orders/" + token(o));
        body.putArray("payment_gateway_names").add("bogus");
        body.put("total_weight", 0);
        money(body, o);
        address(body.putObject("billing_address"), o);
        address(body.putObject("shipping_address"), o);
        customer(body.putObject("customer"), o);
        ArrayNode lines = body.putArray("line_items");
        o.lines.forEach(line -> lines.add(line(line)));
        return body;
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

    private void money(ObjectNode body, Order o) {
        String currency = settings.get().currency();
        body.put("currency", currency).put("presentment_currency", currency);
        for (String name : List.of(
                "current_total_discounts", "current_total_tax", "total_discounts", "total_tax")) {
            amount(body, name, ZERO);
        }
        for (String name : List.of("current_subtotal_price", "current_total_price")) {
            amount(body, name, o.currentTotal());
        }
        for (String name : List.of("subtotal_price", "total_line_items_price", "total_price")) {
            amount(body, name, o.total());
        }
        for (String name : List.of(
                "current_shipping_price_set",
                "total_cash_rounding_payment_adjustment_set",
                "total_cash_rounding_refund_adjustment_set",
                "total_shipping_price_set")) {
            set(body.putObject(name), ZERO);
        }
        body.put("total_outstanding", (o.paid ? ZERO : o.currentTotal()).toPlainString());
        body.put("total_tip_received", ZERO.toPlainString());
    }

    private void amount(ObjectNode body, String name, BigDecimal amount) {
        body.put(name, amount.toPlainString());
        set(body.putObject(name + "_set"), amount);
    }

    private void set(ObjectNode set, BigDecimal amount) {
        for (String money : List.of("shop_money", "presentment_money")) {
            set.putObject(money)
                    .put("amount", amount.toPlainString())
                    .put("currency_code", settings.get().currency());
        }
    }

    private static void address(ObjectNode address, Order o) {
        address.put("first_name", o.firstName)
                .put("last_name", o.lastName)
                .put("name", o.firstName + " " + o.lastName)
                .put("address1", "Ritterstraße 1")
                .putNull("address2")
                .putNull("company")
                .putNull("phone")
                .put("city", "Berlin")
                .put("zip", "10969")
                .put("province", "Berlin")
                .put("country", "Germany")
                .putNull("latitude")
                .putNull("longitude")
                .put("country_code", "DE")
                .put("province_code", "BE");
    }

    private void customer(ObjectNode customer, Order o) {
        customer.put("id", o.customerId)
                .put("created_at", time(o.created))
                .put("updated_at", time(o.created))
                .put("first_name", o.firstName)
                .put("last_name", o.lastName)
                .put("state", "disabled")
                .putNull("note")
                .put("verified_email", true)
                .putNull("multipass_identifier")
                .put("tax_exempt", false)
                .put("email", o.email)
                .putNull("phone")
                .put("currency", settings.get().currency())
                .put("admin_graphql_api_id", Model.gid("Customer", o.customerId));
        customer.putArray("tax_exemptions");
        customer.putNull("default_address");
    }

    private ObjectNode line(Order.Line l) {
        ObjectNode body = Json.object();
        body.put("id", l.id).put("admin_graphql_api_id", l.gid());
        for (String name : List.of(
                "attributed_staffs", "properties", "tax_lines", "duties", "discount_allocations")) {
            body.putArray(name);
        }
        body.put("current_quantity", l.current())
                .put("fulfillable_quantity", l.owed())
                .put("fulfillment_service", "manual")
                .put("fulfillment_status", fulfillment(l))
                .put("gift_card", false)
                .put("grams", l.grams.intValue())
                .put("name", l.name())
                .put("price", l.price.toPlainString())
                .put("product_exists", true)
                .put("product_id", l.productId)
                .put("quantity", l.ordered)
                .put("requires_shipping", l.requiresShipping)
                .putNull("sales_line_item_group_id")
                .put("sku", l.sku)
                .put("taxable", l.taxable)
                .put("title", l.title)
                .put("total_discount", ZERO.toPlainString())
                .put("variant_id", l.variantId)
                .put("variant_inventory_management", l.tracked ? "shopify" : null)
                .put("variant_title", l.variantTitle)
                .put("vendor", l.vendor);
        set(body.putObject("price_set"), l.price);
        set(body.putObject("total_discount_set"), ZERO);
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
