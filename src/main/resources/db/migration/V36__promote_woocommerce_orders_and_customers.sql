-- What was read of a WooCommerce shop's orders and customers, page by page, is taken over as a bulk operation's lines are: set by
-- set, all of a job or nothing (C2). What cannot be read is left out by itself, and noted.

ALTER TABLE public.orders ADD COLUMN deleted_at timestamptz;
ALTER TABLE public.customers ADD COLUMN deleted_at timestamptz;
COMMENT ON COLUMN public.orders.deleted_at IS 'since when it is gone from the shop, or in its trash; seen again, it is not';
COMMENT ON COLUMN public.customers.deleted_at IS 'since when nobody has this account in the shop; seen again, somebody has';

ALTER TABLE public.order_items
    ADD COLUMN woocommerce_product_id   text,
    ADD COLUMN woocommerce_variation_id text;

CREATE TABLE public.woocommerce_orders (
    id                     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id        text NOT NULL REFERENCES control.tenants,
    integration_id         text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    woocommerce_order_id   text NOT NULL,
    order_number           text,
    customer_name          text,
    customer_email         text,
    currency               text,
    -- As the shop writes them, net.
    total                  numeric,
    total_tax              numeric,
    discount_total         numeric,
    shipping_total         numeric,
    -- In the shop's words.
    status                 text,
    raw_data               jsonb NOT NULL,
    woocommerce_created_at timestamptz,
    woocommerce_updated_at timestamptz,
    synced_at              timestamptz NOT NULL DEFAULT now(),
    created_at             timestamptz NOT NULL DEFAULT now(),
    updated_at             timestamptz NOT NULL DEFAULT now(),
    UNIQUE (integration_id, woocommerce_order_id)
);

CREATE INDEX woocommerce_orders_of_organization ON public.woocommerce_orders (organization_id, woocommerce_order_id);

-- The text if it is a number as shops write them, no longer than any amount is; null for anything else.
CREATE FUNCTION stage.woocommerce_number(written text) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN written ~ '^-?\d{1,15}(\.\d{1,30})?$' THEN CAST(written AS numeric) END;

-- The moment that a date of UTC without an offset names (fact 59), null if there is no such day.
CREATE FUNCTION stage.woocommerce_time(written text) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN written ~ ('^[12]\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)'
                                || '|02-(0[1-9]|1\d|2[0-8]))T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$')
                  OR written ~ ('^([12]\d(0[48]|[2468][048]|[13579][26])|2000)-02-29T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$')
                THEN CAST(written || 'Z' AS timestamptz) END;

