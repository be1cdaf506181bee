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

-- Takes over the customers that a job has landed, in the caller's transaction. One that is known to be newer stays as it is.
CREATE FUNCTION stage.promote_shopify_customers(job uuid, channel text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    tenant   text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    promoted bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));
    INSERT INTO public.customers AS known (organization_id, channel_id, shopify_customer_id, name, first_name, last_name,
        email, phone, default_address, platform_updated_at)
    SELECT DISTINCT ON (stage.shopify_id(c.id)) tenant, channel, stage.shopify_id(c.id), c."displayName", c."firstName",
           c."lastName", c."defaultEmailAddress" ->> 'emailAddress', c."defaultPhoneNumber" ->> 'phoneNumber',
           stage.shopify_address(c."defaultAddress"), c."updatedAt"
    FROM stage.lines l
    CROSS JOIN LATERAL jsonb_to_record(l.payload) AS c (id text, "displayName" text, "firstName" text, "lastName" text,
        "defaultEmailAddress" jsonb, "defaultPhoneNumber" jsonb, "defaultAddress" jsonb, "updatedAt" timestamptz)
    WHERE l.job_id = job AND c.id LIKE 'gid://shopify/Customer/%'
    ORDER BY stage.shopify_id(c.id), c."updatedAt" DESC, l.line DESC
    ON CONFLICT (channel_id, shopify_customer_id) DO UPDATE
    SET name = excluded.name, first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
        phone = excluded.phone, default_address = excluded.default_address,
        platform_updated_at = excluded.platform_updated_at, updated_at = now()
    WHERE known.platform_updated_at IS NULL OR known.platform_updated_at <= excluded.platform_updated_at;
    GET DIAGNOSTICS promoted = ROW_COUNT;

    -- orders that came before their customer
    UPDATE public.orders o SET customer_id = c.id
    FROM public.shopify_orders raw JOIN public.customers c
        ON c.channel_id = channel AND c.shopify_customer_id = stage.shopify_id(raw.raw_data -> 'customer' ->> 'id')
    WHERE o.channel_id = channel AND o.customer_id IS NULL
      AND raw.integration_id = channel AND raw.shopify_order_id = o.shopify_order_id;
    RETURN promoted;
END
$$;

-- Products that a job has landed, each whole, with what belongs to it in the order it came; those after one of them.
-- A connection may have been cut off silently: how many there should be stands beside what came.
CREATE FUNCTION stage.landed_shopify_products(job uuid, after text, at_most integer)
    RETURNS TABLE (external_id text, product jsonb)
    LANGUAGE sql STABLE AS $$
    WITH page AS MATERIALIZED (
        SELECT DISTINCT ON (p.payload ->> 'id') p.payload ->> 'id' AS gid, p.payload
        FROM stage.lines p
        WHERE p.job_id = job AND p.payload ->> 'id' LIKE 'gid://shopify/Product/%'
          AND (after IS NULL OR p.payload ->> 'id' > after)
        ORDER BY p.payload ->> 'id', p.line DESC
        LIMIT at_most)
    SELECT page.gid,
           page.payload || jsonb_build_object(
               'variants', coalesce(jsonb_agg(c.payload - '__parentId' ORDER BY c.line)
                   FILTER (WHERE c.payload ->> 'id' LIKE 'gid://shopify/ProductVariant/%'), '[]'),
               'media', coalesce(jsonb_agg(c.payload - '__parentId' ORDER BY c.line)
                   FILTER (WHERE c.payload ->> 'id' LIKE 'gid://shopify/MediaImage/%'), '[]'),
               'collections', coalesce(jsonb_agg(c.payload - '__parentId' ORDER BY c.line)
                   FILTER (WHERE c.payload ->> 'id' LIKE 'gid://shopify/Collection/%'), '[]'))
    FROM page
    LEFT JOIN stage.lines c ON c.job_id = job AND c.payload ->> '__parentId' = page.gid
    GROUP BY page.gid, page.payload
    ORDER BY page.gid
$$;

-- What belongs to a product, or the product itself, without a look at every line.
CREATE INDEX lines_by_parent ON stage.lines (job_id, (payload ->> '__parentId')) WHERE payload ->> '__parentId' IS NOT NULL;
CREATE INDEX lines_of_products ON stage.lines (job_id, (payload ->> 'id')) WHERE payload ->> 'id' LIKE 'gid://shopify/Product/%';

-- Takes over products as Shopify wrote them. What the hub holds of them is decided field by field elsewhere.
CREATE FUNCTION stage.promote_shopify_products(job uuid, channel text, complete boolean) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    tenant   text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    promoted bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));
    INSERT INTO public.shopify_products AS known (organization_id, integration_id, shopify_product_id, title, handle, vendor,
        product_type, status, tags, images, raw_data, shopify_created_at, shopify_updated_at)
    SELECT tenant, channel, stage.shopify_id(p.id), p.title, p.handle, p.vendor, p."productType", lower(p.status),
           ARRAY(SELECT jsonb_array_elements_text(p.tags)), landed.product -> 'media', landed.product, p."createdAt",
           p."updatedAt"
    FROM stage.landed_shopify_products(job, NULL, NULL) landed
    CROSS JOIN LATERAL jsonb_to_record(landed.product) AS p (id text, title text, handle text, vendor text,
        "productType" text, status text, tags jsonb, "createdAt" timestamptz, "updatedAt" timestamptz)
    ON CONFLICT (integration_id, shopify_product_id) DO UPDATE
    SET title = excluded.title, handle = excluded.handle, vendor = excluded.vendor, product_type = excluded.product_type,
        status = excluded.status, tags = excluded.tags, images = excluded.images, raw_data = excluded.raw_data,
        shopify_created_at = excluded.shopify_created_at, shopify_updated_at = excluded.shopify_updated_at,
        synced_at = now(), updated_at = now()
    WHERE known.shopify_updated_at IS NULL OR known.shopify_updated_at <= excluded.shopify_updated_at;
    GET DIAGNOSTICS promoted = ROW_COUNT;
    -- only a pass over everything tells what is gone
    IF complete THEN
        DELETE FROM public.shopify_products known
        WHERE known.integration_id = channel
          AND NOT EXISTS (
              SELECT FROM stage.lines l
              WHERE l.job_id = job AND l.payload ->> 'id' = 'gid://shopify/Product/' || known.shopify_product_id
                AND l.payload ->> 'id' LIKE 'gid://shopify/Product/%');
    END IF;
    RETURN promoted;
END
$$;

-- Lines of orders that came before the hub knew what they are about.
CREATE FUNCTION control.link_order_items(channel text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    linked bigint;
BEGIN
    UPDATE public.order_items i SET variant_id = v.variant_id, product_id = v.product_id, updated_at = now()
    FROM public.orders o, control.listing_variants v
    WHERE o.channel_id = channel AND i.order_id = o.id AND i.variant_id IS NULL
      AND v.channel_id = channel AND v.external_variant_id = i.shopify_variant_id;
    GET DIAGNOSTICS linked = ROW_COUNT;
    RETURN linked;
END
$$;
