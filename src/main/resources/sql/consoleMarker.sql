SELECT json_build_object('marker', md5(concat_ws('|',
    (SELECT max(updated_at) FROM products WHERE organization_id = :?tenant),
    (SELECT count(*) FROM products WHERE organization_id = :?tenant),
    (SELECT string_agg(concat_ws(',', id, name, status, pause_reason, waits_until, must_read_since, clock_skew_ms,
                last_product_sync_at, last_order_sync_at, sync_status), ';' ORDER BY id)
     FROM control.channels WHERE tenant_id = :?tenant),
    (SELECT string_agg(concat_ws(',', sync_status, state, number), ';' ORDER BY sync_status, state)
     FROM (SELECT sync_status, state, count(*) AS number FROM control.listings
           WHERE tenant_id = :?tenant GROUP BY sync_status, state) states),
    (SELECT string_agg(concat_ws(',', status, number, newest, latest), ';' ORDER BY status)
     FROM (SELECT status, count(*) AS number, max(created_at) AS newest, max(completed_at) AS latest
           FROM product_sync_queue WHERE tenant_id = :?tenant AND status IN ('pending', 'processing', 'failed')
           GROUP BY status) jobs),
    (SELECT concat_ws(',', count(*), max(detected_at))
     FROM control.conflicts WHERE tenant_id = :?tenant AND status = 'open'),
    (SELECT string_agg(concat_ws(',', k.changes_until, k.last_error), ';' ORDER BY k.channel_id)
     FROM control.stock_cursors k JOIN control.channels c ON c.id = k.channel_id WHERE c.tenant_id = :?tenant),
    (SELECT max(received_at) FROM webhook_log WHERE tenant_id = :?tenant))))::text AS answer