-- The elements of a list; none of what is no list.
CREATE FUNCTION stage.woocommerce_list(list jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN jsonb_typeof(list) = 'array' THEN list ELSE '[]'::jsonb END;

-- An address in the hub's words; null where every line of it is blank.
CREATE FUNCTION stage.woocommerce_address(address jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN nullif(jsonb_strip_nulls(jsonb_build_object(
        'firstName', nullif(address ->> 'first_name', ''), 'lastName', nullif(address ->> 'last_name', ''),
        'company', nullif(address ->> 'company', ''), 'street', nullif(address ->> 'address_1', ''),
        'street2', nullif(address ->> 'address_2', ''), 'zip', nullif(address ->> 'postcode', ''),
        'city', nullif(address ->> 'city', ''), 'province', nullif(address ->> 'state', ''),
        'country', nullif(address ->> 'country', ''), 'phone', nullif(address ->> 'phone', ''))), '{}');

-- Whoever an address names, null if nobody.
CREATE FUNCTION stage.woocommerce_name(person jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN nullif(btrim(concat(person ->> 'first_name', ' ', person ->> 'last_name')), '');

-- What keeps an order from being taken over, null if nothing does.
CREATE FUNCTION stage.woocommerce_order_flaw(landed jsonb) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN coalesce(landed ->> 'status', '') = '' THEN 'status is missing'
        WHEN stage.woocommerce_time(landed ->> 'date_created_gmt') IS NULL THEN 'date_created_gmt is no date'
        WHEN landed ->> 'date_modified_gmt' IS NOT NULL AND stage.woocommerce_time(landed ->> 'date_modified_gmt') IS NULL
            THEN 'date_modified_gmt is no date'
        WHEN landed ->> 'date_paid_gmt' IS NOT NULL AND stage.woocommerce_time(landed ->> 'date_paid_gmt') IS NULL
            THEN 'date_paid_gmt is no date'
        WHEN jsonb_typeof(landed -> 'prices_include_tax') IS DISTINCT FROM 'boolean' THEN 'prices_include_tax is missing'
        WHEN jsonb_typeof(landed -> 'line_items') IS DISTINCT FROM 'array' THEN 'line_items is no list'
        ELSE coalesce(
            (SELECT amount || ' is no amount'
             FROM unnest(ARRAY['total', 'total_tax', 'discount_total', 'discount_tax', 'shipping_total', 'shipping_tax']) amount
             WHERE stage.woocommerce_number(landed ->> amount) IS NULL
             LIMIT 1),
            (SELECT 'a refund''s total is no amount'
             FROM jsonb_array_elements(stage.woocommerce_list(landed -> 'refunds')) refund
             WHERE stage.woocommerce_number(refund ->> 'total') IS NULL
             LIMIT 1),
            (SELECT concat('line ', line ->> 'id', ': ', amount, ' is no amount')
             FROM jsonb_array_elements(landed -> 'line_items') line
             CROSS JOIN unnest(ARRAY['id', 'quantity', 'subtotal', 'subtotal_tax', 'total', 'total_tax']) amount
             WHERE stage.woocommerce_number(line ->> amount) IS NULL
             LIMIT 1))
        END;

-- What keeps a customer from being taken over, null if nothing does. Whom nobody ever changed has no date of it.
CREATE FUNCTION stage.woocommerce_customer_flaw(landed jsonb) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN stage.woocommerce_time(landed ->> 'date_created_gmt') IS NULL THEN 'date_created_gmt is no date'
        WHEN landed ->> 'date_modified_gmt' IS NOT NULL AND stage.woocommerce_time(landed ->> 'date_modified_gmt') IS NULL
            THEN 'date_modified_gmt is no date'
        END;

-- Notes what a job has landed and cannot be taken over, and that what was noted earlier now can; says how much cannot. Expects the table
-- landed_lines.
CREATE FUNCTION stage.note_woocommerce_flaws(job uuid, tenant text, channel text, entity text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    noted bigint;
BEGIN
    INSERT INTO public.failed_sync_items AS known
        (tenant_id, channel_id, entity_type, shopify_id, raw_data, error_message, next_retry_at)
    SELECT DISTINCT ON (bad.external_id) tenant, channel, entity, bad.external_id, CAST(l.payload AS text), bad.flaw, now()
    FROM landed_lines bad
    JOIN stage.lines l ON l.job_id = job AND l.line = bad.line
    WHERE bad.flaw IS NOT NULL
      AND NOT EXISTS (
          SELECT FROM landed_lines good
          WHERE good.external_id = bad.external_id AND good.flaw IS NULL AND good.line > bad.line)
    ORDER BY bad.external_id, bad.line DESC
    ON CONFLICT (channel_id, entity_type, shopify_id) WHERE resolved_at IS NULL DO UPDATE
    SET raw_data = excluded.raw_data, error_message = excluded.error_message, retry_count = known.retry_count + 1,
        next_retry_at = excluded.next_retry_at;
    GET DIAGNOSTICS noted = ROW_COUNT;

    UPDATE public.failed_sync_items known SET resolved_at = now(), resolution = 'success'
    FROM landed l
    WHERE known.channel_id = channel AND known.entity_type = entity AND known.shopify_id = l.external_id
      AND known.resolved_at IS NULL
      AND NOT EXISTS (
          SELECT FROM landed_lines bad
          WHERE bad.external_id = l.external_id AND bad.flaw IS NOT NULL AND bad.line > l.line);
    RETURN noted;
END
$$;

-- Since when what a job did not see is gone: its beginning. Null if that cannot be said, since it saw nothing at all, the shop
-- withheld some (fact 51), or nobody knows what a line is. Expects the table landed_lines.
CREATE FUNCTION stage.woocommerce_pass_began(job uuid) RETURNS timestamptz
    LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT j.created_at FROM public.sync_jobs j
            WHERE j.id = job
              AND EXISTS (SELECT FROM landed_lines)
              AND NOT EXISTS (SELECT FROM landed_lines stray WHERE stray.external_id LIKE 'line %')
              AND NOT EXISTS (SELECT FROM stage.lines l WHERE l.job_id = job AND l.payload ? 'withheld'));
END
$$;

-- Takes over the orders that a job has landed, with their lines, in the caller's transaction. An order that is known to be newer
-- stays as it is; one that is equally new is taken, since changed lines may leave an order's date as it was (fact 55). The lines
-- of an order are replaced whole, since they came whole. Orders in the trash are gone, drafts of a checkout are none.
--
-- Amounts mean what they mean for a shop of Shopify's: where prices include tax (taxes_included), subtotal, shipping, discounts and
-- the lines' price, discount and total do too. total is all that is to be paid, tax all tax in it, subtotal what goods and fees
-- come to after discounts, shipping what sending costs; so subtotal + shipping is total, and where tax comes on top
-- subtotal + shipping + tax is. The subtotal is what is left of the order's own sums, since a shop rounds each line by itself.
-- refunded is given back in all, current_total what is left of the total.
--
-- complete: every order of the shop was asked for. Those it does not have any more are gone.
CREATE FUNCTION stage.promote_woocommerce_orders(job uuid, channel text, complete boolean DEFAULT false)
    RETURNS TABLE (promoted_orders bigint, promoted_items bigint, promoted_customers bigint, failed_orders bigint)
    LANGUAGE plpgsql AS $$
DECLARE
    tenant    text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    -- null for what was read by itself a moment ago
    read_from timestamptz := (SELECT j.started_at FROM public.sync_jobs j WHERE j.id = job);
    began     timestamptz;
BEGIN
    -- two passes over one shop take turns, or each would wait for rows of the other
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));

    -- a long document is unpacked each time a field of it is read, so it is unpacked once: || and OFFSET do
    CREATE TEMPORARY TABLE landed_lines ON COMMIT DROP AS
        SELECT coalesce(payload ->> 'id', 'line ' || line) AS external_id, line,
               CASE WHEN problem IS NOT NULL THEN problem
                    WHEN payload ->> 'id' IS NULL THEN 'it has no id'
                    ELSE stage.woocommerce_order_flaw(payload) END AS flaw,
               payload ->> 'status' AS status,
               coalesce(nullif(payload ->> 'number', ''), payload ->> 'id') AS order_number,
               payload ->> 'currency' AS currency,
               payload -> 'prices_include_tax' = 'true' AS taxes_included,
               stage.woocommerce_time(payload ->> 'date_created_gmt') AS ordered_at,
               coalesce(stage.woocommerce_time(payload ->> 'date_modified_gmt'),
                        stage.woocommerce_time(payload ->> 'date_created_gmt')) AS updated_at,
               stage.woocommerce_time(payload ->> 'date_paid_gmt') AS paid_at,
               payload ->> 'date_completed_gmt' IS NOT NULL AS is_completed,
               stage.woocommerce_number(payload ->> 'total') AS total,
               stage.woocommerce_number(payload ->> 'total_tax') AS tax,
               stage.woocommerce_number(payload ->> 'shipping_total') AS net_shipping,
               stage.woocommerce_number(payload ->> 'shipping_tax') AS shipping_tax,
               stage.woocommerce_number(payload ->> 'discount_total') AS net_discounts,
               stage.woocommerce_number(payload ->> 'discount_tax') AS discounts_tax,
               (SELECT coalesce(-sum(stage.woocommerce_number(refund ->> 'total')), 0)
                FROM jsonb_array_elements(stage.woocommerce_list(payload -> 'refunds')) refund) AS refunded,
               jsonb_array_length(stage.woocommerce_list(payload -> 'refunds')) = 0 AS is_as_bought,
               ARRAY(SELECT coupon ->> 'code'
                     FROM jsonb_array_elements(stage.woocommerce_list(payload -> 'coupon_lines'))
                          WITH ORDINALITY AS used(coupon, place)
                     WHERE coupon ->> 'code' IS NOT NULL
                     ORDER BY place) AS discount_codes,
               nullif(payload ->> 'customer_note', '') AS note,
               nullif(payload ->> 'customer_id', '0') AS customer,
               coalesce(stage.woocommerce_name(payload -> 'billing'), stage.woocommerce_name(payload -> 'shipping'),
                        nullif(payload -> 'billing' ->> 'company', '')) AS customer_name,
               nullif(payload -> 'billing' ->> 'email', '') AS customer_email,
               stage.woocommerce_address(payload -> 'billing') AS billing_address,
               stage.woocommerce_address(payload -> 'shipping') AS shipping_address,
               stage.woocommerce_list(payload -> 'line_items') AS items
        FROM (SELECT line, problem, payload || '{}' AS payload FROM stage.lines WHERE job_id = job OFFSET 0) arrived
        WHERE NOT payload ? 'withheld';
    CREATE INDEX ON landed_lines (external_id);
    ANALYZE landed_lines;

    -- an order that came twice, since it was changed while it was read, counts as it came last
    CREATE TEMPORARY TABLE landed ON COMMIT DROP AS
        SELECT DISTINCT ON (external_id) *
        FROM landed_lines
        WHERE flaw IS NULL AND status NOT IN ('checkout-draft', 'auto-draft')
        ORDER BY external_id, updated_at DESC, line DESC;
    CREATE UNIQUE INDEX ON landed (external_id);
    ANALYZE landed;

    failed_orders := stage.note_woocommerce_flaws(job, tenant, channel, 'order');

    -- more is known of customers from their own list; until then they are as their latest order says
    INSERT INTO public.customers (organization_id, channel_id, woocommerce_customer_id, name, first_name, last_name, email,
        phone, default_address)
    SELECT DISTINCT ON (customer) tenant, channel, customer, customer_name,
           billing_address ->> 'firstName', billing_address ->> 'lastName', customer_email, billing_address ->> 'phone',
           billing_address
    FROM landed
    WHERE customer IS NOT NULL AND status <> 'trash'
    ORDER BY customer, updated_at DESC
    ON CONFLICT (channel_id, woocommerce_customer_id) DO NOTHING;
    GET DIAGNOSTICS promoted_customers = ROW_COUNT;

    INSERT INTO public.woocommerce_orders AS known (organization_id, integration_id, woocommerce_order_id, order_number,
        customer_name, customer_email, currency, total, total_tax, discount_total, shipping_total, status, raw_data,
        woocommerce_created_at, woocommerce_updated_at)
    SELECT tenant, channel, l.external_id, l.order_number, l.customer_name, l.customer_email, l.currency, l.total, l.tax,
           l.net_discounts, l.net_shipping, l.status, arrived.payload, l.ordered_at, l.updated_at
    FROM landed l
    JOIN stage.lines arrived ON arrived.job_id = job AND arrived.line = l.line
    -- one that was thrown away before it was ever seen is none
    WHERE l.status <> 'trash' OR EXISTS (
        SELECT FROM public.woocommerce_orders w
        WHERE w.integration_id = channel AND w.woocommerce_order_id = l.external_id)
    ON CONFLICT (integration_id, woocommerce_order_id) DO UPDATE
    SET order_number = excluded.order_number, customer_name = excluded.customer_name,
        customer_email = excluded.customer_email, currency = excluded.currency, total = excluded.total,
        total_tax = excluded.total_tax, discount_total = excluded.discount_total,
        shipping_total = excluded.shipping_total, status = excluded.status, raw_data = excluded.raw_data,
        woocommerce_updated_at = excluded.woocommerce_updated_at, synced_at = now(), updated_at = now()
    WHERE stage.is_news(known.woocommerce_updated_at, excluded.woocommerce_updated_at, known.synced_at, read_from);

    CREATE TEMPORARY TABLE taken (id uuid PRIMARY KEY, external_id text NOT NULL UNIQUE) ON COMMIT DROP;
    WITH upserted AS (
        INSERT INTO public.orders AS known (organization_id, channel_id, woocommerce_order_id, order_number, customer_id,
            customer_name, customer_email, customer_phone, shipping_address, billing_address, status, payment_status,
            fulfillment_status, currency, presentment_currency, subtotal, tax, shipping, discounts, total, current_total,
            refunded, taxes_included, discount_codes, tags, note, order_date, processed_at, cancelled_at,
            platform_updated_at)
        SELECT tenant, channel, l.external_id, l.order_number, c.id, l.customer_name, l.customer_email,
               l.billing_address ->> 'phone', l.shipping_address, l.billing_address,
               CASE WHEN l.status IN ('cancelled', 'failed') THEN 'cancelled' ELSE 'open' END,
               CASE WHEN l.status = 'refunded' OR l.refunded > 0 AND l.refunded >= l.total THEN 'refunded'
                    WHEN l.refunded > 0 THEN 'partially_refunded'
                    WHEN l.paid_at IS NOT NULL OR l.status IN ('processing', 'completed') THEN 'paid'
                    WHEN l.status IN ('cancelled', 'failed') THEN 'voided'
                    ELSE 'pending' END,
               CASE WHEN l.status = 'completed' OR l.status = 'refunded' AND l.is_completed
                    THEN 'fulfilled' ELSE 'unfulfilled' END,
               l.currency, l.currency, sums.subtotal, l.tax, sums.shipping, sums.discounts, l.total, l.total - l.refunded,
               l.refunded, l.taxes_included, l.discount_codes, '{}', l.note, l.ordered_at, l.paid_at,
               CASE WHEN l.status IN ('cancelled', 'failed') THEN l.updated_at END, l.updated_at
        FROM landed l
        CROSS JOIN LATERAL (
            SELECT l.net_shipping + CASE WHEN l.taxes_included THEN l.shipping_tax ELSE 0 END AS shipping,
                   l.net_discounts + CASE WHEN l.taxes_included THEN l.discounts_tax ELSE 0 END AS discounts,
                   l.total - l.net_shipping
                       - CASE WHEN l.taxes_included THEN l.shipping_tax ELSE l.tax END AS subtotal) sums
        LEFT JOIN public.customers c ON c.channel_id = channel AND c.woocommerce_customer_id = l.customer
        WHERE l.status <> 'trash'
        ON CONFLICT (channel_id, woocommerce_order_id) DO UPDATE
        SET order_number = excluded.order_number, customer_id = excluded.customer_id,
            customer_name = excluded.customer_name, customer_email = excluded.customer_email,
            customer_phone = excluded.customer_phone, shipping_address = excluded.shipping_address,
            billing_address = excluded.billing_address, status = excluded.status,
            payment_status = excluded.payment_status, fulfillment_status = excluded.fulfillment_status,
            currency = excluded.currency, presentment_currency = excluded.presentment_currency,
            subtotal = excluded.subtotal, tax = excluded.tax, shipping = excluded.shipping,
            discounts = excluded.discounts, total = excluded.total, current_total = excluded.current_total,
            refunded = excluded.refunded, taxes_included = excluded.taxes_included,
            discount_codes = excluded.discount_codes, tags = excluded.tags, note = excluded.note,
            order_date = excluded.order_date, processed_at = excluded.processed_at,
            -- the shop does not say when: when it was first seen cancelled
            cancelled_at = CASE WHEN excluded.cancelled_at IS NOT NULL
                                THEN coalesce(known.cancelled_at, excluded.cancelled_at) END,
            platform_updated_at = excluded.platform_updated_at, deleted_at = NULL, updated_at = now()
        WHERE stage.is_news(known.platform_updated_at, excluded.platform_updated_at, known.updated_at, read_from)
        RETURNING known.id, known.woocommerce_order_id)
    INSERT INTO taken SELECT upserted.id, upserted.woocommerce_order_id FROM upserted;
    -- those too that are known to be as new, or newer
    promoted_orders := (SELECT count(*) FROM landed WHERE status <> 'trash');
    ANALYZE taken;

    UPDATE public.orders known
    SET deleted_at = coalesce(known.deleted_at, l.updated_at), platform_updated_at = l.updated_at, updated_at = now()
    FROM landed l
    WHERE l.status = 'trash' AND known.channel_id = channel AND known.woocommerce_order_id = l.external_id
      AND (known.platform_updated_at IS NULL OR known.platform_updated_at <= l.updated_at);

    IF complete THEN
        began := stage.woocommerce_pass_began(job);
        UPDATE public.orders known SET deleted_at = now(), updated_at = now()
        WHERE known.channel_id = channel AND known.woocommerce_order_id IS NOT NULL AND known.deleted_at IS NULL
          AND known.created_at < began
          AND NOT EXISTS (SELECT FROM landed_lines seen WHERE seen.external_id = known.woocommerce_order_id);
    END IF;

    CREATE TEMPORARY TABLE landed_items ON COMMIT DROP AS
        SELECT DISTINCT ON (t.id, item ->> 'id')
               t.id AS order_id, item ->> 'id' AS external_id, place, item,
               nullif(item ->> 'product_id', '0') AS product, nullif(item ->> 'variation_id', '0') AS variation,
               stage.woocommerce_number(item ->> 'quantity') AS quantity,
               l.is_as_bought,
               stage.woocommerce_number(item ->> 'total_tax') AS tax,
               stage.woocommerce_number(item ->> 'subtotal')
                   + CASE WHEN l.taxes_included THEN stage.woocommerce_number(item ->> 'subtotal_tax') ELSE 0 END AS before,
               stage.woocommerce_number(item ->> 'total')
                   + CASE WHEN l.taxes_included THEN stage.woocommerce_number(item ->> 'total_tax') ELSE 0 END AS after
        FROM taken t
        JOIN landed l ON l.external_id = t.external_id
        CROSS JOIN jsonb_array_elements(l.items) WITH ORDINALITY AS bought(item, place)
        ORDER BY t.id, item ->> 'id', place DESC;
    ANALYZE landed_items;

    DELETE FROM public.order_items i USING taken t
    WHERE i.order_id = t.id
      AND NOT EXISTS (
          SELECT FROM landed_items n WHERE n.order_id = i.order_id AND n.external_id = i.external_id);

    INSERT INTO public.order_items (order_id, organization_id, external_id, product_id, variant_id, woocommerce_product_id,
        woocommerce_variation_id, name, sku, quantity, current_quantity, price, discount, tax, total, customizations,
        position)
    SELECT n.order_id, tenant, n.external_id, coalesce(v.product_id, p.product_id), v.variant_id, n.product, n.variation,
           item ->> 'name', nullif(item ->> 'sku', ''), n.quantity,
           -- an order says how much was given back, not of which line
           CASE WHEN n.is_as_bought THEN n.quantity END,
           trim_scale(round(n.before / nullif(n.quantity, 0), 6)), n.before - n.after, n.tax, n.after,
           (SELECT jsonb_agg(jsonb_build_object('key', coalesce(meta ->> 'display_key', meta ->> 'key'),
                                                'value', coalesce(meta -> 'display_value', meta -> 'value')) ORDER BY at)
            FROM jsonb_array_elements(stage.woocommerce_list(item -> 'meta_data')) WITH ORDINALITY AS said(meta, at)
            WHERE meta ->> 'key' NOT LIKE '\_%'),
           n.place
    FROM landed_items n
    LEFT JOIN control.listing_variants v
        ON v.channel_id = channel AND v.external_variant_id = coalesce(n.variation, n.product)
    LEFT JOIN control.listings p ON p.channel_id = channel AND p.external_id = n.product
    ON CONFLICT (order_id, external_id) DO UPDATE
    SET product_id = excluded.product_id, variant_id = excluded.variant_id,
        woocommerce_product_id = excluded.woocommerce_product_id,
        woocommerce_variation_id = excluded.woocommerce_variation_id, name = excluded.name, sku = excluded.sku,
        quantity = excluded.quantity, current_quantity = excluded.current_quantity, price = excluded.price,
        discount = excluded.discount, tax = excluded.tax, total = excluded.total,
        customizations = excluded.customizations, position = excluded.position, updated_at = now();
    GET DIAGNOSTICS promoted_items = ROW_COUNT;

    DROP TABLE landed_lines, landed, taken, landed_items;
    RETURN NEXT;
END
$$;

-- Takes over the customers that a job has landed, in the caller's transaction, and says how many. Those known to be newer stay.
-- complete: everybody who has an account was asked for. Whom the shop does not know any more is gone.
CREATE FUNCTION stage.promote_woocommerce_customers(job uuid, channel text, complete boolean)
    RETURNS TABLE (promoted_customers bigint, failed_customers bigint)
    LANGUAGE plpgsql AS $$
DECLARE
    tenant text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
    began  timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));

    CREATE TEMPORARY TABLE landed_lines ON COMMIT DROP AS
        SELECT coalesce(payload ->> 'id', 'line ' || line) AS external_id, line, payload,
               CASE WHEN problem IS NOT NULL THEN problem
                    WHEN payload ->> 'id' IS NULL THEN 'it has no id'
                    ELSE stage.woocommerce_customer_flaw(payload) END AS flaw
        FROM stage.lines
        WHERE job_id = job AND NOT payload ? 'withheld';
    CREATE INDEX ON landed_lines (external_id);
    ANALYZE landed_lines;

    CREATE TEMPORARY TABLE landed ON COMMIT DROP AS
        SELECT DISTINCT ON (external_id) external_id, line, payload,
               coalesce(stage.woocommerce_time(payload ->> 'date_modified_gmt'),
                        stage.woocommerce_time(payload ->> 'date_created_gmt')) AS updated_at
        FROM landed_lines
        WHERE flaw IS NULL
        ORDER BY external_id, coalesce(stage.woocommerce_time(payload ->> 'date_modified_gmt'),
                                       stage.woocommerce_time(payload ->> 'date_created_gmt')) DESC, line DESC;
    CREATE UNIQUE INDEX ON landed (external_id);
    ANALYZE landed;

    failed_customers := stage.note_woocommerce_flaws(job, tenant, channel, 'customer');

    INSERT INTO public.customers AS known (organization_id, channel_id, woocommerce_customer_id, name, first_name, last_name,
        email, phone, default_address, platform_updated_at)
    SELECT tenant, channel, l.external_id,
           coalesce(stage.woocommerce_name(payload), stage.woocommerce_name(payload -> 'billing'),
                    nullif(payload ->> 'username', '')),
           coalesce(nullif(payload ->> 'first_name', ''), nullif(payload -> 'billing' ->> 'first_name', '')),
           coalesce(nullif(payload ->> 'last_name', ''), nullif(payload -> 'billing' ->> 'last_name', '')),
           coalesce(nullif(payload ->> 'email', ''), nullif(payload -> 'billing' ->> 'email', '')),
           nullif(payload -> 'billing' ->> 'phone', ''),
           coalesce(stage.woocommerce_address(payload -> 'billing'), stage.woocommerce_address(payload -> 'shipping')),
           l.updated_at
    FROM landed l
    ON CONFLICT (channel_id, woocommerce_customer_id) DO UPDATE
    SET name = excluded.name, first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
        phone = excluded.phone, default_address = excluded.default_address,
        platform_updated_at = excluded.platform_updated_at, deleted_at = NULL, updated_at = now()
    WHERE known.platform_updated_at IS NULL OR known.platform_updated_at <= excluded.platform_updated_at;
    GET DIAGNOSTICS promoted_customers = ROW_COUNT;

    IF complete THEN
        began := stage.woocommerce_pass_began(job);
        UPDATE public.customers known SET deleted_at = now(), updated_at = now()
        WHERE known.channel_id = channel AND known.woocommerce_customer_id IS NOT NULL AND known.deleted_at IS NULL
          AND known.created_at < began
          AND NOT EXISTS (SELECT FROM landed_lines seen WHERE seen.external_id = known.woocommerce_customer_id);
    END IF;

    DROP TABLE landed_lines, landed;
    RETURN NEXT;
END
$$;
