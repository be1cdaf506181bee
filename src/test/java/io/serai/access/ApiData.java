package io.serai.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Two tenants with one of everything each, and a token of each kind. Nobody is behind their channels: these wait, or Serai
 * would call there and pause them in the middle of a test.
 */
public final class ApiData {

    public static final String ADMIN = "serai-dev-admin";
    public static final String OWN_VIEWER = "viewer-of-client-123";
    public static final String OWN_OPERATOR = "operator-of-client-123";
    public static final String OWN_ADMIN = "admin-of-client-123";
    public static final String REVOKED = "revoked";
    public static final String EXPIRED = "expired";

    public static final String TENANT = "client_123";
    public static final String OTHER_TENANT = "client_456";
    public static final String CHANNEL = "channel_shopify";
    public static final String LEFT_CHANNEL = "channel_woo";
    public static final String OTHER_CHANNEL = "channel_of_456";
    public static final UUID PRODUCT = UUID.fromString("00000000-0000-4000-8000-000000000123");
    public static final UUID VARIANT = UUID.fromString("00000000-0000-4000-8000-000000001230");
    public static final UUID OTHER_PRODUCT = UUID.fromString("00000000-0000-4000-8000-000000000456");
    public static final UUID JOB = UUID.fromString("00000000-0000-4000-8000-000000000b01");
    public static final UUID OTHER_JOB = UUID.fromString("00000000-0000-4000-8000-000000000b02");
    public static final UUID CONFLICT = UUID.fromString("00000000-0000-4000-8000-00000000c0f1");

    private static final String STAMP =
            "\"origin\": \"NOLIMITS\", \"channel\": null, \"after\": \"2025-01-15T10:30:00Z\", "
                    + "\"until\": \"2025-01-15T10:30:00Z\", \"receivedAt\": \"2025-01-15T10:30:00Z\", \"rule\": \"CREATED\"";

    private ApiData() {}

