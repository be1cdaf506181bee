package io.serai.support;

import java.util.List;

/**
 * The SQL that other programs were told to send, as it was printed: {@code your-org-id} and {@code integration-id} stand for ids of
 * theirs.
 */
public final class PrintedStatements {

    public static final String ORGANIZATION = "your-org-id";
    public static final String INTEGRATION = "integration-id";

    public static final String JOBS =
            """
            SELECT
              id,
              type,
              status,
              processed_items,
              total_items,
              started_at,
              completed_at,
              error_message
            FROM sync_jobs
            WHERE organization_id = 'your-org-id'
            ORDER BY created_at DESC
            LIMIT 10;
            """;

    public static final String PRODUCTS_WITH_VARIANTS =
            """
            SELECT
              p.id,
              p.name,
              p.price,
              json_agg(pv.*) as variants
            FROM products p
            LEFT JOIN product_variants pv ON pv.product_id = p.id
            WHERE p.organization_id = 'your-org-id'
              AND p.is_active = true
            GROUP BY p.id;
            """;

    public static final String ORDERS_WITH_ITEMS =
            """
            SELECT
              o.id,
              o.order_number,
              o.customer_name,
              o.total,
              json_agg(oi.*) as items
            FROM orders o
            LEFT JOIN order_items oi ON oi.order_id = o.id
            WHERE o.organization_id = 'your-org-id'
              AND o.status != 'cancelled'
            GROUP BY o.id
            ORDER BY o.order_date DESC;
            """;

    public static final String ACTIVE_INTEGRATION =
            """
            SELECT *
            FROM shopify_integrations
            WHERE organization_id = 'your-org-id'
              AND is_active = true;
            """;

    public static final String REACTIVATE =
            """
            UPDATE shopify_integrations
            SET is_active = true
            WHERE id = 'integration-id';
            """;

    public static final String LAST_SYNC =
            """
            SELECT
              shop_domain,
              last_product_sync_at,
              last_order_sync_at
            FROM shopify_integrations
            WHERE organization_id = 'your-org-id';
            """;

    public static final String RECENT_JOBS =
            """
            SELECT
              id,
              type,
              status,
              processed_items,
              total_items,
              error_message,
              started_at,
              completed_at
            FROM sync_jobs
            WHERE organization_id = 'your-org-id'
            ORDER BY created_at DESC
            LIMIT 5;
            """;

    public static final List<String> COUNTS = List.of(
            "SELECT COUNT(*) FROM shopify_products WHERE organization_id = 'your-org-id';",
            "SELECT COUNT(*) FROM products WHERE organization_id = 'your-org-id';",
            "SELECT COUNT(*) FROM shopify_orders WHERE organization_id = 'your-org-id';",
            "SELECT COUNT(*) FROM orders WHERE organization_id = 'your-org-id';");

    public static final String SYNC_LOGS =
            """
            CREATE TABLE sync_logs (
              id VARCHAR PRIMARY KEY,
              tenant_id VARCHAR NOT NULL,
              sync_type VARCHAR NOT NULL,
              success BOOLEAN NOT NULL,
              records_processed INTEGER DEFAULT 0,
              duration INTEGER NOT NULL,
              error TEXT,
              created_at TIMESTAMP DEFAULT NOW()
            );
            """;

    private PrintedStatements() {}
}
