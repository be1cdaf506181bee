-- Jobs of every kind: all of a shop's orders, customers or products, what changed of them, or one.

-- What a job over a single order or product is about.
ALTER TABLE public.sync_jobs ADD COLUMN item text;
-- What whoever looks at a job should know though it did not fail.
ALTER TABLE public.sync_jobs ADD COLUMN notice text;

DROP INDEX public.sync_jobs_one_unfinished;
CREATE UNIQUE INDEX sync_jobs_one_unfinished ON public.sync_jobs (integration_id, type, (coalesce(item, '')))
    WHERE status IN ('pending', 'running', 'paused');

-- What a platform runs for a job, until it has ended there.
CREATE TABLE control.bulk_operations (
    channel_id text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    id         text NOT NULL,
    job_id     uuid NOT NULL,
    started_at timestamptz NOT NULL,
    PRIMARY KEY (channel_id, id)
);

-- A moment as it is written; null for what is none.
CREATE FUNCTION stage.moment(written text) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN written IS NOT NULL AND stage.are_moments(written) THEN CAST(written AS timestamptz) END;

-- Whether nobody else takes anything over for a channel; then nobody does until the transaction ends. It waits a second.
CREATE FUNCTION stage.is_free(channel text) RETURNS boolean
    LANGUAGE plpgsql AS $$
BEGIN
    FOR try IN 1..10 LOOP
        IF pg_try_advisory_xact_lock(hashtextextended('promote ' || channel, 0)) THEN
            RETURN true;
        END IF;
        PERFORM pg_sleep(0.1);
    END LOOP;
    RETURN false;
END
$$;

-- Since when what a job over everything did not show is gone: its beginning. Null if that cannot be said: it showed nothing at all, the
-- shop said that it hides some, or nobody knows what a line is.
CREATE FUNCTION stage.shopify_pass_began(job uuid, kind text) RETURNS timestamptz
    LANGUAGE sql STABLE AS $$
    SELECT j.started_at FROM public.sync_jobs j
    WHERE j.id = job AND j.notice IS NULL
      AND EXISTS (
          SELECT FROM stage.lines l
          WHERE l.job_id = job AND l.payload ->> 'id' LIKE 'gid://shopify/' || kind || '/%')
      AND NOT EXISTS (SELECT FROM stage.stray_lines(job, kind))
$$;

-- Notes what is in the table flawed, and says how much that is.
CREATE FUNCTION stage.note_flaws(tenant text, channel text, entity text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    noted bigint;
BEGIN
    INSERT INTO public.failed_sync_items AS known (tenant_id, channel_id, entity_type, shopify_id, raw_data, error_message,
        next_retry_at)
    SELECT DISTINCT ON (f.external_id) tenant, channel, entity, f.external_id, f.written, f.problem, now() + interval '1 minute'
    FROM flawed f
    ORDER BY f.external_id
    ON CONFLICT (channel_id, entity_type, shopify_id) WHERE resolved_at IS NULL DO UPDATE
    SET raw_data = excluded.raw_data, error_message = excluded.error_message;
    GET DIAGNOSTICS noted = ROW_COUNT;
    RETURN noted;
END
$$;

-- Takes over the customers that a job has landed, in the caller's transaction. One that is known to be newer stays as it is. One that
-- cannot be read keeps no other back.
-- complete: all customers were asked for. Whom the shop did not show is gone.
CREATE FUNCTION stage.promote_shopify_customers(job uuid, channel text, complete boolean)
    RETURNS TABLE (promoted_customers bigint, failed_customers bigint)
    LANGUAGE plpgsql AS $$
DECLARE
    tenant text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    began  timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));

    CREATE TEMPORARY TABLE flawed ON COMMIT DROP AS
        SELECT coalesce(s.external_id, 'line ' || s.line) AS external_id, s.written, s.problem
        FROM stage.stray_lines(job, 'Customer') s;
    failed_customers := stage.note_flaws(tenant, channel, 'customer');

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
        platform_updated_at = excluded.platform_updated_at, deleted_at = NULL, updated_at = now()
    WHERE known.platform_updated_at IS NULL OR known.platform_updated_at <= excluded.platform_updated_at;
    GET DIAGNOSTICS promoted_customers = ROW_COUNT;

    IF complete THEN
        began := stage.shopify_pass_began(job, 'Customer');
        UPDATE public.customers known SET deleted_at = now(), updated_at = now()
        WHERE known.channel_id = channel AND known.shopify_customer_id IS NOT NULL AND known.deleted_at IS NULL
          AND known.updated_at < began
          AND NOT EXISTS (
              SELECT FROM stage.lines l
              WHERE l.job_id = job AND l.payload ->> 'id' = 'gid://shopify/Customer/' || known.shopify_customer_id);
    END IF;

    UPDATE public.failed_sync_items i SET resolved_at = now(), resolution = 'success'
    WHERE i.channel_id = channel AND i.entity_type = 'customer' AND i.resolved_at IS NULL
      AND NOT EXISTS (SELECT FROM flawed f WHERE f.external_id = i.shopify_id)
      AND EXISTS (
          SELECT FROM stage.lines l
          WHERE l.job_id = job AND l.payload ->> 'id' = 'gid://shopify/Customer/' || i.shopify_id);
    DROP TABLE flawed;
    RETURN NEXT;
END
$$;

-- By which job a product came last, so that it can be gone through after that.
ALTER TABLE public.shopify_products ADD COLUMN fetched_by uuid;
CREATE INDEX shopify_products_fetched ON public.shopify_products (integration_id, fetched_by, shopify_product_id);

-- Takes over products as Shopify wrote them, each whole, with what belongs to it in the order it came. What the hub holds of them is
-- decided field by field elsewhere.
CREATE FUNCTION stage.promote_shopify_products(job uuid, channel text, complete boolean)
    RETURNS TABLE (promoted_products bigint, failed_products bigint)
    LANGUAGE plpgsql
    SET work_mem = '64MB'
    SET jit = off AS $$
DECLARE
    tenant text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    began  timestamptz;
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
    failed_products := stage.note_flaws(tenant, channel, 'product');
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
    GET DIAGNOSTICS promoted_products = ROW_COUNT;

    IF complete THEN
        began := stage.shopify_pass_began(job, 'Product');
        DELETE FROM public.shopify_products known
        WHERE known.integration_id = channel
          AND known.synced_at < began
          AND NOT EXISTS (SELECT FROM landed_product l WHERE stage.shopify_id(l.gid) = known.shopify_product_id);
    END IF;
    UPDATE public.failed_sync_items i SET resolved_at = now(), resolution = 'success'
    FROM landed_product l
    WHERE i.channel_id = channel AND i.entity_type = 'product' AND i.resolved_at IS NULL
      AND i.shopify_id = stage.shopify_id(l.gid);
    DROP TABLE landed_product, landed_children, flawed;
    RETURN NEXT;
END
$$;
