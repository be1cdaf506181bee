-- A tenant as the console may find it: two shops, one of them waiting, products in every state.
INSERT INTO control.tenants (id, name) VALUES ('client_123', 'Nordlicht Merch');
INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain, status, pause_reason, is_active, clock_skew_ms, currency)
VALUES ('channel_shopify', 'client_123', 'shopify', 'Nordlicht', 'client-123.myshopify.com', 'active', NULL, true, 240, 'EUR'),
       ('channel_woo', 'client_123', 'woocommerce', 'Nordlicht Laden', 'laden.nordlicht.example', 'paused',
        'The shop refused the key (401). Check its rights, then resume.', false, -95000, 'EUR');

INSERT INTO products (id, organization_id, name, description, vendor, product_type, tags, currency, price, sku, last_updated_by,
                      sync_status, updated_at, last_field_updates)
SELECT cast(lpad(to_hex(n), 8, '0') || '-0000-4000-8000-000000000000' AS uuid), 'client_123',
       (ARRAY['T-Shirt „Nordlicht“', 'Hoodie „Silent Harbour“', 'Schallplatte „Kaltstart“', 'Tasse „Möwenruf“', 'Poster „Echo Valley“',
              'Stoffbeutel „Glasgarten“', 'Mütze „Föhn“', 'Aufnäher „Rote Fuchsie“'])[1 + n % 8] || ' ' || lpad(cast(n AS text), 3, '0'),
       '<p>Fair hergestellt.</p>', 'Serai Merch GmbH', 'Bekleidung', ARRAY['merch', 'nordlicht'], 'EUR', 19.9, 'SM-' || lpad(cast(n AS text), 4, '0'),
       (ARRAY['SHOPIFY', 'WOOCOMMERCE', 'NOLIMITS'])[1 + n % 3],
       CASE WHEN n = 7 THEN 'CONFLICT' WHEN n = 12 THEN 'ERROR' WHEN n % 9 = 0 THEN 'PENDING' ELSE 'SYNCED' END,
       now() - n * interval '7 minutes',
       jsonb_build_object(
           'name', jsonb_build_object('origin', 'SHOPIFY', 'channel', 'channel_shopify', 'after', now() - interval '2 hours',
                                      'until', now() - interval '2 hours', 'receivedAt', now() - interval '2 hours', 'rule', 'ONLY_EDIT'),
           'description', jsonb_build_object('origin', 'WOOCOMMERCE', 'channel', 'channel_woo', 'after', now() - interval '3 days',
                                      'until', now() - interval '3 days', 'receivedAt', now() - interval '3 days', 'rule', 'SHARED_LATER'),
           'vendor', jsonb_build_object('origin', 'SHOPIFY', 'channel', 'channel_shopify', 'after', now() - interval '9 days',
                                      'until', now() - interval '9 days', 'receivedAt', now() - interval '9 days', 'rule', 'FIRST_LINK_ADOPTED'),
           'tags', jsonb_build_object('origin', 'NOLIMITS', 'channel', NULL, 'after', now() - interval '9 days',
                                      'until', now() - interval '9 days', 'receivedAt', now() - interval '9 days', 'rule', 'COMMERCE_LATER'))
FROM generate_series(1, 120) AS n;

INSERT INTO product_variants (id, product_id, organization_id, position, options, net_sales_price, sku, gtin, weight_in_kg, last_field_updates)
SELECT cast(lpad(to_hex(n), 8, '0') || '-0000-4000-9000-00000000000' || v AS uuid),
       cast(lpad(to_hex(n), 8, '0') || '-0000-4000-8000-000000000000' AS uuid), 'client_123', v,
       CASE WHEN n % 4 = 0 THEN jsonb_build_object('Größe', (ARRAY['S', 'M', 'L'])[v]) END,
       19.9 + v * (n % 2), 'SM-' || lpad(cast(n AS text), 4, '0') || CASE WHEN n % 4 = 0 THEN '-' || v ELSE '' END,
       '4099' || lpad(cast(n AS text), 9, '0'), 0.18,
       jsonb_build_object('netSalesPrice', jsonb_build_object('origin', 'SHOPIFY', 'channel', 'channel_shopify', 'after', now() - interval '5 minutes',
                                      'until', now() - interval '4 minutes', 'receivedAt', now() - interval '4 minutes', 'rule', 'COMMERCE_SHOP_WITHIN_WINDOW'),
                          'sku', jsonb_build_object('origin', 'SHOPIFY', 'channel', 'channel_shopify', 'after', now() - interval '9 days',
                                      'until', now() - interval '9 days', 'receivedAt', now() - interval '9 days', 'rule', 'FIRST_LINK_EQUAL'))
FROM generate_series(1, 120) AS n CROSS JOIN generate_series(1, 3) AS v
WHERE v = 1 OR n % 4 = 0;

