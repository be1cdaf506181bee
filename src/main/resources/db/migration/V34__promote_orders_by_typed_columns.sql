-- Orders are taken over much faster, and one that cannot be read no longer keeps the others back.

-- Lines of usual size are neither compressed nor kept beside the table: they are read a few times and then go.
ALTER TABLE stage.lines SET (toast_tuple_target = 8160);

ALTER TABLE stage.lines
    -- What was read again by itself counts instead of what the whole pass brought of the same thing.
    ADD COLUMN reread boolean NOT NULL DEFAULT false,
    -- Why the line could not be read; its payload is then its text.
    ADD COLUMN problem text;
CREATE INDEX lines_with_a_problem ON stage.lines (job_id) WHERE problem IS NOT NULL;

ALTER TABLE public.orders
    ADD COLUMN tips   numeric,
    ADD COLUMN duties numeric;

-- What belongs to an order, as it came: line items and what else was asked for. To put it into the order's own document would take
-- longer than all the rest.
ALTER TABLE public.shopify_orders ADD COLUMN raw_lines jsonb[] NOT NULL DEFAULT '{}';
UPDATE public.shopify_orders
SET raw_lines = ARRAY(SELECT jsonb_array_elements(raw_data -> 'children')), raw_data = raw_data - 'children'
WHERE jsonb_typeof(raw_data -> 'children') = 'array';

DO $$
BEGIN
    ALTER TABLE public.shopify_orders ALTER raw_data SET COMPRESSION lz4, ALTER raw_lines SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'this server was built without lz4';
END
$$;

