package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.config.Backoff;
import io.serai.listing.OpenIntent;
import io.serai.listing.PlannedCall;
import io.serai.merge.Intent;
import io.serai.product.Cell;
import io.serai.product.Value;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What Serai announced to write on platforms (rule 5). The database allows one open intent per product and channel. */
@ApplicationScoped
public class IntentRepository {

    private final Jdbi jdbi;

    public IntentRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Stores the intent before its call is made.
     *
     * @param queueId the queue row it is for, null if none
     */
    public void open(UUID productId, String channelId, UUID queueId, Intent intent, PlannedCall call) {
        ObjectNode stored = Json.object();
        stored.put("operation", call.operation());
        stored.put("path", call.path());
        stored.set("body", call.body());
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.push_intents
                            (id, tenant_id, channel_id, product_id, queue_id, call, meant, creates, opened_at)
                        SELECT :key, p.organization_id, :channel, p.id, CAST(:queue AS uuid), CAST(:call AS json),
                               CAST(:meant AS jsonb), :creates, :openedAt
                        FROM public.products p WHERE p.id = :product
                        """)
                .bind("key", intent.key())
                .bind("channel", channelId)
                .bind("product", productId)
                .bind("queue", queueId)
                .bind("call", Json.write(stored))
                .bind("meant", Json.write(CellJson.values(intent.meant())))
                .bind("creates", intent.create())
                .bind("openedAt", intent.openedAt())
                .execute());
    }

    /** @return false if it was closed before, by somebody else */
    public boolean close(UUID key, Instant at, String outcome) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE control.push_intents SET closed_at = :at, outcome = :outcome
                                WHERE id = :key AND closed_at IS NULL
                                """)
                        .bind("key", key)
                        .bind("at", at)
                        .bind("outcome", Json.withoutNul(outcome))
                        .execute())
                == 1;
    }

    public Optional<OpenIntent> findOpen(UUID productId, String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.push_intents
                        WHERE product_id = :product AND channel_id = :channel AND closed_at IS NULL
                        """)
                .bind("product", productId)
                .bind("channel", channelId)
                .map((row, context) -> read(row))
                .findOne());
    }

    /**
     * Intents opened before this moment, still open, and without a queue row that would close them: whoever opened them
     * gave up. Oldest first.
     *
     * @param wait after the last of the rows that failed since the intent was opened, by how many have failed
     */
    public List<OpenIntent> abandoned(Instant moment, Instant now, Backoff wait, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.push_intents i
                        WHERE closed_at IS NULL AND opened_at < :moment
                          AND NOT EXISTS (
                              SELECT FROM public.product_sync_queue q
                              WHERE q.product_id = i.product_id AND q.channel_id = i.channel_id
                                AND q.status IN ('pending', 'processing'))
                          AND NOT EXISTS (
                              SELECT FROM (
                                  SELECT count(*) AS failures, max(q.completed_at) AS last
                                  FROM public.product_sync_queue q
                                  WHERE q.product_id = i.product_id AND q.channel_id = i.channel_id
                                    AND q.status = 'failed' AND q.completed_at >= i.opened_at) failed
                              WHERE failed.failures > 0
                                AND failed.last + least(
                                        :firstWait * power(2, least(failed.failures, 30) - 1), :longestWait)
                                    * interval '1 second' > :now)
                        ORDER BY opened_at LIMIT :limit
                        """)
                .bind("moment", moment)
                .bind("now", now)
                .bind("firstWait", wait.first().toMillis() / 1000.0)
                .bind("longestWait", wait.atMost().toMillis() / 1000.0)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    private static OpenIntent read(ResultSet row) throws SQLException {
        Map<Cell, Value> meant = CellJson.values(Json.read(row.getString("meant")));
        boolean creates = row.getBoolean("creates");
        JsonNode call = Json.read(row.getString("call"));
        return new OpenIntent(
                row.getString("tenant_id"),
                row.getString("channel_id"),
                row.getObject("product_id", UUID.class),
                row.getObject("queue_id", UUID.class),
                new Intent(
                        row.getObject("id", UUID.class),
                        meant,
                        row.getTimestamp("opened_at").toInstant(),
                        creates),
                new PlannedCall(
                        call.get("operation").asText(), Json.text(call, "path"), call.get("body"), meant, creates));
    }
}
