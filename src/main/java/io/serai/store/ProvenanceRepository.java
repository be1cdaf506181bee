package io.serai.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Decision;
import io.serai.merge.Stamped;
import io.serai.product.Field;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Every decision ever made about a cell, for explain (X3). It only grows. */
@ApplicationScoped
public class ProvenanceRepository {

    private final Jdbi jdbi;

    public ProvenanceRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void record(UUID productId, List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO control.provenance
                        (tenant_id, product_id, cell, value, previous, origin, channel_id, edited_after, edited_until,
                         received_at, rule, outcome)
                    SELECT p.organization_id, p.id, :cell, CAST(:value AS jsonb), CAST(:previous AS jsonb), :origin,
                           CAST(:channel AS text), :after, :until, :receivedAt, :rule, :outcome
                    FROM public.products p WHERE p.id = :product
                    """);
            decisions.forEach(decision -> bind(batch.bind("product", productId), decision));
            batch.execute();
        });
    }

    private static void bind(PreparedBatch batch, Decision decision) {
        Field field = decision.cell().field();
        batch.bind("cell", decision.cell().key())
                .bind("value", Json.write(CellJson.value(field, decision.value())))
                .bind("previous", decision.other() == null ? null : Json.write(previous(field, decision.other())))
                .bind("origin", decision.edit().origin().name())
                .bind("channel", decision.edit().channel())
                .bind("after", decision.edit().interval().after())
                .bind("until", decision.edit().interval().until())
                .bind("receivedAt", decision.edit().receivedAt())
                .bind("rule", decision.edit().rule().name())
                .bind("outcome", decision.outcome().name().toLowerCase(Locale.ROOT))
                .add();
    }

    /** The hub's value it stood against, with its stamp: {@code {"value": …, "origin": …, "until": …, …}}. */
    private static ObjectNode previous(Field field, Stamped other) {
        ObjectNode json = CellJson.stamp(other.stamp());
        json.set("value", CellJson.value(field, other.value()));
        return json;
    }
}
