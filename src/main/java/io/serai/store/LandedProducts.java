package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Products that a job has landed, put together again from their lines. */
@ApplicationScoped
public class LandedProducts {

    private final Jdbi jdbi;

    public LandedProducts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The products after one of them, in the order of their ids.
     *
     * @param after null for the first
     */
    public List<JsonNode> after(UUID job, String after, int atMost) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT product FROM stage.landed_shopify_products(:job, :after, :atMost)")
                .bind("job", job)
                .bind("after", after)
                .bind("atMost", atMost)
                .map((row, context) -> Json.read(row.getString("product")))
                .list());
    }
}
