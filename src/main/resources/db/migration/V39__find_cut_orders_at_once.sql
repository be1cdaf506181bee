-- The orders and what belongs to them are read once and not joined: of lines that have just landed the planner knows nothing, and it
-- read all lines anew for each order. An order without a number cannot be read again.
CREATE OR REPLACE FUNCTION stage.cut_orders(job uuid) RETURNS SETOF text
    LANGUAGE sql STABLE
    SET work_mem = '64MB'
    SET jit = off
    BEGIN ATOMIC
        SELECT o.external_id
        FROM (SELECT line.external_id, count(*) FILTER (WHERE line.is_order) AS copies,
                     max(line.units) FILTER (WHERE line.is_order) AS units,
                     sum(line.units) FILTER (WHERE NOT line.is_order) AS came,
                     bool_or(line.reread) FILTER (WHERE line.is_order) AS was_reread
              -- OFFSET keeps the documents out of what is sorted
              FROM (SELECT stage.shopify_id(coalesce(payload ->> '__parentId', payload ->> 'id')) AS external_id,
                           payload ->> 'id' LIKE 'gid://shopify/Order/%' AS is_order, reread,
                           stage.whole_number(coalesce(payload ->> 'subtotalLineItemsQuantity', payload ->> 'quantity')) AS units
                    FROM stage.lines
                    WHERE job_id = job
                      AND (payload ->> 'id' LIKE 'gid://shopify/Order/%' OR payload ->> 'id' LIKE 'gid://shopify/LineItem/%')
                    OFFSET 0) line
              GROUP BY 1) o
        WHERE o.external_id IS NOT NULL AND o.copies > 0 AND NOT o.was_reread AND (o.copies > 1 OR o.units <> coalesce(o.came, 0))
        UNION
        SELECT broken.external_id
        FROM (SELECT substring(payload #>> '{}' FROM 'gid://shopify/Order/(\d+)') AS external_id
              FROM stage.lines
              WHERE job_id = job AND problem IS NOT NULL AND NOT reread) broken
        WHERE broken.external_id IS NOT NULL
          AND NOT EXISTS (
              SELECT FROM stage.lines s
              WHERE s.job_id = job AND s.reread AND s.payload ->> 'id' = 'gid://shopify/Order/' || broken.external_id);
    END;
