package io.serai.store;

import io.serai.channel.Platform;
import io.serai.platform.Resource;
import io.serai.store.LandingRepository.Promoted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes over what a job has landed, in the caller's transaction: what is known to be newer stays as it is, and what a pass over everything
 * did not see is gone (C2). Functions of the schema {@code stage} do it, all rows at once.
 */
@ApplicationScoped
public class Promotions {

    private final Jdbi jdbi;
    private final LandingRepository landing;
    private final WooCommercePromotion wooCommerce;

    public Promotions(Jdbi jdbi, LandingRepository landing, WooCommercePromotion wooCommerce) {
        this.jdbi = jdbi;
        this.landing = landing;
        this.wooCommerce = wooCommerce;
    }

    /**
     * What was taken over.
     *
     * @param items orders, customers or products
     * @param failed those that could not be read, and are left to be tried again by themselves
     */
    public record TakenOver(long items, long failed) {

        static TakenOver of(Promoted promoted) {
            return new TakenOver(promoted.orders(), promoted.failed());
        }
    }

    /**
     * @param isComplete whether all there is has landed
     * @throws IllegalArgumentException if such a thing does not land
     */
    public TakenOver promote(Platform platform, Resource resource, UUID job, String channelId, boolean isComplete) {
        return switch (platform) {
            case SHOPIFY -> shopify(resource, job, channelId, isComplete);
            case WOOCOMMERCE -> wooCommerce(resource, job, channelId, isComplete);
            case JTL -> throw doesNotLand(platform, resource);
        };
    }

    private TakenOver shopify(Resource resource, UUID job, String channelId, boolean isComplete) {
        return switch (resource) {
            case ORDERS -> shopifyOrders(job, channelId, isComplete);
            case CUSTOMERS ->
                new TakenOver(
                        number("SELECT stage.promote_shopify_customers(:job, :channel)", job, channelId, isComplete),
                        leftOut(channelId, "customer"));
            case PRODUCTS ->
                new TakenOver(
                        number(
                                "SELECT stage.promote_shopify_products(:job, :channel, :complete)",
                                job,
                                channelId,
                                isComplete),
                        leftOut(channelId, "product"));
        };
    }

    private TakenOver shopifyOrders(UUID job, String channelId, boolean isComplete) {
        TakenOver taken = TakenOver.of(landing.promoteShopifyOrders(job, channelId));
        if (isComplete) {
            number("SELECT stage.mark_gone_shopify_orders(:job, :channel)", job, channelId, true);
        }
        return taken;
    }

    /** An order that its shop says is gone. */
    public void gone(String channelId, String externalId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE public.orders SET deleted_at = now(), updated_at = now()
                        WHERE channel_id = :channel AND :external IN (shopify_order_id, woocommerce_order_id)
                          AND deleted_at IS NULL
                        """)
                .bind("channel", channelId)
                .bind("external", externalId)
                .execute());
    }

    private TakenOver wooCommerce(Resource resource, UUID job, String channelId, boolean isComplete) {
        return switch (resource) {
            case ORDERS ->
                new TakenOver(wooCommerce.orders(job, channelId, isComplete).orders(), leftOut(channelId, "order"));
            case CUSTOMERS ->
                new TakenOver(wooCommerce.customers(job, channelId, isComplete), leftOut(channelId, "customer"));
            case PRODUCTS -> throw doesNotLand(Platform.WOOCOMMERCE, resource);
        };
    }

    /**
     * Whether nobody else takes anything over for the channel; then nobody begins to until the transaction ends.
     *
     * @return false after a second if somebody still does, which may take minutes
     */
    public boolean isFree(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT stage.is_free(:channel)")
                .bind("channel", channelId)
                .mapTo(Boolean.class)
                .one());
    }

    /** Lines of orders that came before the hub knew their variants are linked to them. */
    public void linkOrderItems(String channelId) {
        jdbi.useHandle(handle -> handle.createQuery("SELECT control.link_order_items(:channel)")
                .bind("channel", channelId)
                .mapTo(Long.class)
                .one());
    }

    private long number(String function, UUID job, String channelId, boolean isComplete) {
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(function).bind("job", job).bind("channel", channelId);
            return (function.contains(":complete") ? query.bind("complete", isComplete) : query)
                    .mapTo(Long.class)
                    .one();
        });
    }

    /** What is still left out, now or since an earlier time. */
    private long leftOut(String channelId, String entity) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT count(*) FROM public.failed_sync_items
                        WHERE channel_id = :channel AND entity_type = :entity AND resolved_at IS NULL
                        """)
                .bind("channel", channelId)
                .bind("entity", entity)
                .mapTo(Long.class)
                .one());
    }

    private static IllegalArgumentException doesNotLand(Platform platform, Resource resource) {
        return new IllegalArgumentException("%s of %s do not land".formatted(resource.key(), platform.key()));
    }
}
