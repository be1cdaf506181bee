package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/** What happened to stock and is over: changes that warehouses told of, calls that told shops. */
@ApplicationScoped
public class StockHistoryRepository {

    private final Jdbi jdbi;

    public StockHistoryRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Forgets changes that were told before this moment, oldest first. The change that a level shows is history as well: the
     * level itself stays.
     *
     * @return how many
     */
    public int forgetChanges(Instant before, int atMost) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                        """
                        WITH old AS MATERIALIZED (
                            SELECT tenant_id, warehouse_id, item_id, stock_version FROM control.stock_changes
                            WHERE received_at < :before
                            ORDER BY received_at
                            LIMIT :atMost
                            FOR UPDATE SKIP LOCKED)
                        DELETE FROM control.stock_changes c USING old
                        WHERE c.tenant_id = old.tenant_id AND c.warehouse_id = old.warehouse_id
                          AND c.item_id = old.item_id AND c.stock_version = old.stock_version
                        """)
                .bind("before", before)
                .bind("atMost", atMost)
                .execute());
    }

    /**
     * Forgets calls that were closed before this moment, oldest first; an open one never.
     *
     * @return how many
     */
    public int forgetPushes(Instant before, int atMost) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                        """
                        WITH old AS MATERIALIZED (
                            SELECT key FROM control.stock_pushes
                            WHERE closed_at < :before
                            ORDER BY closed_at
                            LIMIT :atMost
                            FOR UPDATE SKIP LOCKED)
                        DELETE FROM control.stock_pushes p USING old WHERE p.key = old.key
                        """)
                .bind("before", before)
                .bind("atMost", atMost)
                .execute());
    }
}
