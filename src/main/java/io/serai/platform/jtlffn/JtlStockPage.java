package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Conversation;
import io.serai.platform.JsonValues;
import io.serai.platform.StockPage;
import io.serai.platform.StockPage.Item;
import io.serai.platform.StockPage.Outbound;
import io.serai.platform.StockPage.Warehouse;
import io.serai.platform.Unavailable;
import io.serai.stock.StockChange;
import io.serai.stock.StockLevel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Asks JTL-FFN for one part of what it tells of its goods and their stock (facts 67 to 75). What has another shape than is known is an error
 * that is seen: an empty list would sell what is not there, or stop selling what is.
 */
public final class JtlStockPage extends Conversation<JtlQuestion, JtlAnswer> {

    private static final Logger LOG = Logger.getLogger(JtlStockPage.class);

    private static final int PER_PAGE = 500;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

    /** Other items of an outbound are no goods, and have no number. */
    private static final Set<String> GOODS = Set.of("Product", "BillOfMaterials");

    private final boolean levelIncludesReserved;
    private final List<Warehouse> warehouses = new ArrayList<>();
    private final List<Outbound> outbounds = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private final List<StockChange> changes = new ArrayList<>();
    private String next;
    private Instant until;

    private JtlStockPage(boolean levelIncludesReserved) {
        this.levelIncludesReserved = levelIncludesReserved;
    }

    /** What time it is there: the updates of no time at all say so. */
    public static JtlStockPage clock() {
        JtlStockPage page = new JtlStockPage(true);
        page.ask(JtlQuestion.get("stocks/updates"), answer -> page.until = page.time(answer, answer.taken(), "to"));
        return page;
    }

    /** @param skip how many of them were told before, null for none */
    public static JtlStockPage warehouses(String skip) {
        JtlStockPage page = new JtlStockPage(true);
        page.askList(
                "warehouses", "warehouseId", skip, each(warehouse -> page.warehouses.add(page.warehouse(warehouse))));
        return page;
    }

    /** Every product there is, each one thing in the warehouse. */
    public static JtlStockPage items(String skip) {
        JtlStockPage page = new JtlStockPage(true);
        page.askList("products", "jfsku", skip, page::takeItems);
        return page;
    }

    /** What happened to products. */
    public static JtlStockPage itemChanges(Instant since, String link) {
        JtlStockPage page = new JtlStockPage(true);
        page.askUpdates("products/updates", since, link, page::takeItems);
        return page;
    }

    /**
     * Every level there is: of the changes of each item in each warehouse, the last.
     *
     * @param levelIncludesReserved whether {@code stockLevel} has the reserved goods in it (fact 71)
     */
    public static JtlStockPage levels(String skip, boolean levelIncludesReserved) {
        JtlStockPage page = new JtlStockPage(levelIncludesReserved);
        page.askList(
                "stocks/changes",
                "stockChangeId/jfsku,stockChangeId/warehouseId",
                skip,
                page::takeChanges,
                "$filter",
                "current eq true");
        return page;
    }

    /**
     * What happened to outbounds.
     *
     * @param link to the rest of what was asked before, null to ask anew
     */
    public static JtlStockPage outbounds(Instant since, String link) {
        JtlStockPage page = new JtlStockPage(true);
        page.askUpdates(
                "outbounds/updates", since, link, each(outbound -> page.outbounds.add(page.outbound(outbound))));
        return page;
    }

    /** What happened to stock. */
    public static JtlStockPage changes(Instant since, String link, boolean levelIncludesReserved) {
        JtlStockPage page = new JtlStockPage(levelIncludesReserved);
        page.askUpdates("stocks/updates", since, link, page::takeChanges);
        return page;
    }

    /** It is part of something longer: a question without an answer is put again for a while. */
    public JtlStockPage patient() {
        goesOn();
        return this;
    }

    private interface Rows {
        void take(JsonNode rows, Instant receivedAt);
    }

    private static Rows each(Consumer<JsonNode> take) {
        return (rows, receivedAt) -> rows.forEach(take);
    }

    private void takeChanges(JsonNode rows, Instant receivedAt) {
        rows.forEach(row -> changes.add(change(row, receivedAt)));
    }

    /** JTL may show products that have no number yet: nothing can be said of them. Where none has one, it has another name. */
    private void takeItems(JsonNode rows, Instant receivedAt) {
        List<JsonNode> numbered = new ArrayList<>();
        rows.forEach(row -> {
            if (!JsonValues.isNull(row.path("jfsku"))) {
                numbered.add(row);
            }
        });
        if (numbered.isEmpty() && !rows.isEmpty()) {
            throw JtlShape.unknown("jfsku");
        }
        if (numbered.size() < rows.size()) {
            LOG.warnf("JTL-FFN shows %d products without a jfsku", rows.size() - numbered.size());
        }
        numbered.forEach(row -> items.add(item(row)));
    }

