package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/** Builds one refund of an order: what it gives back is in lines of its own, with negative quantities and amounts. */
final class Refunds {

    static final String REFUNDED_ITEM = "_refunded_item_id";

    private static final List<String> LISTS = List.of("line_items", "shipping_lines", "tax_lines", "fee_lines");

    private final Order order;
    private final ObjectNode refund;

    Refunds(Order order, String reason) {
        this.order = order;
        this.refund = Json.object()
                .put("id", 0)
                .put("date_created", "")
                .put("date_created_gmt", "")
                .put("amount", "0")
                .put("reason", reason)
                .put("refunded_by", 1)
                .put("refunded_payment", false);
        refund.putArray("meta_data");
        LISTS.forEach(refund::putArray);
    }

    /** Gives back some units of a line. */
    void units(ObjectNode line, long units, long id, long metaId) {
        BigDecimal quantity = Amounts.number(line.path("quantity"));
        BigDecimal subtotal = part(line, "subtotal", units, quantity);
        BigDecimal total = part(line, "total", units, quantity);
        add(line, units, subtotal, total, id, metaId);
    }

    private static BigDecimal part(ObjectNode line, String name, long units, BigDecimal quantity) {
        return Amounts.number(line.path(name))
                .multiply(BigDecimal.valueOf(units))
                .divide(quantity, 6, RoundingMode.HALF_UP);
    }

    /** Gives back a net amount of a line, with so many units. */
    void amount(ObjectNode line, long units, BigDecimal net, long id, long metaId) {
        add(line, units, net, net, id, metaId);
    }

    private void add(ObjectNode line, long units, BigDecimal subtotal, BigDecimal total, long id, long metaId) {
        ObjectNode back = line.deepCopy().put("id", id).put("quantity", -units);
        back.remove("_price");
        OrderLines.meta(back.putArray("meta_data"), metaId, REFUNDED_ITEM, line.path("id").asText());
        Amounts.of(order).line(back, subtotal.negate(), total.negate());
        refund.withArray("line_items").add(back);
    }

    /** Takes over a line that was given back before amounts were kept with their taxes. */
    void again(ObjectNode line) {
        BigDecimal net = Amounts.of(order).net(Amounts.number(line.path("total")), line.path("tax_class").asText());
        Amounts.of(order).line(line, net, net);
        refund.withArray("line_items").add(line);
    }

    /** Gives back all of a line, of shipping or of a fee. */
    void whole(ArrayNode list, int position, long id) {
        ObjectNode line = (ObjectNode) list.get(position);
        if (list == order.lines) {
            units(line, line.path("quantity").asLong(), id, id);
            return;
        }
        ObjectNode back = line.deepCopy().put("id", id);
        OrderLines.meta(back.putArray("meta_data"), id, REFUNDED_ITEM, line.path("id").asText());
        Amounts.of(order).extra(back, Amounts.number(line.path("total")).negate());
        refund.withArray(list == order.shipping ? "shipping_lines" : "fee_lines").add(back);
    }

    /** What the lines given back so far come to, with tax. */
    BigDecimal sum() {
        Amounts amounts = Amounts.of(order);
        BigDecimal sum = BigDecimal.ZERO;
        for (String list : LISTS) {
            for (JsonNode line : refund.path(list)) {
                sum = sum.subtract(amounts.rounded(Amounts.number(line.path("total"))))
                        .subtract(Amounts.number(line.path("total_tax")));
            }
        }
        return sum;
    }

    /** Notes the refund in its order. */
    ObjectNode close(long id, Instant at, BigDecimal amount) {
        refund.put("id", id)
                .put("date_created_gmt", ShopSettings.gmt(at))
                .put("amount", Amounts.kept(amount));
        order.refunds.add(refund);
        return refund;
    }
}
