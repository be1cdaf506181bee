package io.serai.store;

import io.serai.channel.Platform;
import io.serai.platform.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes over what a job has landed, in the caller's transaction: what is known to be newer stays as it is, and what a pass over everything
 * did not see is gone (C2). Functions of the schema {@code stage} do it, all rows at once.
 */
@ApplicationScoped
public class Promotions {

    private final Jdbi jdbi;

    public Promotions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What was taken over.
     *
     * @param items orders, customers or products
     * @param failed those that could not be read, and are left to be tried again by themselves
     */
    public record TakenOver(long items, long failed) {}

    /** The same of orders, with their line items and customers. */
    record OrdersTakenOver(long orders, long items, long customers, long failed) {

        TakenOver inAll() {
            return new TakenOver(orders, failed);
        }
    }

    /**
     * @param isComplete whether all there is has landed
     * @throws IllegalArgumentException if such a thing does not land
     */
    public TakenOver promote(Platform platform, Resource resource, UUID job, String channelId, boolean isComplete) {
        if (isComplete) {
            forgetStrayLines(resource, channelId);
        }
        return switch (platform) {
            case SHOPIFY -> shopify(resource, job, channelId, isComplete);
            case WOOCOMMERCE -> wooCommerce(resource, job, channelId, isComplete);
            case JTL -> throw doesNotLand(platform, resource);
        };
    }

    private TakenOver shopify(Resource resource, UUID job, String channelId, boolean isComplete) {
        return switch (resource) {
            case ORDERS -> {
                OrdersTakenOver taken = shopifyOrders(job, channelId);
                if (isComplete) {
                    markGoneShopifyOrders(job, channelId);
                }
                yield taken.inAll();
            }
            case CUSTOMERS -> takenOver("customers", "shopify", job, channelId, isComplete);
            case PRODUCTS -> takenOver("products", "shopify", job, channelId, isComplete);
        };
    }

    private TakenOver wooCommerce(Resource resource, UUID job, String channelId, boolean isComplete) {
        return switch (resource) {
            case ORDERS -> wooCommerceOrders(job, channelId, isComplete).inAll();
            case CUSTOMERS -> takenOver("customers", "woocommerce", job, channelId, isComplete);
            case PRODUCTS -> throw doesNotLand(Platform.WOOCOMMERCE, resource);
        };
    }

    OrdersTakenOver shopifyOrders(UUID job, String channelId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM stage.promote_shopify_orders(:job, :channel)")
                        .bind("job", job)
                        .bind("channel", channelId)
                        .map((row, context) -> ordersTakenOver(row))
                        .one());
    }

    OrdersTakenOver wooCommerceOrders(UUID job, String channelId, boolean isComplete) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM stage.promote_woocommerce_orders(:job, :channel, :complete)")
                .bind("job", job)
                .bind("channel", channelId)
                .bind("complete", isComplete)
                .map((row, context) -> ordersTakenOver(row))
                .one());
    }

    private static OrdersTakenOver ordersTakenOver(ResultSet row) throws SQLException {
        return new OrdersTakenOver(
                row.getLong("promoted_orders"),
                row.getLong("promoted_items"),
                row.getLong("promoted_customers"),
                row.getLong("failed_orders"));
    }

    private TakenOver takenOver(String what, String platform, UUID job, String channelId, boolean isComplete) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM stage.promote_%s_%s(:job, :channel, :complete)".formatted(platform, what))
                .bind("job", job)
                .bind("channel", channelId)
                .bind("complete", isComplete)
                .map((row, context) -> new TakenOver(row.getLong("promoted_" + what), row.getLong("failed_" + what)))
                .one());
    }

    private void markGoneShopifyOrders(UUID job, String channelId) {
        jdbi.useHandle(handle -> handle.createQuery("SELECT stage.mark_gone_shopify_orders(:job, :channel)")
                .bind("job", job)
                .bind("channel", channelId)
                .mapTo(Long.class)
                .one());
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

    /** What has no id is known by its place in a file; the next file has its own. */
    private void forgetStrayLines(Resource resource, String channelId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE public.failed_sync_items SET resolved_at = now(), resolution = 'success'
                        WHERE channel_id = :channel AND entity_type = :entity AND resolved_at IS NULL
                          AND shopify_id LIKE 'line %'
                        """)
                .bind("channel", channelId)
                .bind("entity", entity(resource))
                .execute());
    }

    private static String entity(Resource resource) {
        return switch (resource) {
            case ORDERS -> "order";
            case CUSTOMERS -> "customer";
            case PRODUCTS -> "product";
        };
    }

    private static IllegalArgumentException doesNotLand(Platform platform, Resource resource) {
        return new IllegalArgumentException("%s of %s do not land".formatted(resource.key(), platform.key()));
    }
}
