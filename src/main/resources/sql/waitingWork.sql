WITH platforms (platform) AS (VALUES ('shopify'), ('woocommerce'), ('jtl')),
statuses (status) AS (VALUES ('pending'), ('processing'), ('failed')),
queued AS (
    SELECT substr(operation, 9) AS platform, status, count(*) AS rows,
           extract(epoch FROM now() - min(created_at)) AS oldest
    FROM product_sync_queue
    WHERE status IN ('pending', 'processing', 'failed')
    GROUP BY 1, 2
), deliveries AS (
    SELECT platform, count(*) AS rows, extract(epoch FROM now() - min(received_at)) AS oldest
    FROM webhook_log
    WHERE status IN ('received', 'parked')
    GROUP BY 1
), reads AS (
    SELECT c.platform, count(*) AS rows, extract(epoch FROM now() - min(r.requested_at)) AS oldest
    FROM control.pending_reads r
    JOIN control.channels c ON c.id = r.channel_id
    GROUP BY 1
), figures AS (
    SELECT c.platform, count(*) AS rows, extract(epoch FROM now() - min(s.due_at)) AS oldest
    FROM control.shop_stock s
    JOIN control.channels c ON c.id = s.channel_id
    WHERE s.due_at <= now()
    GROUP BY 1
)
SELECT 'serai.queue.rows' AS figure, p.platform, s.status, coalesce(q.rows, 0) AS value
FROM platforms p CROSS JOIN statuses s LEFT JOIN queued q USING (platform, status)
UNION ALL
SELECT 'serai.queue.oldest.seconds', p.platform, NULL, coalesce(max(q.oldest), 0)
FROM platforms p LEFT JOIN queued q ON q.platform = p.platform AND q.status <> 'failed' GROUP BY p.platform
UNION ALL
SELECT 'serai.deliveries.unfinished', p.platform, NULL, coalesce(d.rows, 0)
FROM platforms p LEFT JOIN deliveries d USING (platform)
UNION ALL
SELECT 'serai.deliveries.oldest.seconds', p.platform, NULL, coalesce(d.oldest, 0)
FROM platforms p LEFT JOIN deliveries d USING (platform)
UNION ALL
SELECT 'serai.reads.pending', p.platform, NULL, coalesce(r.rows, 0)
FROM platforms p LEFT JOIN reads r USING (platform)
UNION ALL
SELECT 'serai.reads.oldest.seconds', p.platform, NULL, greatest(coalesce(r.oldest, 0), 0)
FROM platforms p LEFT JOIN reads r USING (platform)
UNION ALL
SELECT 'serai.stock.due', p.platform, NULL, coalesce(f.rows, 0)
FROM platforms p LEFT JOIN figures f USING (platform)
UNION ALL
SELECT 'serai.stock.oldest.seconds', p.platform, NULL, coalesce(f.oldest, 0)
FROM platforms p LEFT JOIN figures f USING (platform)
UNION ALL
SELECT 'serai.conflicts.open', NULL, NULL, count(*) FROM control.conflicts WHERE status = 'open'
UNION ALL
SELECT 'serai.channels', platform, status, count(*) FROM control.channels GROUP BY platform, status
