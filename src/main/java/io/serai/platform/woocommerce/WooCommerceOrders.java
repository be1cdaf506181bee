package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Conversation;
import io.serai.platform.JsonValues;
import io.serai.platform.ObservedOrder;
import io.serai.platform.ObservedOrder.State;
import io.serai.platform.ObservedOrderLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * What all conversations that end with orders share: what was refunded of an order is a list of its own.
 *
 * <p>An order that is paid for or on hold owes all but what was refunded, and a completed one has shipped that. Whether one in
 * another status took stock, an unpaid one for instance, each line tells: recorded orders note in {@code _reduced_stock} what
 * the line took and has not given back. Nothing else is owed.
 */
abstract class WooCommerceOrders extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    static final int PER_PAGE = WooCommerceSweep.PER_PAGE;

    /** Nothing personal is asked for. */
    static final String FIELDS = "id,number,status,date_created_gmt,date_modified_gmt,line_items,refunds";

    private static final Set<String> OWES_ALL = Set.of("processing", "on-hold");
    private static final Set<String> OWES_NOTHING = Set.of("cancelled", "refunded", "failed", "trash");
    private static final String SHIPPED = "completed";
    private static final String REDUCED = "_reduced_stock";
    private static final String REFUNDED_LINE = "_refunded_item_id";

    /** Hands the order on as soon as what was refunded of it is known. */
    final void complete(JsonNode order, Consumer<ObservedOrder> done) {
        boolean asks =
                !order.path("refunds").isEmpty() && state(order.path("status").asText()) != State.CANCELLED;
        if (asks) {
            askRefunds(order, 1, new HashMap<>(), done);
        } else {
            done.accept(read(order, Map.of()));
        }
    }

    private void askRefunds(JsonNode order, int page, Map<String, BigDecimal> refunded, Consumer<ObservedOrder> done) {
        WooCommerceQuestion question = WooCommerceQuestion.get(
                "orders/" + order.path("id").asText() + "/refunds",
                "per_page",
                String.valueOf(PER_PAGE),
                "page",
                String.valueOf(page),
                "_fields",
                "id,line_items");
        askFirst(question, answer -> {
            answer.list().forEach(refund -> refund.path("line_items")
                    .forEach(line -> refunded.merge(
                            meta(line, REFUNDED_LINE),
                            number(line.path("quantity")).abs(),
                            BigDecimal::add)));
            if ((long) page * PER_PAGE < answer.total()) {
                askRefunds(order, page + 1, refunded, done);
            } else {
                done.accept(read(order, refunded));
            }
        });
    }

    /** @param refunded units by line */
    private static ObservedOrder read(JsonNode order, Map<String, BigDecimal> refunded) {
        String status = order.path("status").asText();
        State state = state(status);
        return new ObservedOrder(
                order.path("id").asText(),
                order.path("number").asText(),
                time(order.path("date_created_gmt")),
                modified(order),
                state,
                StreamSupport.stream(order.path("line_items").spliterator(), false)
                        .map(line -> line(line, state, wanted(line, status, refunded)))
                        .toList());
    }

    private static State state(String status) {
        if (status.equals(SHIPPED)) {
            return State.FULFILLED;
        }
        return OWES_NOTHING.contains(status) ? State.CANCELLED : State.OPEN;
    }

    private static BigDecimal wanted(JsonNode line, String status, Map<String, BigDecimal> refunded) {
        if (OWES_NOTHING.contains(status)) {
            return BigDecimal.ZERO;
        }
        BigDecimal wanted = OWES_ALL.contains(status) || status.equals(SHIPPED)
                ? number(line.path("quantity"))
                        .subtract(refunded.getOrDefault(line.path("id").asText(), BigDecimal.ZERO))
                : new BigDecimal(meta(line, REDUCED).isEmpty() ? "0" : meta(line, REDUCED));
        return wanted.max(BigDecimal.ZERO);
    }

    private static ObservedOrderLine line(JsonNode line, State state, BigDecimal wanted) {
        String product = id(line.path("product_id"));
        String variation = id(line.path("variation_id"));
        return new ObservedOrderLine(
                line.path("id").asText(),
                product,
                variation == null ? product : variation,
                line.path("sku").asText(null),
                state == State.OPEN ? wanted : BigDecimal.ZERO,
                state == State.FULFILLED ? wanted : BigDecimal.ZERO);
    }

    /** What was deleted from the shop has 0 in its place, and a simple product no variation. */
    private static String id(JsonNode id) {
        return id.asLong() == 0 ? null : id.asText();
    }

    private static String meta(JsonNode line, String key) {
        for (JsonNode meta : line.path("meta_data")) {
            if (meta.path("key").asText().equals(key)) {
                return meta.path("value").asText();
            }
        }
        return "";
    }

    private static BigDecimal number(JsonNode number) {
        return JsonValues.isNull(number) ? BigDecimal.ZERO : new BigDecimal(number.asText());
    }

    private static Instant modified(JsonNode order) {
        JsonNode modified = order.path("date_modified_gmt");
        return time(JsonValues.isNull(modified) ? order.path("date_created_gmt") : modified);
    }

    private static Instant time(JsonNode gmt) {
        return LocalDateTime.parse(gmt.asText()).toInstant(ZoneOffset.UTC);
    }
}
