package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.ProductPage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Reads one page of all products by ascending id. WooCommerce pages by offset, and offsets shift when a product vanishes
 * (fact 60): so each page begins with the last product of the one before, and if that is no longer there the page before
 * is read again.
 */
public final class WooCommercePage extends WooCommerceReader {

    static final int PER_PAGE = 50;

    private final List<Observation> products = new ArrayList<>();
    private final String updatedSince;
    private final long offset;
    private final long last;
    private String next;
    private long total;

    /**
     * @param cursor null for the first page
     * @param updatedSince null for all products
     */
    public WooCommercePage(String cursor, Instant updatedSince, Map<String, String> settings) {
        super(settings, Source.READ);
        String[] parts = cursor == null ? new String[] {"0", "0"} : cursor.split(":");
        this.offset = Long.parseLong(parts[0]);
        this.last = Long.parseLong(parts[1]);
        // modified_after is exclusive and knows whole seconds only (fact 52)
        this.updatedSince = updatedSince == null
                ? null
                : updatedSince
                        .truncatedTo(ChronoUnit.SECONDS)
                        .minusSeconds(1)
                        .toString()
                        .replace("Z", "");
        askFirst(page(offset), answer -> heard(answer, offset));
    }

    private WooCommerceQuestion page(long from) {
        WooCommerceQuestion question = WooCommerceQuestion.get(
                "products",
                "per_page",
                String.valueOf(PER_PAGE),
                "offset",
                String.valueOf(from),
                "orderby",
                "id",
                "order",
                "asc",
                "status",
                "any",
                RAW[0],
                RAW[1]);
        if (updatedSince != null) {
            question.query().put("modified_after", updatedSince);
            question.query().put("dates_are_gmt", "true");
        }
        return question;
    }

    private void heard(WooCommerceAnswer answer, long from) {
        boolean shifted =
                last > 0 && from == offset && from > 0 && id(answer.list().path(0), Long.MAX_VALUE) > last;
        if (shifted) {
            long back = Math.max(0, from - PER_PAGE);
            askFirst(page(back), before -> {
                boolean skipped = !unseen(before).isEmpty();
                take(skipped ? before : answer, skipped ? back : from);
            });
        } else {
            take(answer, from);
        }
    }

    private void take(WooCommerceAnswer answer, long from) {
        total = answer.total();
        List<JsonNode> unseen = unseen(answer);
        // a page may be short without being the last (fact 51), so only the total tells
        if (from + PER_PAGE < total) {
            long reached = unseen.isEmpty() ? last : id(unseen.get(unseen.size() - 1), last);
            next = (from + PER_PAGE - 1) + ":" + reached;
        }
        unseen.forEach(product -> complete(product, answer.at(), products::add));
    }

    private List<JsonNode> unseen(WooCommerceAnswer answer) {
        return StreamSupport.stream(answer.list().spliterator(), false)
                .filter(product -> id(product, 0) > last)
                .toList();
    }

    private static long id(JsonNode product, long otherwise) {
        return product.path("id").asLong(otherwise);
    }

    @Override
    public ProductPage result() {
        return new ProductPage(products, next, total);
    }
}