INSERT INTO control.listings (tenant_id, product_id, channel_id, platform, state, external_id, sync_status, last_error, last_pushed_at, shadow)
SELECT 'client_123', p.id, c.id, c.platform, 'LINKED',
       CASE c.platform WHEN 'shopify' THEN 'gid://shopify/Product/' || (8000000 + n) ELSE cast(300 + n AS text) END,
       CASE WHEN c.platform = 'shopify' AND p.sync_status IN ('CONFLICT', 'ERROR') THEN 'SYNCED' ELSE p.sync_status END,
       CASE WHEN c.platform = 'woocommerce' AND p.sync_status = 'ERROR' THEN 'Invalid or duplicated SKU (field sku): product 317 has it.' END,
       now() - interval '6 minutes',
       jsonb_build_object(
           'name', jsonb_build_object('held', p.name, 'version', now()),
           'description', jsonb_build_object('held', CASE c.platform WHEN 'woocommerce' THEN '<p>Fair hergestellt.</p>' ELSE '<p>Fair  hergestellt.</p>' END, 'version', now())
               || CASE c.platform WHEN 'shopify' THEN jsonb_build_object('meant', '<p>Fair hergestellt.</p>') ELSE '{}' END,
           'tags', jsonb_build_object('held', p.tags, 'version', now()))
       || CASE c.platform WHEN 'shopify' THEN jsonb_build_object('vendor', jsonb_build_object('held', p.vendor, 'version', now())) ELSE '{}' END
       || (SELECT jsonb_object_agg(v.id || '/netSalesPrice', jsonb_build_object('held', v.net_sales_price + CASE WHEN n = 7 AND c.platform = 'woocommerce' THEN 3 ELSE 0 END, 'version', now())
                                       || CASE WHEN n = 7 AND c.platform = 'woocommerce' THEN jsonb_build_object('withheld', true) ELSE '{}' END)
                  || jsonb_object_agg(v.id || '/sku', jsonb_build_object('held', v.sku, 'version', now()))
           FROM product_variants v WHERE v.product_id = p.id)
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM products) p
CROSS JOIN control.channels c
WHERE c.platform = 'shopify' OR n % 10 <> 0;

INSERT INTO control.conflicts (tenant_id, product_id, cell, channel_id, kind, local_value, local_origin, remote_value, remote_origin, applied, detected_at)
VALUES ('client_123', '00000007-0000-4000-8000-000000000000', '00000007-0000-4000-9000-000000000001/netSalesPrice', 'channel_woo', 'first_link',
        '20.9', 'SHOPIFY', '23.9', 'WOOCOMMERCE', 'none', now() - interval '26 minutes'),
       ('client_123', '00000007-0000-4000-8000-000000000000', 'description', 'channel_shopify', 'shared_field',
        '"<p>Fair hergestellt.</p>"', 'WOOCOMMERCE', '"<p>Fair hergestellt, in Leipzig.</p>"', 'SHOPIFY', 'remote', now() - interval '3 minutes');

INSERT INTO control.provenance (tenant_id, product_id, cell, value, previous, origin, channel_id, edited_after, edited_until, received_at, rule, outcome, recorded_at)
SELECT 'client_123', id, 'name', to_jsonb(name), jsonb_build_object('value', 'Alt: ' || name, 'origin', 'SHOPIFY'), last_updated_by,
       CASE last_updated_by WHEN 'SHOPIFY' THEN 'channel_shopify' WHEN 'WOOCOMMERCE' THEN 'channel_woo' END,
       updated_at, updated_at, updated_at, 'ONLY_EDIT', 'won', updated_at
FROM products ORDER BY updated_at LIMIT 118;
INSERT INTO control.provenance (tenant_id, product_id, cell, value, previous, origin, channel_id, edited_after, edited_until, received_at, rule, outcome, recorded_at)
SELECT 'client_123', '00000002-0000-4000-8000-000000000000', cell, '"Neu"', NULL, 'SHOPIFY', 'channel_shopify', now(), now(), now(), 'ONLY_EDIT', 'won', now() - interval '40 seconds'
FROM unnest(ARRAY['vendor', 'seoTitle', 'productType']) AS cell;

INSERT INTO product_sync_queue (operation, trigger_origin, status, attempts, tenant_id, product_id, channel_id, last_error, created_at, completed_at)
SELECT 'update', 'SHOPIFY', CASE WHEN n = 12 THEN 'failed' WHEN n = 9 THEN 'processing' ELSE 'pending' END, CASE WHEN n = 12 THEN 3 ELSE 0 END,
       'client_123', cast(lpad(to_hex(n), 8, '0') || '-0000-4000-8000-000000000000' AS uuid), 'channel_woo',
       CASE WHEN n = 12 THEN 'Invalid or duplicated SKU (field sku): product 317 has it.' END, now() - n * interval '11 seconds',
       CASE WHEN n = 12 THEN now() - interval '1 minute' END
FROM unnest(ARRAY[9, 12, 18, 27, 36, 45]) AS n;

INSERT INTO webhook_log (id, topic, shopify_id, received_at, tenant_id, channel_id, platform, sameness, content_hash, body, status)
VALUES ('channel_shopify:1', 'products/update', '8000001', now() - interval '8 seconds', 'client_123', 'channel_shopify', 'shopify', 'ID', '\x00', '\x7b7d', 'processed');
INSERT INTO webhook_log (id, topic, received_at, tenant_id, channel_id, platform, sameness, content_hash, body, status, error)
VALUES ('channel_shopify:2', 'products/update', now() - interval '3 hours', 'client_123', 'channel_shopify', 'shopify', 'ID', '\x01', '\x7b7d', 'refused', E'#/id: string found, integer expected\n#/title: missing'),
       ('channel_shopify:3', 'products/update', now() - interval '2 days', 'client_123', 'channel_shopify', 'shopify', 'ID', '\x02', '\x7b7d', 'refused', 'The body is not JSON');
