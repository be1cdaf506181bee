package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Conversation;
import io.serai.platform.StockPage;
import io.serai.platform.StockPage.Outbound;
import io.serai.platform.StockPage.Warehouse;
import io.serai.platform.Unavailable;
import io.serai.stock.StockChange;
import io.serai.stock.StockLevel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Asks JTL-FFN for one part of what it tells of stock (facts 67 to 75). What has another shape than is known is an error
 * that is seen: an empty list would sell what is not there, or stop selling what is.
 */
public final class JtlStockPage extends Conversation<JtlQuestion, JtlAnswer> {

    private static final String PER_PAGE = "500";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

    private final boolean levelIncludesReserved;
    private final List<Warehouse> warehouses = new ArrayList<>();
    private final List<Outbound> outbounds = new ArrayList<>();
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
        page.askList("warehouses", skip, warehouse -> page.warehouses.add(page.warehouse(warehouse)));
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
                "stocks/changes", skip, change -> page.changes.add(page.change(change)), "$filter", "current eq true");
        return page;
    }

    /**
     * What happened to outbounds.
     *
     * @param link to the rest of what was asked before, null to ask anew
     */
    public static JtlStockPage outbounds(Instant since, String link) {
        JtlStockPage page = new JtlStockPage(true);
        page.askUpdates("outbounds/updates", since, link, outbound -> page.outbounds.add(page.outbound(outbound)));
        return page;
    }

    /** What happened to stock. */
    public static JtlStockPage changes(Instant since, String link, boolean levelIncludesReserved) {
        JtlStockPage page = new JtlStockPage(levelIncludesReserved);
        page.askUpdates("stocks/updates", since, link, change -> page.changes.add(page.change(change)));
        return page;
    }

    private interface Row {
        void take(JsonNode row);
    }

    private void askList(String resource, String skip, Row row, String... parameters) {
        String from = skip == null ? "0" : skip;
        List<String> query = new ArrayList<>(List.of(parameters));
        query.addAll(List.of("$top", PER_PAGE, "$skip", from));
        ask(JtlQuestion.get(resource, query.toArray(String[]::new)), answer -> {
            JsonNode items = answer.list("items");
            items.forEach(row::take);
            boolean isMore = answer.taken().path("nextPageLink").isTextual() && !items.isEmpty();
            next = isMore ? String.valueOf(Integer.parseInt(from) + items.size()) : null;
        });
    }

    private void askUpdates(String resource, Instant since, String link, Row row) {
        JtlQuestion question =
                link == null ? JtlQuestion.get(resource, "fromDate", TIME.format(since)) : JtlQuestion.next(link);
        ask(question, answer -> {
            answer.list("data").forEach(row::take);
            until = time(answer, answer.taken(), "to");
            next = answer.flag("moreDataAvailable") ? answer.text("nextChunkUrl") : null;
        });
    }

    private Warehouse warehouse(JsonNode json) {
        String id = text(json, "warehouseId");
        return new Warehouse(id, json.path("name").asText(id));
    }

    private Outbound outbound(JsonNode json) {
        Map<String, BigDecimal> items = new TreeMap<>();
        json.path("items").forEach(item -> {
            if (item.path("jfsku").isTextual()) {
                items.merge(item.path("jfsku").asText(), number(item, "quantity"), BigDecimal::add);
            }
        });
        return new Outbound(
                text(json, "outboundId"), text(json, "merchantOutboundNumber"), text(json, "status"), items);
    }

    private StockChange change(JsonNode json) {
        JsonNode id = json.path("stockChangeId");
        if (!id.path("stockVersion").isIntegralNumber()) {
            throw unknown("stockVersion");
        }
        BigDecimal reserved = number(json, "stockLevelReserved");
        BigDecimal stockLevel = number(json, "stockLevel");
        JsonNode outbound = json.path("outboundItem").path("outboundId");
        return new StockChange(
                text(id, "warehouseId"),
                text(id, "jfsku"),
                text(json, "merchantSku"),
                id.path("stockVersion").asLong(),
                text(json, "changeType"),
                new StockLevel(
                        levelIncludesReserved ? stockLevel : stockLevel.add(reserved),
                        reserved,
                        number(json, "stockLevelBlocked"),
                        number(json, "stockLevelAnnounced")),
                outbound.isTextual() ? outbound.asText() : null,
                changedAt(json.path("modificationInfo")));
    }

    private static Instant changedAt(JsonNode modification) {
        for (String name : List.of("updatedAt", "createdAt")) {
            Optional<Instant> at = instant(modification.path(name).asText());
            if (at.isPresent()) {
                return at.get();
            }
        }
        throw unknown("modificationInfo");
    }

    private static BigDecimal number(JsonNode json, String name) {
        return read(json, name, JsonNode::isNumber, JsonNode::decimalValue);
    }

    private static String text(JsonNode json, String name) {
        return read(json, name, JsonNode::isTextual, JsonNode::asText);
    }

    private static <T> T read(
            JsonNode json, String name, Function<JsonNode, Boolean> isRight, Function<JsonNode, T> value) {
        JsonNode there = json.path(name);
        if (!isRight.apply(there)) {
            throw unknown(name);
        }
        return value.apply(there);
    }

    private Instant time(JtlAnswer answer, JsonNode json, String name) {
        return instant(answer.text(name)).orElseThrow(() -> unknown(name));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }

    private static Unavailable unknown(String name) {
        return new Unavailable("JTL-FFN tells stock in another shape than Serai knows: no " + name, false);
    }

    @Override
    public StockPage result() {
        return new StockPage(
                List.copyOf(warehouses),
                List.copyOf(outbounds),
                List.copyOf(changes),
                Optional.ofNullable(next),
                until);
    }
}
