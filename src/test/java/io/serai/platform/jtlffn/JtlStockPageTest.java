package io.serai.platform.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.serai.platform.StockPage;
import io.serai.platform.StockPage.Item;
import io.serai.platform.StockPage.Outbound;
import io.serai.platform.Unavailable;
import io.serai.support.Payloads;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What JTL-FFN tells of goods and stock")
class JtlStockPageTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");
    private static final String MODIFIED = "'modificationInfo': {'createdAt': '2026-11-21T10:00:00.000+00:00'}";
    private static final String ITEM = "{'jfsku': %s, 'merchantSku': '%s', " + MODIFIED + "}";
    private static final String CHANGE =
            "{'stockChangeId': {'warehouseId': 'W', 'jfsku': 'MERC01AAAAA', 'stockVersion': 3},"
                    + " 'merchantSku': 'H-1', 'changeType': 'Inbound', 'stockLevel': 5, 'stockLevelReserved': 1,"
                    + " 'stockLevelBlocked': 0, 'stockLevelAnnounced': 0%s}";

    private static StockPage heard(JtlStockPage page, String body) {
        page.hear(new JtlAnswer(page.question(), 200, Map.of(), Payloads.json(body), NOW));
        return page.result();
    }

    private static StockPage outbound(String items) {
        return heard(
                JtlStockPage.outbounds(NOW, null),
                "{'data': [{'outboundId': 'O', 'merchantOutboundNumber': '1001', 'status': 'Pending'" + items
                        + "}], 'to': '2026-11-22T01:00:00.000+00:00', 'moreDataAvailable': false}");
    }

    @Test
    @DisplayName("D9 a full page is not taken for the last for want of a link; an empty one is")
    void fullPage() {
        String two = "{'items': [" + ITEM.formatted("'MERC01AAAAA'", "A") + "," + ITEM.formatted("'MERC01BBBBB'", "B")
                + "], '_page': {'limit': %d}}";
        assertThat(heard(JtlStockPage.items("4"), two.formatted(2)).next()).contains("6");
        assertThat(heard(JtlStockPage.items("4"), two.formatted(3)).next()).isEmpty();
        assertThat(heard(JtlStockPage.items("6"), "{'items': [], '_page': {'limit': 2}}")
                        .next())
                .isEmpty();
    }

    @Test
    @DisplayName("D9 goods that have no number yet are left out; where none has one, that is another shape")
    void withoutNumber() {
        String items = "{'items': [" + ITEM.formatted("null", "A") + "," + ITEM.formatted("'MERC01BBBBB'", "B") + "]}";
        assertThat(heard(JtlStockPage.items(null), items).items())
                .extracting(Item::id)
                .containsExactly("MERC01BBBBB");
        String none = "{'items': [" + ITEM.formatted("null", "A") + "]}";
        assertThatThrownBy(() -> heard(JtlStockPage.items(null), none))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no jfsku");
    }

    @Test
    @DisplayName(
            "D9 levels are asked for in the order of what they have, and tell when they were made, or when they came")
    void levels() {
        JtlStockPage page = JtlStockPage.levels(null, true);
        assertThat(URLDecoder.decode(page.question().query(), StandardCharsets.UTF_8))
                .contains("$orderBy=stockChangeId/jfsku,stockChangeId/warehouseId");
        assertThat(changedAt("")).isEqualTo(NOW);
        assertThat(changedAt(", 'fulfillerTimestamp': '2026-11-20T10:00:00.000+00:00'"))
                .isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
        assertThat(changedAt(", " + MODIFIED)).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThatThrownBy(() -> changedAt(", 'modificationInfo': {'at': 'noon'}"))
                .isInstanceOf(Unavailable.class);
    }

    private static Instant changedAt(String more) {
        return heard(JtlStockPage.levels(null, true), "{'items': [" + CHANGE.formatted(more) + "]}")
                .changes()
                .get(0)
                .happenedAt();
    }

    @Test
    @DisplayName("D9 an outbound has a list of items; goods that it names by their SKU alone are known by it")
    void outbounds() {
        assertThatThrownBy(() -> outbound("")).isInstanceOf(Unavailable.class).hasMessageContaining("no items");
        Outbound told = outbound(", 'items': [{'jfsku': 'MERC01AAAAA', 'quantity': 2},"
                        + " {'jfsku': null, 'merchantSku': 'h-1', 'itemType': 'Product', 'quantity': 1},"
                        + " {'merchantSku': 'X', 'itemType': 'Product', 'quantity': 7},"
                        + " {'itemType': 'Shipping', 'quantity': 1}]")
                .outbounds()
                .get(0);
        Outbound identified = told.identified(sku -> sku.equals("h-1") ? Optional.of("MERC01AAAAA") : Optional.empty());
        assertThat(identified.items()).containsExactly(entry("MERC01AAAAA", new BigDecimal(3)));
        assertThatThrownBy(() -> outbound(", 'items': [{'itemType': 'Product', 'quantity': 1}]"))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no merchantSku");
    }
}
