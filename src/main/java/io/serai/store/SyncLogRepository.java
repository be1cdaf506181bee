package io.serai.store;

import io.serai.product.Cell;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The audit trail of products (D7): what came in, what went out, and whether it worked. */
@ApplicationScoped
public class SyncLogRepository {

    /** What was done, in the words of {@code product_sync_logs.action}. */
    public enum Action {
        CREATE("create"),
        UPDATE("update"),
        DELETE("delete"),
        CONFLICT("conflict");

        private final String key;

        Action(String key) {
            this.key = key;
        }
    }

    /**
     * One line of the trail.
     *
     * @param channelId where it came from or went to, null for the hub alone
     * @param targetPlatform the platform written to, {@code nolimits} for the hub
     * @param error null if it worked
     */
    public record Entry(
            UUID productId,
            String channelId,
            Action action,
            Origin origin,
            String targetPlatform,
            Map<Cell, Value> oldValues,
            Map<Cell, Value> newValues,
            String error) {}

    private final Jdbi jdbi;

    public SyncLogRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void record(Entry entry, Instant at) {
        TreeSet<String> changed = new TreeSet<>();
        entry.newValues().keySet().forEach(cell -> changed.add(cell.field().key()));
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO public.product_sync_logs
                            (tenant_id, product_id, channel_id, action, origin, target_platform, changed_fields,
                             old_values, new_values, success, error_message, created_at)
                        SELECT p.organization_id, p.id, CAST(:channel AS text), :action, :origin, :target,
                               CAST(:changed AS text[]), CAST(:old AS jsonb), CAST(:new AS jsonb), :success,
                               CAST(:error AS text), :at
                        FROM public.products p WHERE p.id = :product
                        """)
                .bind("product", entry.productId())
                .bind("channel", entry.channelId())
                .bind("action", entry.action().key)
                .bind("origin", entry.origin().name())
                .bind("target", entry.targetPlatform())
                .bindArray("changed", String.class, changed.toArray())
                .bind("old", Json.write(CellJson.values(entry.oldValues())))
                .bind("new", Json.write(CellJson.values(entry.newValues())))
                .bind("success", entry.error() == null)
                .bind("error", Json.withoutNul(entry.error()))
                .bind("at", at)
                .execute());
    }
}
