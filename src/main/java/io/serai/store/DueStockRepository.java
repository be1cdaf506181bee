package io.serai.store;

import io.serai.platform.ShownStock;
import io.serai.stock.ShopFigure;
import io.serai.store.ShopStockRepository.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Places of shops with something to do: to be read, or to be told; and what is known of them afterwards. */
@ApplicationScoped
public class DueStockRepository {

    private final Jdbi jdbi;

    public DueStockRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A place of a shop with something to do.
     *
     * @param figure what it is known to hold; as if it held nothing where it does not count the item yet
     * @param isStocked whether it counts the item there
     * @param isCounted whether it counts the item at all, as far as is known
     * @param mustCount whether the shop is to begin to count the item, should it not: Serai made it there
     * @param dueAt since when there is something to do
     */
    public record Due(
            Place place,
            String externalProductId,
            String inventoryItemId,
            ShopFigure figure,
            boolean isStocked,
            boolean isCounted,
            boolean mustCount,
            boolean mustRead,
            Instant dueAt,
            int attempts) {}

    /** Active channels that have something to do, and may be called. */
    public List<String> channelsWithWork(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT c.id FROM control.channels c
                        WHERE c.is_active AND c.must_read_since IS NULL AND (c.waits_until IS NULL OR c.waits_until <= :now)
                          AND EXISTS (SELECT FROM control.shop_stock s WHERE s.channel_id = c.id AND s.due_at <= :now)
                        ORDER BY c.id
                        """)
                .bind("now", now)
                .mapTo(String.class)
                .list());
    }

    /**
     * How soon something must be done about a place, the least first: what is shown too high and nearest to being sold out comes
     * before all else, for it is what can be oversold. Then what a shop has to be asked for, then what is raised.
     */
    private static final String URGENCY =
            """
            CASE WHEN target < held AND held > 0 THEN greatest(floor(target), 0) / held
                 WHEN must_read THEN 1
                 ELSE 2 END, due_at, external_variant_id, location_id""";

    /** Whether the most urgent of what is due there is to be read, and not told; empty where nothing is due. */
    public Optional<Boolean> mostUrgentIsToRead(String channelId, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT must_read FROM control.shop_stock
                        WHERE channel_id = :channel AND due_at <= :now AND push_key IS NULL
                        ORDER BY %s
                        LIMIT 1
                        """
                                .formatted(URGENCY))
                .bind("channel", channelId)
                .bind("now", now)
                .mapTo(Boolean.class)
                .findOne());
    }

    /**
     * What is due there and in no call yet, the most urgent first; in the same order each time. What is being reckoned anew just
     * now is left to the next turn.
     */
    public List<Due> due(String channelId, boolean toRead, Instant now, int atMost) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.shop_stock
                        WHERE channel_id = :channel AND due_at <= :now AND push_key IS NULL AND must_read = :toRead
                        ORDER BY %s
                        LIMIT :atMost
                        FOR UPDATE SKIP LOCKED
                        """
                                .formatted(URGENCY))
                .bind("channel", channelId)
                .bind("now", now)
                .bind("toRead", toRead)
                .bind("atMost", atMost)
                .map((row, context) -> due(row))
                .list());
    }

    /**
     * A shop has told of a figure. The place is read if that is news: another figure than it is known to hold, or than the
     * call that is under way sets, and not surely from before that was asked.
     *
     * @param at when it was so at the latest, null where nothing tells
     */
    public void shown(String channelId, ShownStock shown, Instant at, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.shop_stock s
                        SET must_read = true, is_counted = true, due_at = :now
                        WHERE s.channel_id = :channel AND s.location_id = :location
                          AND (s.external_variant_id = CAST(:variant AS text)
                               OR s.inventory_item_id = CAST(:item AS text))
                          AND CASE WHEN s.push_key IS NULL
                              THEN s.held IS DISTINCT FROM CAST(:quantity AS bigint)
                                   AND NOT coalesce(CAST(:at AS timestamptz) < s.asked_at, false)
                              ELSE NOT EXISTS (
                                  SELECT FROM control.stock_pushes p, json_array_elements(p.lines) line
                                  WHERE p.key = s.push_key
                                    AND (CAST(:at AS timestamptz) < p.opened_at
                                         OR line ->> 'variant' = s.external_variant_id
                                            AND coalesce(line ->> 'location', s.location_id) = s.location_id
                                            AND CAST(line ->> 'quantity' AS bigint) = CAST(:quantity AS bigint)))
                              END
                        """)
                .bind("channel", channelId)
                .bind("location", shown.locationId())
                .bind("variant", shown.externalVariantId())
                .bind("item", shown.inventoryItemId())
                .bind("quantity", shown.quantity())
                .bind("at", at)
                .bind("now", now)
                .execute());
    }

    /** The places that the call with this key is about, for writing. */
    public List<Due> pushed(UUID key) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.shop_stock
                        WHERE push_key = :key
                        ORDER BY external_variant_id COLLATE "C", location_id COLLATE "C"
                        FOR UPDATE
                        """)
                .bind("key", key)
                .map((row, context) -> due(row))
                .list());
    }

    /** These places, for writing; those that are gone are left out. */
    public List<Due> at(String channelId, Collection<String> externalVariantIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.shop_stock
                        WHERE channel_id = :channel AND external_variant_id = ANY (CAST(:variants AS text[]))
                        ORDER BY external_variant_id COLLATE "C", location_id COLLATE "C"
                        FOR UPDATE
                        """)
                .bind("channel", channelId)
                .bindArray("variants", String.class, externalVariantIds.toArray())
                .map((row, context) -> due(row))
                .list());
    }

    private static Due due(ResultSet row) throws SQLException {
        long held = row.getLong("held");
        boolean isStocked = !row.wasNull();
        return new Due(
                new Place(
                        row.getString("channel_id"),
                        row.getString("external_variant_id"),
                        row.getString("location_id")),
                row.getString("external_product_id"),
                row.getString("inventory_item_id"),
                new ShopFigure(held, row.getBigDecimal("target"), row.getBigDecimal("owed")),
                isStocked,
                row.getBoolean("is_counted"),
                row.getBoolean("must_count"),
                row.getBoolean("must_read"),
                Times.read(row, "due_at"),
                row.getInt("attempts"));
    }

    /**
     * What is known of a place now.
     *
     * @param held null where the shop does not count the item there
     * @param seen when the shop said so, null to leave that as it was
     * @param isCounted whether the shop counts the item at all
     * @param mustCount whether it is to begin to, should it not
     * @param pushKey the call it is in, null for none
     * @param dueAt null for nothing to do
     * @param error why it waits, null where nothing failed
     */
    public record Known(
            Place place,
            Long held,
            Seen seen,
            BigDecimal owed,
            boolean isCounted,
            boolean mustCount,
            boolean mustRead,
            UUID pushKey,
            Instant dueAt,
            int attempts,
            String error) {}

    /**
     * When a shop was heard of what it holds. What changed there before it was asked is in the answer; what changed after it
     * answered is not.
     */
    public record Seen(Instant askedAt, Instant heardAt) {}

    public void save(Collection<Known> places) {
        if (places.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    UPDATE control.shop_stock
                    SET held = CAST(:held AS bigint), held_at = coalesce(CAST(:heardAt AS timestamptz), held_at),
                        asked_at = coalesce(CAST(:askedAt AS timestamptz), asked_at), owed = :owed,
                        is_counted = :counted, must_count = :mustCount, must_read = :mustRead, push_key = CAST(:key AS uuid),
                        due_at = CAST(:dueAt AS timestamptz), attempts = :attempts, last_error = CAST(:error AS text)
                    WHERE channel_id = :channel AND external_variant_id = :variantThere AND location_id = :location
                    """);
            for (Known known : places) {
                batch.bind("channel", known.place().channelId())
                        .bind("variantThere", known.place().externalVariantId())
                        .bind("location", known.place().locationId())
                        .bind("held", known.held())
                        .bind(
                                "heardAt",
                                known.seen() == null ? null : known.seen().heardAt())
                        .bind(
                                "askedAt",
                                known.seen() == null ? null : known.seen().askedAt())
                        .bind("owed", known.owed())
                        .bind("counted", known.isCounted())
                        .bind("mustCount", known.mustCount())
                        .bind("mustRead", known.mustRead())
                        .bind("key", known.pushKey())
                        .bind("dueAt", known.dueAt())
                        .bind("attempts", known.attempts())
                        .bind("error", Json.withoutNul(known.error()))
                        .add();
            }
            batch.execute();
        });
    }
}
