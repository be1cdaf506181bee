-- A line that is none of what was asked for is written down too, and no product or customer that cannot be read keeps the others back.

-- Lines of a job that could not be read, or tell of nothing that was asked for: no object, or one that neither is such a thing nor
-- belongs to one. An order is read again where its line items are missing, so those that name no order are not told here.
CREATE FUNCTION stage.stray_lines(job uuid, kind text)
    RETURNS TABLE (external_id text, line bigint, reread boolean, problem text, written text)
    LANGUAGE sql STABLE AS $$
    SELECT substring(s.payload #>> '{}' FROM 'gid://shopify/' || kind || '/(\d+)'), s.line, s.reread,
           coalesce(s.problem, 'the line tells of nothing that was asked for'), coalesce(s.payload #>> '{}', 'null')
    FROM stage.lines s
    WHERE s.job_id = job
      AND (s.problem IS NOT NULL
           OR s.payload ->> '__parentId' IS NULL
              AND (s.payload ->> 'id' IS NULL
                   OR s.payload ->> 'id' NOT LIKE 'gid://shopify/' || kind || '/%'
                      AND s.payload ->> 'id' NOT LIKE 'gid://shopify/LineItem/%'
                   OR kind <> 'Order' AND s.payload ->> 'id' !~ ('^gid://shopify/' || kind || '/[^/?]')))
$$;

-- Notes what is in the table flawed.
CREATE FUNCTION stage.note_flaws(tenant text, channel text, entity text) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.failed_sync_items AS known (tenant_id, channel_id, entity_type, shopify_id, raw_data, error_message,
        next_retry_at)
    SELECT DISTINCT ON (f.external_id) tenant, channel, entity, f.external_id, f.written, f.problem, now() + interval '1 minute'
    FROM flawed f
    ORDER BY f.external_id
    ON CONFLICT (channel_id, entity_type, shopify_id) WHERE resolved_at IS NULL DO UPDATE
    SET raw_data = excluded.raw_data, error_message = excluded.error_message;
END
$$;

DO $$
DECLARE
    written text := pg_get_functiondef('stage.promote_shopify_orders'::regproc);
    before  text := $part$SELECT substring(payload #>> '{}' FROM 'gid://shopify/Order/(\d+)') AS external_id, line, reread, problem,
               payload #>> '{}' AS written
        FROM stage.lines WHERE job_id = job AND stage.lines.problem IS NOT NULL;$part$;
BEGIN
    IF strpos(written, before) = 0 THEN
        RAISE EXCEPTION 'stage.promote_shopify_orders is another than this migration knows';
    END IF;
    EXECUTE replace(written, before, $part$SELECT s.* FROM stage.stray_lines(job, 'Order') s;$part$);
END
$$;

CREATE OR REPLACE FUNCTION stage.promote_shopify_customers(job uuid, channel text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    tenant   text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    promoted bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));

    CREATE TEMPORARY TABLE flawed ON COMMIT DROP AS
        SELECT coalesce(s.external_id, 'line ' || s.line) AS external_id, s.written, s.problem
        FROM stage.stray_lines(job, 'Customer') s;
    PERFORM stage.note_flaws(tenant, channel, 'customer');

    INSERT INTO public.customers AS known (organization_id, channel_id, shopify_customer_id, name, first_name, last_name,
        email, phone, default_address, platform_updated_at)
    SELECT DISTINCT ON (stage.shopify_id(c.id)) tenant, channel, stage.shopify_id(c.id), c."displayName", c."firstName",
           c."lastName", c."defaultEmailAddress" ->> 'emailAddress', c."defaultPhoneNumber" ->> 'phoneNumber',
           stage.shopify_address(c."defaultAddress"), stage.moment(c."updatedAt")
    FROM stage.lines l
    CROSS JOIN LATERAL jsonb_to_record(CASE WHEN jsonb_typeof(l.payload) = 'object' THEN l.payload ELSE '{}' END) AS c (
        id text, "displayName" text, "firstName" text, "lastName" text,
        "defaultEmailAddress" jsonb, "defaultPhoneNumber" jsonb, "defaultAddress" jsonb, "updatedAt" text)
    WHERE l.job_id = job AND c.id ~ '^gid://shopify/Customer/[^/?]'
    ORDER BY stage.shopify_id(c.id), stage.moment(c."updatedAt") DESC NULLS LAST, l.line DESC
    ON CONFLICT (channel_id, shopify_customer_id) DO UPDATE
    SET name = excluded.name, first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
        phone = excluded.phone, default_address = excluded.default_address,
        platform_updated_at = excluded.platform_updated_at, updated_at = now()
    WHERE known.platform_updated_at IS NULL OR known.platform_updated_at <= excluded.platform_updated_at;
    GET DIAGNOSTICS promoted = ROW_COUNT;

    UPDATE public.failed_sync_items i SET resolved_at = now(), resolution = 'success'
    WHERE i.channel_id = channel AND i.entity_type = 'customer' AND i.resolved_at IS NULL
      AND NOT EXISTS (SELECT FROM flawed f WHERE f.external_id = i.shopify_id)
      AND EXISTS (
          SELECT FROM stage.lines l
          WHERE l.job_id = job AND l.payload ->> 'id' = 'gid://shopify/Customer/' || i.shopify_id);
    DROP TABLE flawed;
    RETURN promoted;
END
$$;

CREATE OR REPLACE FUNCTION stage.promote_shopify_products(job uuid, channel text, complete boolean) RETURNS bigint
    LANGUAGE plpgsql
    SET work_mem = '64MB'
    SET jit = off AS $$
DECLARE
    tenant   text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    promoted bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));

    CREATE TEMPORARY TABLE landed_product ON COMMIT DROP AS
        SELECT DISTINCT ON (l.payload ->> 'id') l.payload ->> 'id' AS gid, l.payload
        FROM stage.lines l
        WHERE l.job_id = job AND l.payload ->> 'id' ~ '^gid://shopify/Product/[^/?]'
        ORDER BY l.payload ->> 'id', l.line DESC;
    ANALYZE landed_product;
    CREATE TEMPORARY TABLE landed_children ON COMMIT DROP AS
        SELECT l.payload ->> '__parentId' AS gid,
               coalesce(jsonb_agg(l.payload - '__parentId' ORDER BY l.line)
                   FILTER (WHERE l.payload ->> 'id' LIKE 'gid://shopify/ProductVariant/%'), '[]') AS variants,
               coalesce(jsonb_agg(l.payload - '__parentId' ORDER BY l.line)
                   FILTER (WHERE l.payload ->> 'id' LIKE 'gid://shopify/MediaImage/%'), '[]') AS media,
               coalesce(jsonb_agg(l.payload - '__parentId' ORDER BY l.line)
                   FILTER (WHERE l.payload ->> 'id' LIKE 'gid://shopify/Collection/%'), '[]') AS collections
        FROM stage.lines l
        WHERE l.job_id = job AND l.payload ->> '__parentId' IS NOT NULL
        GROUP BY 1;
    ANALYZE landed_children;

    -- a product of which a line cannot be read is left as it is known
    CREATE TEMPORARY TABLE flawed ON COMMIT DROP AS
        SELECT coalesce(s.external_id, 'line ' || s.line) AS external_id, s.written, s.problem
        FROM stage.stray_lines(job, 'Product') s;
    PERFORM stage.note_flaws(tenant, channel, 'product');
    DELETE FROM landed_product l USING flawed f WHERE f.external_id = stage.shopify_id(l.gid);

    INSERT INTO public.shopify_products AS known (organization_id, integration_id, shopify_product_id, title, handle, vendor,
        product_type, status, tags, images, raw_data, shopify_created_at, shopify_updated_at, fetched_by)
    SELECT tenant, channel, stage.shopify_id(l.gid), p.title, p.handle, p.vendor, p."productType", lower(p.status),
           stage.texts(p.tags), coalesce(c.media, '[]'),
           l.payload || jsonb_build_object('variants', coalesce(c.variants, '[]'), 'media', coalesce(c.media, '[]'),
               'collections', coalesce(c.collections, '[]')),
           stage.moment(p."createdAt"), stage.moment(p."updatedAt"), job
    FROM landed_product l
    LEFT JOIN landed_children c ON c.gid = l.gid
    CROSS JOIN LATERAL jsonb_to_record(l.payload) AS p (title text, handle text, vendor text, "productType" text, status text,
        tags jsonb, "createdAt" text, "updatedAt" text)
    ON CONFLICT (integration_id, shopify_product_id) DO UPDATE
    SET title = excluded.title, handle = excluded.handle, vendor = excluded.vendor, product_type = excluded.product_type,
        status = excluded.status, tags = excluded.tags, images = excluded.images, raw_data = excluded.raw_data,
        shopify_created_at = excluded.shopify_created_at, shopify_updated_at = excluded.shopify_updated_at,
        fetched_by = excluded.fetched_by, synced_at = now(), updated_at = now()
    WHERE known.shopify_updated_at IS NULL OR known.shopify_updated_at <= excluded.shopify_updated_at;
    GET DIAGNOSTICS promoted = ROW_COUNT;

    -- only a pass over everything tells what is gone
    IF complete AND NOT EXISTS (SELECT FROM flawed f WHERE f.external_id LIKE 'line %') THEN
        DELETE FROM public.shopify_products known
        WHERE known.integration_id = channel
          AND NOT EXISTS (SELECT FROM flawed f WHERE f.external_id = known.shopify_product_id)
          AND known.synced_at < (SELECT j.started_at FROM public.sync_jobs j WHERE j.id = job)
          AND NOT EXISTS (SELECT FROM landed_product l WHERE stage.shopify_id(l.gid) = known.shopify_product_id);
    END IF;
    UPDATE public.failed_sync_items i SET resolved_at = now(), resolution = 'success'
    FROM landed_product l
    WHERE i.channel_id = channel AND i.entity_type = 'product' AND i.resolved_at IS NULL
      AND i.shopify_id = stage.shopify_id(l.gid);
    DROP TABLE landed_product, landed_children, flawed;
    RETURN promoted;
END
$$;
