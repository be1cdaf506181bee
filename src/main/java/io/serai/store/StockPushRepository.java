package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.StockLine;
import io.serai.platform.StockSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The calls that tell shops their stock, stored before they are made. The database allows one open call per channel. */
@ApplicationScoped
public class StockPushRepository {

    private final Jdbi jdbi;

    public StockPushRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A call whose outcome is not known. */
    public record OpenPush(StockSet set, Instant openedAt) {}

    public void open(String channelId, StockSet set, Instant now) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        for (StockLine line : set.lines()) {
            ObjectNode json = lines.addObject()
                    .put("product", line.externalProductId())
                    .put("variant", line.externalVariantId())
                    .put("item", line.inventoryItemId())
                    .put("location", line.locationId())
                    .put("quantity", line.quantity());
            json.put("changeFrom", line.changeFrom());
            if (line.startsCounting()) {
                json.put("startsCounting", true);
            }
        }
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.stock_pushes (key, channel_id, lines, opened_at)
                        VALUES (:key, :channel, CAST(:lines AS json), :now)
                        """)
                .bind("key", UUID.fromString(set.key()))
                .bind("channel", channelId)
                .bind("lines", Json.write(lines))
                .bind("now", now)
                .execute());
    }

    public Optional<OpenPush> open(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT key, lines, opened_at FROM control.stock_pushes
                        WHERE channel_id = :channel AND closed_at IS NULL
                        """)
                .bind("channel", channelId)
                .map((row, context) -> new OpenPush(
                        new StockSet(row.getString("key"), lines(Json.read(row.getString("lines")))),
                        Times.read(row, "opened_at")))
                .findOne());
    }

    private static List<StockLine> lines(JsonNode json) {
        List<StockLine> lines = new ArrayList<>();
        for (JsonNode line : json) {
            lines.add(new StockLine(
                    line.path("product").asText(),
                    line.path("variant").asText(),
                    line.path("item").textValue(),
                    line.path("location").textValue(),
                    line.path("quantity").asLong(),
                    line.hasNonNull("changeFrom") ? line.get("changeFrom").asLong() : null,
                    line.path("startsCounting").asBoolean()));
        }
        return lines;
    }

    /** @param outcome in a word */
    public void close(String key, String outcome, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.stock_pushes SET closed_at = :now, outcome = :outcome
                        WHERE key = :key AND closed_at IS NULL
                        """)
                .bind("key", UUID.fromString(key))
                .bind("outcome", outcome)
                .bind("now", now)
                .execute());
    }
}
