package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Products as Shopify wrote them, those of one job. */
@ApplicationScoped
public class LandedProducts {

    private final Jdbi jdbi;

    public LandedProducts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The products after one of them, in the order of their ids.
     *
     * @param after nothing for the first
     */
    public List<JsonNode> after(String channelId, UUID job, String after, int atMost) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT raw_data FROM public.shopify_products
                        WHERE integration_id = :channel AND fetched_by = :job AND shopify_product_id > :after
                        ORDER BY shopify_product_id LIMIT :atMost
                        """)
                .bind("channel", channelId)
                .bind("job", job)
                .bind("after", after)
                .bind("atMost", atMost)
                .map((row, context) -> Json.read(row.getString("raw_data")))
                .list());
    }
}
