package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Conversation;
import io.serai.platform.FetchedPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches one page of all orders or customers, as the shop writes them. Where the shop withholds some, a line
 * <code>{"withheld": 2}</code> says so, since what was not shown then need not be gone.
 */
public final class WooCommerceFetch extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    /** No more than is kept: not the customer's address on the Internet, nor what opens the order's page. */
    static final String ORDER = "id,number,status,currency,prices_include_tax,date_created_gmt,date_modified_gmt,"
            + "date_paid_gmt,date_completed_gmt,discount_total,discount_tax,shipping_total,shipping_tax,cart_tax,total,"
            + "total_tax,customer_id,billing,shipping,payment_method,payment_method_title,transaction_id,created_via,"
            + "customer_note,meta_data,line_items,tax_lines,shipping_lines,fee_lines,coupon_lines,refunds";

    static final String CUSTOMER =
            "id,date_created_gmt,date_modified_gmt,email,first_name,last_name,role,username,billing,"
                    + "shipping,is_paying_customer";

    private final WooCommerceSweep sweep;
    private final List<String> lines = new ArrayList<>();
    private int items;

    private WooCommerceFetch(WooCommerceSweep.Kind kind, String fields, String cursor, Instant updatedSince) {
        this.sweep = new WooCommerceSweep(kind, fields, cursor, updatedSince, this::ask, this::take);
    }

    /**
     * @param cursor null for the first page
     * @param updatedSince null for all orders; of no effect with a cursor
     */
    public static WooCommerceFetch orders(String cursor, Instant updatedSince) {
        return new WooCommerceFetch(WooCommerceSweep.Kind.ORDERS, ORDER, cursor, updatedSince);
    }

    /** @param cursor null for the first page */
    public static WooCommerceFetch customers(String cursor) {
        return new WooCommerceFetch(WooCommerceSweep.Kind.CUSTOMERS, CUSTOMER, cursor, null);
    }

    private void take(List<JsonNode> page) {
        for (JsonNode entry : page) {
            lines.add(entry.toString());
            items += sweep.isNew(entry) ? 1 : 0;
        }
    }

    @Override
    public FetchedPage result() {
        List<String> landing = new ArrayList<>(lines);
        if (sweep.withheld() > 0) {
            landing.add("{\"withheld\": %d}".formatted(sweep.withheld()));
        }
        return new FetchedPage(landing, items, sweep.total(), sweep.next());
    }
}
