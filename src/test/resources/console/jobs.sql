-- Jobs of both shops, one of each status at least. Nobody works on those of a channel that is paused, nor on those that are held.
INSERT INTO sync_jobs (id, organization_id, integration_id, type, status, processed_items, total_items, attempts, error_message, requested_by,
                       created_at, started_at, heartbeat_at, lease_until, completed_at)
VALUES ('00000000-0000-4000-8000-0000000000a1', 'client_123', 'channel_shopify', 'recent_sync', 'completed', 214, 214, 0, NULL, 'connect',
        now() - interval '14 minutes', now() - interval '14 minutes', now() - interval '13 minutes', NULL, now() - interval '13 minutes'),
       ('00000000-0000-4000-8000-0000000000a2', 'client_123', 'channel_shopify', 'bulk_orders', 'running', 4200, 12000, 0, NULL, 'connect',
        now() - interval '13 minutes', now() - interval '12 minutes', now() - interval '4 seconds', now() + interval '1 day', NULL),
       ('00000000-0000-4000-8000-0000000000a3', 'client_123', 'channel_woo', 'bulk_customers', 'pending', 0, NULL, 0, NULL, 'connect',
        now() - interval '13 minutes', NULL, NULL, now() + interval '1 day', NULL),
       ('00000000-0000-4000-8000-0000000000a4', 'client_123', 'channel_shopify', 'bulk_products', 'running', 0, NULL, 0, NULL, 'connect',
        now() - interval '13 minutes', now() - interval '2 minutes', now() - interval '9 seconds', now() + interval '1 day', NULL),
       ('00000000-0000-4000-8000-0000000000a5', 'client_123', 'channel_woo', 'bulk_orders', 'paused', 880, 1900, 1,
        'The shop did not answer within 60 s (GET /wp-json/wc/v3/orders).', 'Anna',
        now() - interval '50 minutes', now() - interval '49 minutes', now() - interval '31 minutes', NULL, NULL),
       ('00000000-0000-4000-8000-0000000000a6', 'client_123', 'channel_woo', 'incremental_customers', 'failed', 0, NULL, 5,
        'ACCESS_DENIED: the key may not read customers. Check its rights, then retry.', 'schedule',
        now() - interval '2 hours', now() - interval '2 hours', now() - interval '95 minutes', NULL, now() - interval '95 minutes'),
       ('00000000-0000-4000-8000-0000000000a7', 'client_123', 'channel_woo', 'bulk_orders', 'failed', 120, 1900, 5,
        'The answer broke off after 120 orders.', 'Anna',
        now() - interval '3 hours', now() - interval '3 hours', now() - interval '170 minutes', NULL, now() - interval '170 minutes'),
       ('00000000-0000-4000-8000-0000000000a8', 'client_123', 'channel_shopify', 'incremental_orders', 'completed', 17, 17, 0, NULL, 'schedule',
        now() - interval '5 hours', now() - interval '5 hours', now() - interval '5 hours', NULL, now() - interval '5 hours'),
       ('00000000-0000-4000-8000-0000000000a9', 'client_123', 'channel_shopify', 'full_sync', 'cancelled', 60, 118, 0, NULL, 'Anna',
        now() - interval '1 day', now() - interval '1 day', now() - interval '1 day', NULL, now() - interval '1 day');

INSERT INTO control.sync_job_logs (job_id, at, message)
VALUES ('00000000-0000-4000-8000-0000000000a2', now() - interval '12 minutes', 'begun'),
       ('00000000-0000-4000-8000-0000000000a2', now() - interval '11 minutes', 'Shopify writes the orders down (gid://shopify/BulkOperation/7312)'),
       ('00000000-0000-4000-8000-0000000000a2', now() - interval '40 seconds', 'they are ready: 12,000 orders in 48,311 lines'),
       ('00000000-0000-4000-8000-0000000000a6', now() - interval '95 minutes', 'given up: ACCESS_DENIED: the key may not read customers.');
