package io.serai.store;

import io.serai.stock.ShopFigure;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What the shops should show of each item at each of their places, by the newest reckoning. */
@ApplicationScoped
public class ShopStockRepository {

    private final Jdbi jdbi;

    public ShopStockRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One item at one place of a shop. */
    public record Place(String channelId, String externalVariantId, String locationId) {}

    /**
     * A place of a shop that shows a variant's stock, or could.
     *
     * @param inventoryItemId null where the platform has no such thing
     * @param warehouses whose stock it shows; empty Optional for all of the tenant's
     * @param buffer what the channel keeps back
     * @param target what it was to show by the last reckoning, null if it was never reckoned
     * @param figure null as long as the shop was not read
     */
    public record Shelf(
            Place place,
            String tenantId,
            UUID variantId,
            String externalProductId,
            String inventoryItemId,
            Optional<Set<String>> warehouses,
            BigDecimal buffer,
            BigDecimal target,
            ShopFigure figure) {}

    /**
     * The places of these variants, for reckoning, channel by channel, each channel's in its order. Places nobody mapped are
     * left out. What a shop answers just now is waited for: it says how much of what was owed has been told.
     */
    public List<Shelf> shelves(Collection<UUID> variantIds) {
        lock(variantIds);
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT c.id AS channel_id, c.tenant_id, lv.variant_id, lv.external_variant_id,
                               lv.external_product_id, lv.inventory_item_id, o.location_id, o.warehouses,
                               coalesce(CAST(c.settings ->> 'stockBuffer' AS numeric), 0) AS buffer,
                               s.target, s.owed, s.held
                        FROM control.listing_variants lv
                        JOIN control.listings l ON l.channel_id = lv.channel_id AND l.product_id = lv.product_id
                            AND l.state = 'LINKED'
                        JOIN control.channels c ON c.id = lv.channel_id AND c.status <> 'disconnected'
                        JOIN control.locations o ON o.channel_id = c.id AND o.is_active
                        LEFT JOIN control.shop_stock s ON s.channel_id = c.id
                            AND s.external_variant_id = lv.external_variant_id AND s.location_id = o.location_id
                        WHERE lv.variant_id = ANY (CAST(:variants AS uuid[]))
                          AND (o.warehouses IS NOT NULL
                               OR 1 = (SELECT count(*) FROM control.locations other
                                       WHERE other.channel_id = c.id AND other.is_active))
                        ORDER BY c.id, lv.variant_id, o.position, o.location_id
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .map((row, context) -> shelf(row))
                .list());
    }

    private void lock(Collection<UUID> variantIds) {
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT s.held FROM control.shop_stock s
                        JOIN control.listing_variants lv ON lv.channel_id = s.channel_id
                            AND lv.external_variant_id = s.external_variant_id
                        WHERE lv.variant_id = ANY (CAST(:variants AS uuid[]))
                        ORDER BY s.channel_id COLLATE "C", s.external_variant_id COLLATE "C", s.location_id COLLATE "C"
                        FOR UPDATE OF s
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .mapTo(Long.class)
                .list());
    }

    private static Shelf shelf(ResultSet row) throws SQLException {
        Array warehouses = row.getArray("warehouses");
        BigDecimal target = row.getBigDecimal("target");
        long held = row.getLong("held");
        boolean isRead = !row.wasNull();
        return new Shelf(
                new Place(
                        row.getString("channel_id"),
                        row.getString("external_variant_id"),
                        row.getString("location_id")),
                row.getString("tenant_id"),
                row.getObject("variant_id", UUID.class),
                row.getString("external_product_id"),
                row.getString("inventory_item_id"),
                warehouses == null ? Optional.empty() : Optional.of(Set.of((String[]) warehouses.getArray())),
                row.getBigDecimal("buffer"),
                target,
                isRead && target != null ? new ShopFigure(held, target, row.getBigDecimal("owed")) : null);
    }

    /**
     * What a place is to show by the newest reckoning.
     *
     * @param owed kept for the next word to the shop
     * @param isDue whether something is to be said to the shop, or it is to be read
     * @param mustRead whether what the shop is known to hold may be wrong
     */
    public record Aim(Shelf shelf, BigDecimal target, BigDecimal owed, boolean isDue, boolean mustRead) {}

    /** In the order in which everybody takes hold of places, or two would wait for each other. */
    private static final Comparator<Aim> BY_PLACE = Comparator.comparing(
                    (Aim aim) -> aim.shelf().place().channelId())
            .thenComparing(aim -> aim.shelf().place().externalVariantId())
            .thenComparing(aim -> aim.shelf().place().locationId());

    public void aim(Collection<Aim> aims, Instant now) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO control.shop_stock AS known (channel_id, external_variant_id, location_id, tenant_id,
                        variant_id, external_product_id, inventory_item_id, target, owed, must_read, due_at, changed_at,
                        must_count)
                    VALUES (:channel, :variantThere, :location, :tenant, :variant, :productThere,
                        CAST(:item AS text), :target, :owed, :mustRead, CASE WHEN :due THEN CAST(:now AS timestamptz) END,
                        :now,
                        EXISTS (SELECT FROM control.push_intents i
                                JOIN public.product_variants v ON v.id = :variant AND v.product_id = i.product_id
                                WHERE i.channel_id = :channel AND jsonb_exists(i.meant, :made)))
                    ON CONFLICT (channel_id, external_variant_id, location_id) DO UPDATE
                    SET target = excluded.target, owed = excluded.owed, variant_id = excluded.variant_id,
                        external_product_id = excluded.external_product_id,
                        inventory_item_id = excluded.inventory_item_id,
                        must_read = known.must_read OR excluded.must_read, changed_at = excluded.changed_at,
                        attempts = CASE WHEN known.target = excluded.target THEN known.attempts ELSE 0 END,
                        due_at = CASE WHEN NOT known.is_counted THEN NULL
                                      WHEN excluded.must_read THEN excluded.due_at
                                      WHEN excluded.due_at IS NOT NULL THEN least(known.due_at, excluded.due_at)
                                      WHEN known.must_read OR known.push_key IS NOT NULL THEN known.due_at END
                    """);
            for (Aim aim : aims.stream().sorted(BY_PLACE).toList()) {
                Shelf shelf = aim.shelf();
                batch.bind("channel", shelf.place().channelId())
                        .bind("variantThere", shelf.place().externalVariantId())
                        .bind("location", shelf.place().locationId())
                        .bind("tenant", shelf.tenantId())
                        .bind("variant", shelf.variantId())
                        .bind("productThere", shelf.externalProductId())
                        .bind("item", shelf.inventoryItemId())
                        .bind("target", aim.target())
                        .bind("owed", aim.owed())
                        .bind("made", shelf.variantId() + "/exists")
                        .bind("due", aim.isDue())
                        .bind("mustRead", aim.mustRead())
                        .bind("now", now)
                        .add();
            }
            batch.execute();
        });
    }

    /**
     * Variants that warehouses count and that a shop has a place for which was never reckoned: linked since, or at a place
     * that was mapped since. One that was told of the variant before is reckoned also where it shows none of it any more.
     */
    public Set<UUID> unreckoned(int atMost) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        """
                        WITH places AS MATERIALIZED (
                            SELECT o.channel_id, o.location_id, o.warehouses, o.mapped_at
                            FROM control.locations o
                            JOIN control.channels c ON c.id = o.channel_id AND c.is_active
                            WHERE o.is_active
                              AND (o.warehouses IS NOT NULL
                                   OR 1 = (SELECT count(*) FROM control.locations other
                                           WHERE other.channel_id = o.channel_id AND other.is_active))),
                        missing AS MATERIALIZED (
                            SELECT lv.variant_id, p.warehouses, s.channel_id IS NOT NULL AS was_told
                            FROM places p
                            JOIN control.listing_variants lv ON lv.channel_id = p.channel_id
                            JOIN control.listings l ON l.channel_id = lv.channel_id AND l.product_id = lv.product_id
                                AND l.state = 'LINKED'
                            LEFT JOIN control.shop_stock s ON s.channel_id = lv.channel_id
                                AND s.external_variant_id = lv.external_variant_id AND s.location_id = p.location_id
                            WHERE s.channel_id IS NULL OR s.changed_at < p.mapped_at)
                        SELECT DISTINCT v.id
                        FROM missing m
                        JOIN public.product_variants v ON v.id = m.variant_id AND v.deleted_at IS NULL
                        WHERE EXISTS (
                            SELECT FROM control.counted_stock k
                            WHERE k.variant_id = v.id
                              AND (m.was_told OR m.warehouses IS NULL OR k.warehouse_id = ANY (m.warehouses)))
                        LIMIT :atMost
                        """)
                .bind("atMost", atMost)
                .mapTo(UUID.class)
                .list()));
    }

    /** What a place that shows no warehouse any more was told has been taken back: from now on it is the shop's own. */
    public void leave(int atMost) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH told AS MATERIALIZED (
                            SELECT s.channel_id, s.external_variant_id, s.location_id
                            FROM control.locations p
                            JOIN control.shop_stock s ON s.channel_id = p.channel_id AND s.location_id = p.location_id
                            WHERE p.warehouses = '{}' AND s.changed_at >= p.mapped_at
                              AND s.due_at IS NULL AND s.push_key IS NULL AND NOT s.must_read
                            LIMIT :atMost
                            FOR UPDATE OF s SKIP LOCKED)
                        DELETE FROM control.shop_stock s USING told
                        WHERE s.channel_id = told.channel_id AND s.external_variant_id = told.external_variant_id
                          AND s.location_id = told.location_id
                        """)
                .bind("atMost", atMost)
                .execute());
    }

    /**
     * Figures that are too low although no sale is hidden in them: every order of the shop up to when it was last read is known, and
     * none that is still to be read may have changed it. They are raised to what may be sold. What is no longer reckoned, since its place
     * shows other warehouses now or it is sold there no more, is left alone.
     */
    public void settle(Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH low AS MATERIALIZED (
                            SELECT s.channel_id, s.external_variant_id, s.location_id
                            FROM control.shop_stock s
                            JOIN control.channels c ON c.id = s.channel_id AND c.is_active AND c.must_read_since IS NULL
                            JOIN control.order_cursors o ON o.channel_id = s.channel_id
                            JOIN control.locations p ON p.channel_id = s.channel_id AND p.location_id = s.location_id
                                AND p.is_active AND s.changed_at >= p.mapped_at
                                AND (p.warehouses <> '{}'
                                     OR p.warehouses IS NULL
                                        AND 1 = (SELECT count(*) FROM control.locations other
                                                 WHERE other.channel_id = s.channel_id AND other.is_active))
                            JOIN control.listing_variants v ON v.channel_id = s.channel_id
                                AND v.external_variant_id = s.external_variant_id AND v.variant_id = s.variant_id
                            JOIN control.listings l ON l.channel_id = v.channel_id AND l.product_id = v.product_id
                                AND l.state = 'LINKED'
                            WHERE s.held_at < o.orders_until AND s.is_counted AND s.push_key IS NULL
                              AND s.due_at IS NULL AND NOT s.must_read AND floor(s.target) > coalesce(s.held, 0)
                              AND NOT EXISTS (
                                  SELECT FROM control.pending_reads r
                                  WHERE r.channel_id = s.channel_id AND r.resource = 'orders')
                            FOR UPDATE OF s SKIP LOCKED)
                        UPDATE control.shop_stock s SET owed = s.target - coalesce(s.held, 0), due_at = :now
                        FROM low
                        WHERE s.channel_id = low.channel_id AND s.external_variant_id = low.external_variant_id
                          AND s.location_id = low.location_id
                        """)
                .bind("now", now)
                .execute());
    }

    /** Places that nobody has looked at for so long are read again: what a shop does to its stock it may have told nobody. */
    public void lookAgain(Instant notSince, Instant now, int atMost) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH old AS MATERIALIZED (
                            SELECT channel_id, external_variant_id, location_id FROM control.shop_stock
                            WHERE held_at < :notSince AND due_at IS NULL AND push_key IS NULL
                            ORDER BY held_at LIMIT :atMost
                            FOR UPDATE SKIP LOCKED)
                        UPDATE control.shop_stock s SET must_read = true, due_at = :now
                        FROM old
                        WHERE s.channel_id = old.channel_id AND s.external_variant_id = old.external_variant_id
                          AND s.location_id = old.location_id
                        """)
                .bind("notSince", notSince)
                .bind("now", now)
                .bind("atMost", atMost)
                .execute());
    }
}