    /** @param orderBy what stays as it is: a page begins where the one before it ended, whatever is changed meanwhile */
    private void askList(String resource, String orderBy, String skip, Rows rows, String... parameters) {
        String from = skip == null ? "0" : skip;
        List<String> query = new ArrayList<>(List.of(parameters));
        query.addAll(List.of("$orderBy", orderBy, "$top", String.valueOf(PER_PAGE), "$skip", from));
        ask(JtlQuestion.get(resource, query.toArray(String[]::new)), answer -> {
            JsonNode items = answer.list("items");
            rows.take(items, answer.at());
            boolean isMore = hasLink(answer) || items.size() >= limit(answer);
            next = isMore && !items.isEmpty() ? String.valueOf(Integer.parseInt(from) + items.size()) : null;
        });
    }

    private static boolean hasLink(JtlAnswer answer) {
        return answer.taken().path("nextPageLink").isTextual();
    }

    /** How many items a page holds: a full one is not taken for the last for want of a link. */
    private static int limit(JtlAnswer answer) {
        int limit = answer.taken().path("_page").path("limit").asInt();
        return limit > 0 ? limit : PER_PAGE;
    }

    private void askUpdates(String resource, Instant since, String link, Rows rows) {
        JtlQuestion question =
                link == null ? JtlQuestion.get(resource, "fromDate", TIME.format(since)) : JtlQuestion.next(link);
        ask(question, answer -> {
            rows.take(answer.list("data"), answer.at());
            until = time(answer, answer.taken(), "to");
            next = answer.flag("moreDataAvailable") ? onward(question, answer.text("nextChunkUrl")) : null;
        });
    }

    /** A link to what was just asked would be followed for ever. */
    private static String onward(JtlQuestion question, String link) {
        if (JtlQuestion.next(link).equals(question)) {
            throw new Unavailable("JTL-FFN gives a link that leads back to itself: " + link, false);
        }
        return link;
    }

    private Warehouse warehouse(JsonNode json) {
        String id = JtlShape.text(json, "warehouseId");
        return new Warehouse(id, json.path("name").asText(id));
    }

    private Item item(JsonNode json) {
        return new Item(
                JtlShape.text(json, "jfsku"),
                JtlShape.text(json, "merchantSku"),
                JtlShape.changedAt(json),
                JtlShape.isDeleted(json));
    }

    private Outbound outbound(JsonNode json) {
        String status = JtlShape.text(json, "status");
        Map<String, BigDecimal> items = new TreeMap<>();
        Map<String, BigDecimal> skus = new TreeMap<>();
        JtlShape.list(json, "items").forEach(item -> {
            if (item.path("jfsku").isTextual()) {
                items.merge(item.path("jfsku").asText(), quantity(item, status), BigDecimal::add);
            } else if (GOODS.contains(JtlShape.text(item, "itemType"))) {
                skus.merge(JtlShape.text(item, "merchantSku"), quantity(item, status), BigDecimal::add);
            }
        });
        return new Outbound(
                JtlShape.text(json, "outboundId"), JtlShape.text(json, "merchantOutboundNumber"), status, items, skus);
    }

    /** Of what is cancelled in part the rest will not be sent, and is reserved no more. */
    private static BigDecimal quantity(JsonNode item, String status) {
        BigDecimal quantity = JtlShape.number(item, "quantity");
        return status.equals("PartiallyCanceled") ? quantity.subtract(JtlShape.number(item, "quantityOpen")) : quantity;
    }

    private StockChange change(JsonNode json, Instant receivedAt) {
        JsonNode id = json.path("stockChangeId");
        BigDecimal reserved = JtlShape.number(json, "stockLevelReserved");
        BigDecimal stockLevel = JtlShape.number(json, "stockLevel");
        JsonNode outbound = json.path("outboundItem").path("outboundId");
        return new StockChange(
                JtlShape.text(id, "warehouseId"),
                JtlShape.text(id, "jfsku"),
                JtlShape.text(json, "merchantSku"),
                JtlShape.integer(id, "stockVersion"),
                JtlShape.text(json, "changeType"),
                new StockLevel(
                        levelIncludesReserved ? stockLevel : stockLevel.add(reserved),
                        reserved,
                        JtlShape.number(json, "stockLevelBlocked"),
                        JtlShape.number(json, "stockLevelAnnounced")),
                outbound.isTextual() ? outbound.asText() : null,
                happenedAt(json, receivedAt));
    }

    /** Stock changes need not say when they were made. The fulfiller's own time is the next best. */
    private static Instant happenedAt(JsonNode change, Instant receivedAt) {
        return JsonValues.isNull(change.path("modificationInfo"))
                ? JtlShape.instant(change.path("fulfillerTimestamp").asText()).orElse(receivedAt)
                : JtlShape.changedAt(change);
    }

    private Instant time(JtlAnswer answer, JsonNode json, String name) {
        return JtlShape.instant(answer.text(name)).orElseThrow(() -> JtlShape.unknown(name));
    }

    @Override
    public StockPage result() {
        return new StockPage(
                List.copyOf(warehouses),
                List.copyOf(outbounds),
                List.copyOf(items),
                List.copyOf(changes),
                Optional.ofNullable(next),
                until);
    }
}
