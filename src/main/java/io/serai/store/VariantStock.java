package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What lies in the hub's own stock of a tenant without a warehouse (rule 16). It is no field and is never merged. */
@ApplicationScoped
public class VariantStock {

    private final Jdbi jdbi;

    public VariantStock(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param available how much of it can be sold */
    public void set(UUID variantId, BigDecimal available) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH variant AS (
                            UPDATE public.product_variants SET available = :available WHERE id = :variant
                            RETURNING product_id)
                        UPDATE public.products p
                        SET available = :available + coalesce(
                                (SELECT sum(v.available) FROM public.product_variants v
                                 WHERE v.product_id = p.id AND v.id <> :variant AND v.deleted_at IS NULL), 0)
                        FROM variant WHERE p.id = variant.product_id
                        """)
                .bind("variant", variantId)
                .bind("available", available)
                .execute());
    }
}
