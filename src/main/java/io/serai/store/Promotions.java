package io.serai.store;

import io.serai.channel.Platform;
import io.serai.platform.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes over what a job has landed, in the caller's transaction: what is known to be newer stays as it is, and what a pass over everything
 * did not see is gone (C2). Functions of the schema {@code stage} do it, all rows at once.
 */
@ApplicationScoped
public class Promotions {

    private record Kind(Platform platform, Resource resource) {}

    private static final Map<Kind, String> FUNCTIONS = Map.of(
            new Kind(Platform.SHOPIFY, Resource.ORDERS),
            "SELECT promoted_orders FROM stage.promote_shopify_orders(:job, :channel)",
            new Kind(Platform.SHOPIFY, Resource.CUSTOMERS),
            "SELECT stage.promote_shopify_customers(:job, :channel)",
            new Kind(Platform.SHOPIFY, Resource.PRODUCTS),
            "SELECT stage.promote_shopify_products(:job, :channel, :complete)",
            new Kind(Platform.WOOCOMMERCE, Resource.ORDERS),
            "SELECT promoted_orders FROM stage.promote_woocommerce_orders(:job, :channel, :complete)",
            new Kind(Platform.WOOCOMMERCE, Resource.CUSTOMERS),
            "SELECT promoted_customers FROM stage.promote_woocommerce_customers(:job, :channel, :complete)");

    private final Jdbi jdbi;

    public Promotions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param isComplete whether all there is has landed
     * @return how many orders, customers or products were taken over
     */
    public long promote(Platform platform, Resource resource, UUID job, String channelId, boolean isComplete) {
        String function = FUNCTIONS.get(new Kind(platform, resource));
        if (function == null) {
            throw new IllegalArgumentException("%s of %s do not land".formatted(resource.key(), platform.key()));
        }
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(function).bind("job", job).bind("channel", channelId);
            return (function.contains(":complete") ? query.bind("complete", isComplete) : query)
                    .mapTo(Long.class)
                    .one();
        });
    }

    /** Lines of orders that came before the hub knew their variants are linked to them. */
    public void linkOrderItems(String channelId) {
        jdbi.useHandle(handle -> handle.createQuery("SELECT control.link_order_items(:channel)")
                .bind("channel", channelId)
                .mapTo(Long.class)
                .one());
    }
}