-- The number in an id as Shopify's GraphQL writes it, gid://shopify/Order/1?...; null for null.
CREATE OR REPLACE FUNCTION stage.shopify_id(gid text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN nullif(split_part(split_part(gid, '/', 5), '?', 1), '');

-- Whether all of these that are there are amounts. An array is written with quotes around what is neither.
CREATE FUNCTION stage.are_amounts(VARIADIC texts text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CAST(texts AS text) ~ '^\{(?:(?:-?\d+(?:\.\d+)?|NULL),?)*\}$' AND octet_length(CAST(texts AS text)) < 4000;

-- Whether all of these that are there are moments of these centuries, on days that there are.
CREATE FUNCTION stage.are_moments(VARIADIC texts text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CAST(texts AS text)
        ~ ('^\{(?:(?:(?:(?:19|20|21)\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)'
        || '|(?:0[13578]|1[02])-31)|(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)-02-29)'
        || 'T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)|NULL),?)*\}$');

-- An address in the hub's words; null for null.
CREATE OR REPLACE FUNCTION stage.shopify_address(address jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN jsonb_typeof(address) = 'object' THEN jsonb_strip_nulls(jsonb_object(
        ARRAY['firstName', 'lastName', 'company', 'street', 'street2', 'zip', 'city', 'province', 'country', 'phone'],
        ARRAY[address ->> 'firstName', address ->> 'lastName', address ->> 'company', address ->> 'address1',
              address ->> 'address2', address ->> 'zip', address ->> 'city', address ->> 'provinceCode',
              address ->> 'countryCodeV2', address ->> 'phone'])) END;

-- What the lines of a list of taxes come to, each as it is written.
CREATE FUNCTION stage.shopify_taxes(list jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN jsonb_typeof(list) <> 'array' OR list = '[]' THEN '{}'
                WHEN jsonb_array_length(list) = 1 THEN ARRAY[list -> 0 -> 'priceSet' -> 'shopMoney' ->> 'amount']
                ELSE ARRAY(SELECT tax -> 'priceSet' -> 'shopMoney' ->> 'amount' FROM jsonb_array_elements(list) tax) END;

-- The texts in a list; none where it is no list.
CREATE FUNCTION stage.texts(list jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN jsonb_typeof(list) = 'array' AND list <> '[]'
                THEN ARRAY(SELECT jsonb_array_elements_text(list)) ELSE '{}' END;

-- A count as a platform writes it; null for anything else.
CREATE FUNCTION stage.whole_number(written text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN written ~ '^\d{1,9}$' THEN CAST(written AS integer) END;

-- Orders whose line items do not come to what the order says of them, or that came in several versions, whose lines cannot be told
-- apart, or of which a line cannot be read: they are to be read again by themselves (fact 30). What has been is not named again. The orders and
-- what belongs to them are read once and not joined: of lines that have just landed the planner knows nothing, and it would read all
-- lines anew for each order. An order without a number cannot be read again.
CREATE FUNCTION stage.cut_orders(job uuid) RETURNS SETOF text
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

-- Whether a version of a thing is taken instead of the one that is known. Of the same version the one that was read later counts: lines can
-- change without it (fact 55), and what is known may have been read, or found deleted, after the pass that brings this began.
CREATE FUNCTION stage.is_news(known_version timestamptz, version timestamptz, known_since timestamptz, began timestamptz) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN known_version IS NULL OR known_version < version
        OR known_version = version AND (began IS NULL OR known_since < began);

DROP FUNCTION stage.promote_shopify_orders(uuid, text);
-- Nothing else used it.
DROP FUNCTION stage.shopify_sum(jsonb, text);

-- Takes over the orders that a job has landed, with their lines and customers, in the caller's transaction. An order that is known
-- to be newer stays as it is. The lines of an order are replaced whole if they came whole; if not, none is taken away. An order that
-- cannot be read, or is still cut, is left to be tried again by itself.
CREATE FUNCTION stage.promote_shopify_orders(job uuid, channel text)
    RETURNS TABLE (promoted_orders bigint, promoted_items bigint, promoted_customers bigint, failed_orders bigint)
    LANGUAGE plpgsql
    SET work_mem = '64MB'
    SET jit = off
    AS $$
DECLARE
    tenant text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    -- null for what was read by itself a moment ago
    began  timestamptz := (SELECT j.started_at FROM public.sync_jobs j WHERE j.id = job);
BEGIN
    -- two passes over one shop take turns, or each would wait for rows of the other
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));

    -- each document is opened once; the texts are cast when what cannot be is gone
    CREATE TEMPORARY TABLE landed ON COMMIT DROP AS
        SELECT stage.shopify_id(p.id) AS external_id, s.line, s.reread, p.name, p.email, p.phone, p.note,
               p."currencyCode" AS currency, p."presentmentCurrencyCode" AS presentment_currency,
               lower(p."displayFinancialStatus") AS payment_status, lower(p."displayFulfillmentStatus") AS fulfillment_status,
               stage.whole_number(p."subtotalLineItemsQuantity") AS units,
               stage.shopify_id(p.customer ->> 'id') AS customer, p.customer ->> 'displayName' AS customer_name,
               p.customer ->> 'updatedAt' AS customer_updated_at,
               stage.texts(p.tags) AS tags, stage.texts(p."discountCodes") AS discount_codes,
               CASE p."taxesIncluded" WHEN 'true' THEN true WHEN 'false' THEN false END AS taxes_included,
               coalesce(p.test = 'true', false) AS is_test,
               CASE WHEN p."cancelledAt" IS NULL THEN 'open' ELSE 'cancelled' END AS status,
               stage.shopify_address(p."shippingAddress") AS shipping_address,
               CASE WHEN p."billingAddress" IS DISTINCT FROM p."shippingAddress"
                    THEN coalesce(stage.shopify_address(p."billingAddress"), 'null') END AS other_billing_address,
               p."createdAt" AS created_at, p."updatedAt" AS updated_at, p."processedAt" AS processed_at,
               p."cancelledAt" AS cancelled_at,
               p."subtotalPriceSet" -> 'shopMoney' ->> 'amount' AS subtotal,
               p."totalPriceSet" -> 'shopMoney' ->> 'amount' AS total,
               p."currentTotalPriceSet" -> 'shopMoney' ->> 'amount' AS current_total,
               p."totalTaxSet" -> 'shopMoney' ->> 'amount' AS tax,
               p."totalDiscountsSet" -> 'shopMoney' ->> 'amount' AS discounts,
               p."totalShippingPriceSet" -> 'shopMoney' ->> 'amount' AS shipping,
               p."totalRefundedSet" -> 'shopMoney' ->> 'amount' AS refunded,
               p."totalTipReceivedSet" -> 'shopMoney' ->> 'amount' AS tips,
               p."originalTotalDutiesSet" -> 'shopMoney' ->> 'amount' AS duties,
               CASE WHEN stage.shopify_id(p.id) IS NULL OR p.name IS NULL OR p."createdAt" IS NULL OR p."updatedAt" IS NULL
                    THEN 'it has no id, name, createdAt or updatedAt'
                    WHEN NOT stage.are_moments(p."createdAt", p."updatedAt", p."processedAt", p."cancelledAt",
                        p.customer ->> 'updatedAt')
                    THEN 'not all of these are moments: ' || concat_ws(', ', p."createdAt", p."updatedAt", p."processedAt",
                        p."cancelledAt", p.customer ->> 'updatedAt')
                    WHEN NOT stage.are_amounts(p."subtotalPriceSet" -> 'shopMoney' ->> 'amount',
                        p."totalPriceSet" -> 'shopMoney' ->> 'amount', p."currentTotalPriceSet" -> 'shopMoney' ->> 'amount',
                        p."totalTaxSet" -> 'shopMoney' ->> 'amount', p."totalDiscountsSet" -> 'shopMoney' ->> 'amount',
                        p."totalShippingPriceSet" -> 'shopMoney' ->> 'amount', p."totalRefundedSet" -> 'shopMoney' ->> 'amount',
                        p."totalTipReceivedSet" -> 'shopMoney' ->> 'amount',
                        p."originalTotalDutiesSet" -> 'shopMoney' ->> 'amount')
                    THEN 'not all of its sums are amounts' END AS problem
        FROM stage.lines s
        CROSS JOIN LATERAL jsonb_to_record(s.payload) AS p(id text, name text, email text, phone text, note text,
            "currencyCode" text, "presentmentCurrencyCode" text, "displayFinancialStatus" text, "displayFulfillmentStatus" text,
            "subtotalLineItemsQuantity" text, customer jsonb, tags jsonb, "discountCodes" jsonb, "taxesIncluded" text, test text,
            "shippingAddress" jsonb, "billingAddress" jsonb, "createdAt" text, "updatedAt" text, "processedAt" text,
            "cancelledAt" text, "subtotalPriceSet" jsonb, "totalPriceSet" jsonb, "currentTotalPriceSet" jsonb,
            "totalTaxSet" jsonb, "totalDiscountsSet" jsonb, "totalShippingPriceSet" jsonb, "totalRefundedSet" jsonb,
            "totalTipReceivedSet" jsonb, "originalTotalDutiesSet" jsonb)
        WHERE s.job_id = job AND s.payload ->> 'id' LIKE 'gid://shopify/Order/%';

    CREATE TEMPORARY TABLE landed_items ON COMMIT DROP AS
        SELECT stage.shopify_id(p."__parentId") AS parent, stage.shopify_id(p.id) AS external_id, s.line, s.reread,
               stage.shopify_id(p.product ->> 'id') AS product, stage.shopify_id(p.variant ->> 'id') AS variant,
               p.name, p.sku, CASE WHEN p."customAttributes" <> '[]' THEN p."customAttributes" END AS customizations,
               stage.whole_number(p.quantity) AS quantity, p."currentQuantity" AS current_quantity,
               p."originalUnitPriceSet" -> 'shopMoney' ->> 'amount' AS unit_price,
               p."originalTotalSet" -> 'shopMoney' ->> 'amount' AS original_total,
               p."discountedTotalSet" -> 'shopMoney' ->> 'amount' AS total, stage.shopify_taxes(p."taxLines") AS taxes,
               CASE WHEN stage.shopify_id(p.id) IS NULL OR stage.whole_number(p.quantity) IS NULL OR NOT stage.are_amounts(
                        VARIADIC stage.shopify_taxes(p."taxLines") || ARRAY[p."currentQuantity",
                            p."originalUnitPriceSet" -> 'shopMoney' ->> 'amount',
                            p."originalTotalSet" -> 'shopMoney' ->> 'amount',
                            p."discountedTotalSet" -> 'shopMoney' ->> 'amount'])
                    THEN 'no id, quantity or amount can be read in ' || CAST(s.payload AS text) END AS problem
        FROM stage.lines s
        CROSS JOIN LATERAL jsonb_to_record(s.payload) AS p(id text, "__parentId" text, product jsonb, variant jsonb, name text,
            sku text, "customAttributes" jsonb, quantity text, "currentQuantity" text, "originalUnitPriceSet" jsonb,
            "originalTotalSet" jsonb, "discountedTotalSet" jsonb, "taxLines" jsonb)
        WHERE s.job_id = job AND s.payload ->> 'id' LIKE 'gid://shopify/LineItem/%';

    CREATE TEMPORARY TABLE odd ON COMMIT DROP AS
        SELECT s.* FROM stage.stray_lines(job, 'Order') s;

    -- several versions of an order: the newest, or what was read again; its lines are then not known to be whole
    CREATE TEMPORARY TABLE cut ON COMMIT DROP AS
        SELECT external_id FROM landed GROUP BY 1 HAVING count(*) > 1 AND NOT bool_or(reread);
    DELETE FROM landed l
    USING (SELECT DISTINCT ON (external_id) external_id, line
           FROM landed
           WHERE external_id IN (SELECT external_id FROM landed GROUP BY 1 HAVING count(*) > 1)
           ORDER BY external_id, reread DESC, updated_at COLLATE "C" DESC NULLS LAST, line DESC) best
    WHERE l.external_id = best.external_id AND l.line <> best.line;

    -- what was read again has come whole behind its order
    IF EXISTS (SELECT FROM landed WHERE reread) THEN
        DELETE FROM landed_items i USING landed l
        WHERE l.reread AND i.parent = l.external_id AND (NOT i.reread OR i.line < l.line);
    END IF;
    DELETE FROM landed_items i
    USING (SELECT parent, external_id, max(line) AS line FROM landed_items GROUP BY 1, 2 HAVING count(*) > 1) best
    WHERE i.parent = best.parent AND i.external_id = best.external_id AND i.line <> best.line;

    UPDATE landed l
    SET problem = concat_ws('; ', l.problem, i.problem)
    FROM (SELECT parent, string_agg(problem, '; ') AS problem FROM landed_items WHERE problem IS NOT NULL GROUP BY 1) i
    WHERE i.parent = l.external_id;

    INSERT INTO cut
    SELECT l.external_id
    FROM landed l
    LEFT JOIN (SELECT parent, sum(quantity) AS units FROM landed_items GROUP BY 1) i ON i.parent = l.external_id
    -- read again by itself an order can have more than it says: tips and gift cards
    WHERE CASE WHEN l.reread THEN coalesce(i.units, 0) < l.units ELSE coalesce(i.units, 0) <> l.units END
    UNION
    SELECT l.external_id FROM landed l JOIN odd o ON o.external_id = l.external_id AND o.reread = l.reread;

    WITH failed AS (
        SELECT coalesce(l.external_id, 'line ' || l.line) AS external_id, CAST(s.payload AS text) AS written,
               coalesce(l.problem, 'line items are missing: others came than those it has '
                   || coalesce(l.units || ' units of', '')) AS problem
        FROM landed l
        JOIN stage.lines s ON s.job_id = job AND s.line = l.line
        WHERE l.problem IS NOT NULL OR l.external_id IN (SELECT cut.external_id FROM cut)
        UNION ALL
        (SELECT DISTINCT ON (1) coalesce(o.external_id, 'line ' || o.line), o.written, o.problem
         FROM odd o
         WHERE NOT EXISTS (SELECT FROM landed l WHERE l.external_id = o.external_id)
         ORDER BY 1, o.line DESC))
    INSERT INTO public.failed_sync_items AS known (tenant_id, channel_id, entity_type, shopify_id, raw_data, error_message,
        next_retry_at)
    SELECT tenant, channel, 'order', f.external_id, f.written, f.problem, now() + interval '1 minute'
    FROM failed f
    ON CONFLICT (channel_id, entity_type, shopify_id) WHERE resolved_at IS NULL DO UPDATE
    SET raw_data = excluded.raw_data, error_message = excluded.error_message;
    GET DIAGNOSTICS failed_orders = ROW_COUNT;

    DELETE FROM landed WHERE problem IS NOT NULL;
    CREATE UNIQUE INDEX ON landed (external_id);
    ANALYZE landed (external_id, customer);
    ANALYZE landed_items (parent, external_id, variant, product);

    WITH newest AS (
        SELECT DISTINCT ON (customer) customer, line
        FROM landed
        WHERE customer IS NOT NULL
        ORDER BY customer, customer_updated_at COLLATE "C" DESC NULLS LAST, updated_at COLLATE "C" DESC)
    INSERT INTO public.customers AS known (organization_id, channel_id, shopify_customer_id, name, first_name, last_name,
        email, phone, default_address, platform_updated_at)
    SELECT tenant, channel, n.customer, c."displayName", c."firstName", c."lastName",
           c."defaultEmailAddress" ->> 'emailAddress', c."defaultPhoneNumber" ->> 'phoneNumber',
           stage.shopify_address(c."defaultAddress"), CAST(c."updatedAt" AS timestamptz)
    FROM newest n
    JOIN stage.lines s ON s.job_id = job AND s.line = n.line
    CROSS JOIN LATERAL jsonb_to_record(s.payload -> 'customer') AS c("displayName" text, "firstName" text, "lastName" text,
        "defaultEmailAddress" jsonb, "defaultPhoneNumber" jsonb, "defaultAddress" jsonb, "updatedAt" text)
    ON CONFLICT (channel_id, shopify_customer_id) DO UPDATE
    SET name = excluded.name, first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
        phone = excluded.phone, default_address = excluded.default_address,
        platform_updated_at = excluded.platform_updated_at, deleted_at = NULL, updated_at = now()
    WHERE known.platform_updated_at IS NULL OR known.platform_updated_at < excluded.platform_updated_at;
    GET DIAGNOSTICS promoted_customers = ROW_COUNT;

    INSERT INTO public.shopify_orders AS known (organization_id, integration_id, shopify_order_id, order_number, customer_name,
        customer_email, currency, total_price, subtotal_price, total_tax, total_discounts, total_shipping, total_refunded,
        financial_status, fulfillment_status, status, raw_data, raw_lines, shopify_created_at, shopify_updated_at)
    SELECT tenant, channel, l.external_id, l.name, l.customer_name, l.email, l.currency, CAST(l.total AS numeric),
           CAST(l.subtotal AS numeric), CAST(l.tax AS numeric), CAST(l.discounts AS numeric), CAST(l.shipping AS numeric),
           CAST(l.refunded AS numeric), l.payment_status, l.fulfillment_status, l.status,
           s.payload, coalesce(children.lines, '{}'),
           CAST(l.created_at AS timestamptz), CAST(l.updated_at AS timestamptz)
    FROM landed l
    JOIN stage.lines s ON s.job_id = job AND s.line = l.line
    LEFT JOIN (
        SELECT stage.shopify_id(c.payload ->> '__parentId') AS parent, c.reread, array_agg(c.payload) AS lines
        FROM stage.lines c
        WHERE c.job_id = job AND c.payload ->> '__parentId' IS NOT NULL
        GROUP BY 1, 2) children ON children.parent = l.external_id AND children.reread = l.reread
    ON CONFLICT (integration_id, shopify_order_id) DO UPDATE
    SET order_number = excluded.order_number, customer_name = excluded.customer_name,
        customer_email = excluded.customer_email, currency = excluded.currency, total_price = excluded.total_price,
        subtotal_price = excluded.subtotal_price, total_tax = excluded.total_tax,
        total_discounts = excluded.total_discounts, total_shipping = excluded.total_shipping,
        total_refunded = excluded.total_refunded, financial_status = excluded.financial_status,
        fulfillment_status = excluded.fulfillment_status, status = excluded.status, raw_data = excluded.raw_data,
        raw_lines = excluded.raw_lines, shopify_updated_at = excluded.shopify_updated_at, synced_at = now(), updated_at = now()
    WHERE stage.is_news(known.shopify_updated_at, excluded.shopify_updated_at, known.synced_at, began);

    CREATE TEMPORARY TABLE taken (id uuid, external_id text NOT NULL) ON COMMIT DROP;
    WITH upserted AS (
        INSERT INTO public.orders AS known (organization_id, channel_id, shopify_order_id, order_number, customer_id,
            customer_name, customer_email, customer_phone, shipping_address, billing_address, status, payment_status,
            fulfillment_status, currency, presentment_currency, subtotal, tax, shipping, discounts, total, current_total,
            refunded, tips, duties, taxes_included, discount_codes, tags, note, is_test, order_date, processed_at, cancelled_at,
            platform_updated_at)
        SELECT tenant, channel, l.external_id, l.name, c.id, l.customer_name, l.email, l.phone, l.shipping_address,
               CASE WHEN l.other_billing_address IS NULL THEN l.shipping_address
                    ELSE nullif(l.other_billing_address, 'null') END,
               l.status, l.payment_status, l.fulfillment_status, l.currency, l.presentment_currency,
               CAST(l.subtotal AS numeric), CAST(l.tax AS numeric), CAST(l.shipping AS numeric), CAST(l.discounts AS numeric),
               CAST(l.total AS numeric), CAST(l.current_total AS numeric), CAST(l.refunded AS numeric),
               CAST(l.tips AS numeric), CAST(l.duties AS numeric), l.taxes_included, l.discount_codes, l.tags, l.note,
               l.is_test, CAST(l.created_at AS timestamptz), CAST(l.processed_at AS timestamptz),
               CAST(l.cancelled_at AS timestamptz), CAST(l.updated_at AS timestamptz)
        FROM landed l
        LEFT JOIN public.customers c ON c.channel_id = channel AND c.shopify_customer_id = l.customer
        ON CONFLICT (channel_id, shopify_order_id) DO UPDATE
        SET order_number = excluded.order_number, customer_id = excluded.customer_id,
            customer_name = excluded.customer_name, customer_email = excluded.customer_email,
            customer_phone = excluded.customer_phone, shipping_address = excluded.shipping_address,
            billing_address = excluded.billing_address, status = excluded.status,
            payment_status = excluded.payment_status, fulfillment_status = excluded.fulfillment_status,
            currency = excluded.currency, presentment_currency = excluded.presentment_currency,
            subtotal = excluded.subtotal, tax = excluded.tax, shipping = excluded.shipping,
            discounts = excluded.discounts, total = excluded.total, current_total = excluded.current_total,
            refunded = excluded.refunded, tips = excluded.tips, duties = excluded.duties,
            taxes_included = excluded.taxes_included,
            discount_codes = excluded.discount_codes, tags = excluded.tags, note = excluded.note,
            is_test = excluded.is_test, order_date = excluded.order_date, processed_at = excluded.processed_at,
            cancelled_at = excluded.cancelled_at, platform_updated_at = excluded.platform_updated_at, deleted_at = NULL,
            updated_at = now()
        WHERE stage.is_news(known.platform_updated_at, excluded.platform_updated_at, known.updated_at, began)
        RETURNING known.id, known.shopify_order_id)
    INSERT INTO taken SELECT upserted.id, upserted.shopify_order_id FROM upserted;
    -- those too that are known to be as new, or newer
    promoted_orders := (SELECT count(*) FROM landed);
    ANALYZE taken;

    DELETE FROM public.order_items i USING taken t
    WHERE i.order_id = t.id
      AND NOT EXISTS (
          SELECT FROM landed_items n WHERE n.parent = t.external_id AND n.external_id = i.external_id)
      AND NOT EXISTS (SELECT FROM cut WHERE cut.external_id = t.external_id);

    INSERT INTO public.order_items (order_id, organization_id, external_id, product_id, variant_id, shopify_product_id,
        shopify_variant_id, name, sku, quantity, current_quantity, price, discount, tax, total, customizations, position)
    SELECT t.id, tenant, n.external_id, coalesce(v.product_id, p.product_id), v.variant_id, n.product, n.variant,
           n.name, n.sku, n.quantity, CAST(n.current_quantity AS numeric), CAST(n.unit_price AS numeric),
           CAST(n.original_total AS numeric) - CAST(n.total AS numeric),
           CASE cardinality(n.taxes) WHEN 0 THEN 0 WHEN 1 THEN coalesce(CAST(n.taxes[1] AS numeric), 0)
                ELSE (SELECT coalesce(sum(CAST(tax AS numeric)), 0) FROM unnest(n.taxes) tax) END,
           CAST(n.total AS numeric), n.customizations,
           row_number() OVER (PARTITION BY n.parent ORDER BY length(n.external_id), n.external_id)
    FROM landed_items n
    JOIN taken t ON t.external_id = n.parent
    LEFT JOIN control.listing_variants v ON v.channel_id = channel AND v.external_variant_id = n.variant
    LEFT JOIN control.listings p ON p.channel_id = channel AND p.external_id = n.product
    ON CONFLICT (order_id, external_id) DO UPDATE
    SET product_id = excluded.product_id, variant_id = excluded.variant_id,
        shopify_product_id = excluded.shopify_product_id, shopify_variant_id = excluded.shopify_variant_id,
        name = excluded.name, sku = excluded.sku, quantity = excluded.quantity,
        current_quantity = excluded.current_quantity, price = excluded.price, discount = excluded.discount,
        tax = excluded.tax, total = excluded.total, customizations = excluded.customizations,
        position = excluded.position, updated_at = now();
    GET DIAGNOSTICS promoted_items = ROW_COUNT;

    UPDATE public.failed_sync_items f
    SET resolved_at = now(), resolution = 'success'
    FROM landed l
    WHERE f.channel_id = channel AND f.entity_type = 'order' AND f.resolved_at IS NULL AND f.shopify_id = l.external_id
      AND NOT EXISTS (SELECT FROM cut WHERE cut.external_id = l.external_id);

    DROP TABLE landed, landed_items, odd, cut, taken;
    RETURN NEXT;
END
$$;
