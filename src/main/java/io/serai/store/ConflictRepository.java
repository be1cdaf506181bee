package io.serai.store;

import io.serai.conflict.Conflict;
import io.serai.conflict.OpenConflict;
import io.serai.product.Cell;
import io.serai.product.Kind;
import io.serai.provenance.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What people are asked to decide. Of one kind there is at most one open conflict per cell and channel. */
@ApplicationScoped
public class ConflictRepository {

    private final Jdbi jdbi;

    public ConflictRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Opens the conflict; one that is open already takes over the new values.
     *
     * @param otherProductId the other product of a SKU conflict, else null
     * @return its id
     */
    public UUID record(UUID productId, Conflict conflict, UUID otherProductId, Instant detectedAt) {
        Kind kind = conflict.cell().field().kind();
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        INSERT INTO control.conflicts
                            (tenant_id, product_id, cell, channel_id, kind, local_value, local_origin, remote_value,
                             remote_origin, applied, other_product_id, detected_at)
                        SELECT p.organization_id, p.id, :cell, :channel, :kind, CAST(:local AS jsonb),
                               CAST(:localOrigin AS text), CAST(:remote AS jsonb), :remoteOrigin, :applied,
                               CAST(:other AS uuid), :detectedAt
                        FROM public.products p WHERE p.id = :product
                        ON CONFLICT (product_id, cell, channel_id, kind) WHERE status = 'open' DO UPDATE
                        SET local_value = excluded.local_value, local_origin = excluded.local_origin,
                            remote_value = excluded.remote_value, remote_origin = excluded.remote_origin,
                            applied = excluded.applied, other_product_id = excluded.other_product_id,
                            detected_at = excluded.detected_at
                        RETURNING id
                        """)
                .bind("product", productId)
                .bind("cell", conflict.cell().key())
                .bind("channel", conflict.channel())
                .bind("kind", key(conflict.kind()))
                .bind("local", Json.write(kind.toJson(conflict.local())))
                .bind(
                        "localOrigin",
                        conflict.localOrigin() == null
                                ? null
                                : conflict.localOrigin().name())
                .bind("remote", Json.write(kind.toJson(conflict.remote())))
                .bind("remoteOrigin", conflict.remoteOrigin().name())
                .bind("applied", key(conflict.applied()))
                .bind("other", otherProductId)
                .bind("detectedAt", detectedAt)
                .mapTo(UUID.class)
                .one());
    }

    /** The product's open conflicts, oldest first; one about a field that no longer exists is left out. */
    public List<OpenConflict> openOf(UUID productId) {
        return jdbi.withHandle(handle -> handle
                .createQuery(
                        """
                        SELECT * FROM control.conflicts
                        WHERE product_id = :product AND status = 'open' ORDER BY detected_at, id
                        """)
                .bind("product", productId)
                .map((row, context) -> read(row))
                .stream()
                .filter(Objects::nonNull)
                .toList());
    }

    /** Products with an open conflict of the kind on the channel. */
    public List<UUID> productsWithOpen(String channelId, Conflict.Kind kind) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT DISTINCT product_id FROM control.conflicts
                        WHERE channel_id = :channel AND kind = :kind AND status = 'open'
                        ORDER BY product_id
                        """)
                .bind("channel", channelId)
                .bind("kind", key(kind))
                .mapTo(UUID.class)
                .list());
    }

    /** @return false if it was not open any more */
    public boolean resolve(UUID id, String resolution, String resolvedBy, Instant at) {
        return close(id, "resolved", resolution, resolvedBy, at);
    }

    /** It has become pointless: both sides hold the same, or a later edit decided. */
    public boolean supersede(UUID id, Instant at) {
        return close(id, "superseded", null, null, at);
    }

    private boolean close(UUID id, String status, String resolution, String resolvedBy, Instant at) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE control.conflicts
                                SET status = :status, resolution = CAST(:resolution AS text), resolved_at = :at,
                                    resolved_by = CAST(:by AS text)
                                WHERE id = :id AND status = 'open'
                                """)
                        .bind("id", id)
                        .bind("status", status)
                        .bind("resolution", resolution)
                        .bind("at", at)
                        .bind("by", resolvedBy)
                        .execute())
                == 1;
    }

    private static OpenConflict read(ResultSet row) throws SQLException {
        Cell cell = Cell.parse(row.getString("cell")).orElse(null);
        if (cell == null) {
            return null;
        }
        Kind kind = cell.field().kind();
        String localOrigin = row.getString("local_origin");
        Conflict conflict = new Conflict(
                cell,
                Conflict.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("channel_id"),
                kind.fromJson(Json.read(row.getString("local_value"))),
                localOrigin == null ? null : Origin.valueOf(localOrigin),
                kind.fromJson(Json.read(row.getString("remote_value"))),
                Origin.valueOf(row.getString("remote_origin")),
                Conflict.Applied.valueOf(row.getString("applied").toUpperCase(Locale.ROOT)));
        return new OpenConflict(
                row.getObject("id", UUID.class),
                row.getObject("product_id", UUID.class),
                conflict,
                row.getObject("other_product_id", UUID.class),
                row.getTimestamp("detected_at").toInstant());
    }

    private static String key(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