    public static void put(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(tenant(TENANT, CHANNEL, PRODUCT, JOB));
            statement.execute(tenant(OTHER_TENANT, OTHER_CHANNEL, OTHER_PRODUCT, OTHER_JOB));
            statement.execute(more());
            statement.execute(waiting());
            token(statement, OWN_VIEWER, "viewer", "NULL, NULL");
            token(statement, OWN_OPERATOR, "operator", "NULL, NULL");
            token(statement, OWN_ADMIN, "admin", "NULL, NULL");
            token(statement, REVOKED, "admin", "NULL, now()");
            token(statement, EXPIRED, "admin", "now() - interval '1 second', NULL");
        }
    }

    private static String tenant(String tenant, String channel, UUID product, UUID job) {
        return """
                INSERT INTO control.tenants (id, name) VALUES ('%1$s', 'A merchant') ON CONFLICT DO NOTHING;
                INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain, url, waits_until)
                VALUES ('%2$s', '%1$s', 'shopify', 'A shop', '%2$s.example.com', 'https://%2$s.example.com',
                    now() + interval '1 day')
                ON CONFLICT DO NOTHING;
                UPDATE sync_jobs SET status = 'cancelled', completed_at = now()
                WHERE integration_id = '%2$s' AND status IN ('pending', 'running');
                INSERT INTO products (id, organization_id, name, tags, sync_status, version, last_synced_at)
                VALUES ('%3$s', '%1$s', 'Shirt', '{new,summer}', 'SYNCED', 7, '2025-01-15T10:30:00Z')
                ON CONFLICT DO NOTHING;
                INSERT INTO control.listings (tenant_id, product_id, channel_id, platform, state, external_id, last_error)
                VALUES ('%1$s', '%3$s', '%2$s', 'shopify', 'LINKED', 'gid://shopify/Product/1', 'SKU taken')
                ON CONFLICT DO NOTHING;
                INSERT INTO sync_jobs (id, organization_id, integration_id, type, status, error_message, completed_at)
                VALUES ('%4$s', '%1$s', '%2$s', 'full_sync', 'failed', 'The shop is gone', now()) ON CONFLICT DO NOTHING;
                INSERT INTO control.sync_job_logs (job_id, at, message) VALUES ('%4$s', now(), 'given up: The shop is gone');
                INSERT INTO sync_logs (id, tenant_id, sync_type, success, records_processed, duration, error)
                VALUES ('%1$s-1', '%1$s', 'orders', false, 0, 1200, 'The shop is gone') ON CONFLICT DO NOTHING;
                INSERT INTO control.subscriptions (channel_id, topic, address)
                VALUES ('%2$s', 'orders/create', 'https://serai.example.com') ON CONFLICT DO NOTHING;
                """
                .formatted(tenant, channel, product, job);
    }

    private static String waiting() {
        return """
                UPDATE control.channels SET status = 'active', waits_until = now() + interval '1 day'
                WHERE id IN ('%s', '%s', '%s')
                """
                .formatted(CHANNEL, LEFT_CHANNEL, OTHER_CHANNEL);
    }

    private static String more() {
        return """
                INSERT INTO product_variants (id, product_id, organization_id, options, net_sales_price, sku, weight_in_kg,
                    last_field_updates)
                VALUES ('%3$s', '%2$s', '%1$s', '{"Size": "M"}', 19.9900, 'SHIRT-M', 0.25,
                    '{"exists": %6$s, "options": %6$s, "netSalesPrice": %6$s, "sku": %6$s}') ON CONFLICT DO NOTHING;
                INSERT INTO product_variants (id, product_id, organization_id, sku, deleted_at)
                VALUES ('00000000-0000-4000-8000-000000001239', '%2$s', '%1$s', 'GONE', now()) ON CONFLICT DO NOTHING;
                INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain, url, waits_until)
                VALUES ('%7$s', '%1$s', 'woocommerce', 'Another shop', 'woo.example.com', 'https://woo.example.com',
                    now() + interval '1 day')
                ON CONFLICT DO NOTHING;
                INSERT INTO control.listings (tenant_id, product_id, channel_id, platform, state, external_id)
                VALUES ('%1$s', '%2$s', '%7$s', 'woocommerce', 'REMOVED', '17')
                ON CONFLICT (channel_id, product_id) DO UPDATE SET state = 'REMOVED';
                INSERT INTO product_sync_queue (operation, trigger_origin, status, tenant_id, product_id, channel_id)
                VALUES ('push_to_shopify', 'NOLIMITS', 'pending', '%1$s', '%2$s', '%4$s'),
                       ('push_to_shopify', 'NOLIMITS', 'completed', '%1$s', '%2$s', '%4$s') ON CONFLICT DO NOTHING;
                INSERT INTO product_sync_logs (tenant_id, product_id, channel_id, action, origin, target_platform,
                    changed_fields, old_values, new_values, success)
                VALUES ('%1$s', '%2$s', '%4$s', 'update', 'NOLIMITS', 'shopify', '{name}', '{"name": "Old"}',
                    '{"name": "Shirt"}', true);
                INSERT INTO control.provenance (tenant_id, product_id, cell, value, previous, origin, channel_id,
                    edited_after, edited_until, received_at, rule, outcome)
                VALUES ('%1$s', '%2$s', 'name', '"Shirt"', '{"value": "Old", %8$s}', 'SHOPIFY', '%4$s', now(), now(), now(),
                        'SHARED_LATER', 'won'),
                       ('%1$s', '%2$s', '%3$s/sku', '"X"', '{"value": "SHIRT-M", %8$s}', 'SHOPIFY', '%4$s', now(), now(), now(),
                        'OPS_RESTORED', 'restored');
                INSERT INTO control.conflicts (id, tenant_id, product_id, cell, channel_id, kind, local_value,
                    local_origin, remote_value, remote_origin, applied, detected_at)
                VALUES ('%5$s', '%1$s', '%2$s', '%3$s/sku', '%4$s', 'shared_field', '"SHIRT-M"', 'NOLIMITS', '"X"',
                    'SHOPIFY', 'local', now()) ON CONFLICT DO NOTHING;
                INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain, url, status)
                VALUES ('channel_jtl', '%1$s', 'jtl', 'A network', 'ffn.example.com', 'https://ffn.example.com', 'paused')
                ON CONFLICT DO NOTHING;
                INSERT INTO control.warehouses (tenant_id, warehouse_id, channel_id, name)
                VALUES ('%1$s', 'FULF04DE-10115-0001', 'channel_jtl', 'Berlin') ON CONFLICT DO NOTHING;
                INSERT INTO sync_jobs (organization_id, integration_id, type, status, started_at, lease_until, processed_items,
                    total_items)
                VALUES ('%1$s', 'channel_jtl', 'full_sync', 'running', now(), now() + interval '1 day', 40, 100)
                ON CONFLICT DO NOTHING;
                INSERT INTO control.warehouse_items (channel_id, item_id, tenant_id, sku, variant_id)
                VALUES ('channel_jtl', 'JF0000001', '%1$s', 'SHIRT-M', '%3$s') ON CONFLICT DO NOTHING;
                INSERT INTO control.stock_levels (tenant_id, warehouse_id, item_id, stock_version, level, reserved, blocked,
                    announced, changed_at)
                VALUES ('%1$s', 'FULF04DE-10115-0001', 'JF0000001', 3, 12.5, 2, 0, 40, now()) ON CONFLICT DO NOTHING;
                INSERT INTO control.shop_stock (channel_id, external_variant_id, location_id, tenant_id, variant_id,
                    external_product_id, target, held, held_at, last_error, changed_at)
                VALUES ('%4$s', '1', '61000000001', '%1$s', '%3$s', '1', 10.5, 3, now(), 'refused', now())
                ON CONFLICT DO NOTHING;
                INSERT INTO control.conflicts (tenant_id, product_id, cell, channel_id, kind, local_value,
                    local_origin, remote_value, remote_origin, applied, detected_at)
                VALUES ('%1$s', '%2$s', 'name', '%4$s', 'shared_field', '"Shirt"', 'NOLIMITS', '"Blouse"', 'SHOPIFY',
                    'local', now()),
                       ('%1$s', '%2$s', '%3$s/netSalesPrice', '%4$s', 'shared_field', '19.99', 'NOLIMITS', '24.99',
                    'SHOPIFY', 'local', now()) ON CONFLICT DO NOTHING;
                """
                .formatted(TENANT, PRODUCT, VARIANT, CHANNEL, CONFLICT, "{" + STAMP + "}", LEFT_CHANNEL, STAMP);
    }

    private static void token(Statement statement, String secret, String role, String ends) throws SQLException {
        statement.execute(
                """
                INSERT INTO control.api_tokens (sha256, name, role, tenant_id, expires_at, revoked_at)
                VALUES (sha256('%s'), '%s', '%s', '%s', %s) ON CONFLICT DO NOTHING
                """
                        .formatted(secret, secret, role, TENANT, ends));
    }
}
