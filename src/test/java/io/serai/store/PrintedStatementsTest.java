package io.serai.store;

import static io.serai.support.PrintedStatements.ACTIVE_INTEGRATION;
import static io.serai.support.PrintedStatements.COUNTS;
import static io.serai.support.PrintedStatements.JOBS;
import static io.serai.support.PrintedStatements.LAST_SYNC;
import static io.serai.support.PrintedStatements.ORDERS_WITH_ITEMS;
import static io.serai.support.PrintedStatements.PRODUCTS_WITH_VARIANTS;
import static io.serai.support.PrintedStatements.REACTIVATE;
import static io.serai.support.PrintedStatements.RECENT_JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A10 the statements other programs send run as they are and mean what they say")
class PrintedStatementsTest {

    private static final String ORGANIZATION = "your-org-id";

    private Jdbi jdbi;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
    }

    @Test
    void theyRunOnEmptyTables() {
        assertThat(rows(JOBS)).isEmpty();
        assertThat(rows(PRODUCTS_WITH_VARIANTS)).isEmpty();
        assertThat(rows(ORDERS_WITH_ITEMS)).isEmpty();
        assertThat(rows(ACTIVE_INTEGRATION)).isEmpty();
        assertThat(rows(LAST_SYNC)).isEmpty();
        assertThat(rows(RECENT_JOBS)).isEmpty();
        assertThat(COUNTS).allSatisfy(count -> assertThat(rows(count).get(0)).containsEntry("count", 0L));
        assertThat(jdbi.<Integer, RuntimeException>withHandle(handle -> handle.execute(REACTIVATE)))
                .isZero();
    }

    @Test
    void theyFindWhatIsThere() {
        fill();

        assertThat(rows(JOBS)).singleElement().satisfies(job -> assertThat(job).containsEntry("processed_items", 7));
        assertThat(rows(RECENT_JOBS)).hasSize(1);
        assertThat(rows(PRODUCTS_WITH_VARIANTS)).singleElement().satisfies(product -> {
            assertThat(product).containsEntry("name", "Mug");
            assertThat(product.get("price")).hasToString("9.90");
            assertThat(product.get("variants").toString()).contains("\"sku\":\"MUG\"");
        });
        assertThat(rows(ORDERS_WITH_ITEMS)).singleElement().satisfies(order -> {
            assertThat(order).containsEntry("order_number", "1001");
            assertThat(order.get("items").toString()).contains("\"quantity\":2");
        });
        assertThat(rows(LAST_SYNC)).singleElement().satisfies(shop -> assertThat(shop)
                .containsEntry("shop_domain", "client-123.myshopify.com"));
        assertThat(COUNTS).allSatisfy(count -> assertThat(rows(count).get(0)).containsEntry("count", 1L));
    }

    @Test
    void theIntegrationCanBeReactivatedThroughTheView() {
        fill();
        new ChannelStates(jdbi).pause("integration-id", "unauthorized");
        assertThat(rows(ACTIVE_INTEGRATION)).isEmpty();

        assertThat(jdbi.<Integer, RuntimeException>withHandle(handle -> handle.execute(REACTIVATE)))
                .isOne();

        assertThat(rows(ACTIVE_INTEGRATION)).hasSize(1);
        var channel = new ChannelRepository(jdbi).find("integration-id").orElseThrow();
        assertThat(channel.isActive()).isTrue();
        assertThat(channel.state().pauseReason()).isNull();
    }

    private void fill() {
        jdbi.useHandle(handle -> {
            handle.execute("INSERT INTO control.tenants (id, name) VALUES (?, 'Yours')", ORGANIZATION);
            handle.execute(
                    """
                    INSERT INTO control.channels
                        (id, tenant_id, platform, name, shop_domain, last_product_sync_at)
                    VALUES ('integration-id', 'your-org-id', 'shopify', 'Shop', 'client-123.myshopify.com', now()),
                           ('woo', 'your-org-id', 'woocommerce', 'Woo', 'woo.example', now())
                    """);
            handle.execute(
                    """
                    INSERT INTO sync_jobs (organization_id, integration_id, type, status, processed_items, total_items)
                    VALUES ('your-org-id', 'integration-id', 'products', 'running', 7, 9)
                    """);
            handle.execute(
                    """
                    INSERT INTO shopify_products (organization_id, integration_id, shopify_product_id, raw_data)
                    VALUES ('your-org-id', 'integration-id', '4711', '{}')
                    """);
            handle.execute(
                    """
                    INSERT INTO shopify_orders (organization_id, integration_id, shopify_order_id, raw_data)
                    VALUES ('your-org-id', 'integration-id', '815', '{}')
                    """);
            handle.execute(
                    """
                    WITH placed AS (
                        INSERT INTO orders (organization_id, order_number, customer_name, total, status, order_date)
                        VALUES ('your-org-id', '1001', 'A. Buyer', 19.80, 'open', now()) RETURNING id)
                    INSERT INTO order_items (order_id, organization_id, quantity, price)
                    SELECT id, 'your-org-id', 2, 9.90 FROM placed
                    """);
        });
        UUID variant = UUID.randomUUID();
        HubProduct mug = Products.withVariant(Products.named("Mug"), variant, "MUG", "9.90");
        new ProductRepository(jdbi).insert(ORGANIZATION, mug, "EUR");
        new ListingRepository(jdbi).insert(mug.id(), Listing.found("integration-id", Platform.SHOPIFY, "4711"), 1);
    }

    private List<Map<String, Object>> rows(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql).mapToMap().list());
    }
}
