package io.serai.platform.woocommerce;

import io.serai.platform.Conversation;
import io.serai.platform.FetchedPage;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches one order or customer as the shop writes it. It is looked for in lists, since asking for itself alone what the shop
 * withholds is answered like a wrong key.
 */
public final class WooCommerceFetchOne extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    private final List<String> lines = new ArrayList<>();

    private WooCommerceFetchOne(String resource, String fields, String parameter, List<String> parts, String id) {
        look(resource, fields, parameter, parts, id);
    }

    /** An order, in the trash or not. */
    public static WooCommerceFetchOne order(String id) {
        return new WooCommerceFetchOne("orders", WooCommerceFetch.ORDER, "status", List.of("any", "trash"), id);
    }

    public static WooCommerceFetchOne customer(String id) {
        return new WooCommerceFetchOne("customers", WooCommerceFetch.CUSTOMER, "role", List.of("all"), id);
    }

    private void look(String resource, String fields, String parameter, List<String> parts, String id) {
        WooCommerceQuestion question =
                WooCommerceQuestion.get(resource, "include", id, parameter, parts.get(0), "_fields", fields);
        ask(question, answer -> {
            answer.list().forEach(entry -> lines.add(entry.toString()));
            if (lines.isEmpty() && parts.size() > 1) {
                look(resource, fields, parameter, parts.subList(1, parts.size()), id);
            }
        });
    }

    /** None if there is no such thing, or none that may be read. */
    @Override
    public FetchedPage result() {
        return new FetchedPage(lines, lines.size(), null);
    }
}
