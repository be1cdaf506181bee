package io.serai.store;

import io.serai.store.LandingRepository.Promoted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes over what has landed of a WooCommerce shop, in the caller's transaction. What cannot be read of it is left out by itself and
 * noted among the items that failed.
 */
@ApplicationScoped
public class WooCommercePromotion {

    private final Jdbi jdbi;

    public WooCommercePromotion(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Takes over orders with their lines.
     *
     * @param complete whether all orders were asked for, so that those which did not land are gone
     */
    public Promoted orders(UUID job, String channelId, boolean complete) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM stage.promote_woocommerce_orders(:job, :channel, :complete)")
                .bind("job", job)
                .bind("channel", channelId)
                .bind("complete", complete)
                .map((row, context) -> new Promoted(
                        row.getLong("promoted_orders"),
                        row.getLong("promoted_items"),
                        row.getLong("promoted_customers")))
                .one());
    }

    /**
     * Takes over customers.
     *
     * @param complete whether everybody was asked for, so that who did not land is gone
     * @return how many
     */
    public long customers(UUID job, String channelId, boolean complete) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT promoted_customers FROM stage.promote_woocommerce_customers(:job, :channel, :complete)")
                .bind("job", job)
                .bind("channel", channelId)
                .bind("complete", complete)
                .mapTo(Long.class)
                .one());
    }
}
