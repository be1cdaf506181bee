-- What a bulk operation, or a read page by page, brought of a shop's orders lands in a table of its own and is taken over by
-- functions, all of a job or nothing (C2): no reader ever sees half of one.

ALTER TABLE public.orders
    ADD COLUMN current_total        numeric,
    ADD COLUMN refunded             numeric,
    ADD COLUMN taxes_included       boolean,
    ADD COLUMN presentment_currency text,
    ADD COLUMN discount_codes       text[],
    ADD COLUMN tags                 text[],
    ADD COLUMN note                 text,
    ADD COLUMN is_test              boolean NOT NULL DEFAULT false,
    ADD COLUMN processed_at         timestamptz;

ALTER TABLE public.shopify_orders
    ADD COLUMN total_shipping numeric,
    ADD COLUMN total_refunded numeric;

ALTER TABLE public.order_items
    ADD COLUMN current_quantity numeric,
    ADD COLUMN position         integer;

-- One line of the answer each. Lost with a crash of the server, as is the pass that wrote it.
CREATE UNLOGGED TABLE stage.shopify_lines (
    job_id  uuid NOT NULL,
    line    bigint NOT NULL,
    payload jsonb NOT NULL,
    PRIMARY KEY (job_id, line)
);

-- The number in an id as Shopify's GraphQL writes it; null for null.
CREATE FUNCTION stage.shopify_id(gid text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN substring(gid FROM '[^/?]+(?=$|\?)');

-- An amount in the shop's currency; null where there is none.
CREATE FUNCTION stage.shopify_amount(bag jsonb) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CAST(bag -> 'shopMoney' ->> 'amount' AS numeric);

-- An address in the hub's words; null for null.
CREATE FUNCTION stage.shopify_address(address jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN jsonb_typeof(address) = 'object' THEN jsonb_strip_nulls(jsonb_build_object(
        'firstName', address -> 'firstName', 'lastName', address -> 'lastName', 'company', address -> 'company',
        'street', address -> 'address1', 'street2', address -> 'address2', 'zip', address -> 'zip',
        'city', address -> 'city', 'province', address -> 'provinceCode', 'country', address -> 'countryCodeV2',
        'phone', address -> 'phone')) END;

-- What the lines of a list add up to, each the amount under the key.
CREATE FUNCTION stage.shopify_sum(list jsonb, key text) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT coalesce(sum(stage.shopify_amount(entry -> key)), 0)
            FROM jsonb_array_elements(CASE WHEN jsonb_typeof(list) = 'array' THEN list END) AS entry);

-- Takes over the orders that a job has landed, with their lines and customers, in the caller's transaction. An order that is known
-- to be newer stays as it is. The lines of an order are replaced whole, since they came whole.
CREATE FUNCTION stage.promote_shopify_orders(job uuid, channel text)
    RETURNS TABLE (promoted_orders bigint, promoted_items bigint, promoted_customers bigint)
    LANGUAGE plpgsql AS $$
DECLARE
    tenant text := (SELECT c.tenant_id FROM control.channels c WHERE c.id = channel);
BEGIN
    -- two passes over one shop take turns, or each would wait for rows of the other
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));

    -- an order that came twice, since it was changed while it was read, counts as it came last
    CREATE TEMPORARY TABLE landed ON COMMIT DROP AS
        SELECT DISTINCT ON (stage.shopify_id(payload ->> 'id'))
               stage.shopify_id(payload ->> 'id') AS external_id, line,
               CAST(payload ->> 'updatedAt' AS timestamptz) AS updated_at, payload
        FROM stage.shopify_lines
        WHERE job_id = job AND payload ->> 'id' LIKE 'gid://shopify/Order/%'
        ORDER BY stage.shopify_id(payload ->> 'id'), CAST(payload ->> 'updatedAt' AS timestamptz) DESC, line DESC;
    CREATE UNIQUE INDEX ON landed (external_id);
    ANALYZE landed;

    WITH newest AS (
        SELECT DISTINCT ON (stage.shopify_id(payload -> 'customer' ->> 'id'))
               stage.shopify_id(payload -> 'customer' ->> 'id') AS external_id, payload -> 'customer' AS customer
        FROM landed
        WHERE payload -> 'customer' ->> 'id' IS NOT NULL
        ORDER BY stage.shopify_id(payload -> 'customer' ->> 'id'),
                 CAST(payload -> 'customer' ->> 'updatedAt' AS timestamptz) DESC NULLS LAST, landed.updated_at DESC)
    INSERT INTO public.customers AS known (organization_id, channel_id, shopify_customer_id, name, first_name, last_name,
        email, phone, default_address, platform_updated_at)
    SELECT tenant, channel, external_id, customer ->> 'displayName', customer ->> 'firstName', customer ->> 'lastName',
           customer -> 'defaultEmailAddress' ->> 'emailAddress', customer -> 'defaultPhoneNumber' ->> 'phoneNumber',
           stage.shopify_address(customer -> 'defaultAddress'), CAST(customer ->> 'updatedAt' AS timestamptz)
    FROM newest
    ON CONFLICT (channel_id, shopify_customer_id) DO UPDATE
    SET name = excluded.name, first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
        phone = excluded.phone, default_address = excluded.default_address,
        platform_updated_at = excluded.platform_updated_at, updated_at = now()
    WHERE known.platform_updated_at IS NULL OR known.platform_updated_at < excluded.platform_updated_at;
    GET DIAGNOSTICS promoted_customers = ROW_COUNT;

    INSERT INTO public.shopify_orders AS known (organization_id, integration_id, shopify_order_id, order_number, customer_name,
        customer_email, currency, total_price, subtotal_price, total_tax, total_discounts, total_shipping, total_refunded,
        financial_status, fulfillment_status, status, raw_data, shopify_created_at, shopify_updated_at)
    SELECT tenant, channel, l.external_id, payload ->> 'name', payload -> 'customer' ->> 'displayName', payload ->> 'email',
           payload ->> 'currencyCode', stage.shopify_amount(payload -> 'totalPriceSet'),
           stage.shopify_amount(payload -> 'subtotalPriceSet'), stage.shopify_amount(payload -> 'totalTaxSet'),
           stage.shopify_amount(payload -> 'totalDiscountsSet'), stage.shopify_amount(payload -> 'totalShippingPriceSet'),
           stage.shopify_amount(payload -> 'totalRefundedSet'), lower(payload ->> 'displayFinancialStatus'),
           lower(payload ->> 'displayFulfillmentStatus'),
           CASE WHEN payload ->> 'cancelledAt' IS NULL THEN 'open' ELSE 'cancelled' END,
           payload || jsonb_build_object('children', coalesce(children.lines, '[]')),
           CAST(payload ->> 'createdAt' AS timestamptz), l.updated_at
    FROM landed l
    LEFT JOIN (
        SELECT stage.shopify_id(payload ->> '__parentId') AS parent, jsonb_agg(payload - '__parentId' ORDER BY line) AS lines
        FROM stage.shopify_lines
        WHERE job_id = job AND payload ->> '__parentId' IS NOT NULL
        GROUP BY 1) children ON children.parent = l.external_id
    ON CONFLICT (integration_id, shopify_order_id) DO UPDATE
    SET order_number = excluded.order_number, customer_name = excluded.customer_name,
        customer_email = excluded.customer_email, currency = excluded.currency, total_price = excluded.total_price,
        subtotal_price = excluded.subtotal_price, total_tax = excluded.total_tax,
        total_discounts = excluded.total_discounts, total_shipping = excluded.total_shipping,
        total_refunded = excluded.total_refunded, financial_status = excluded.financial_status,
        fulfillment_status = excluded.fulfillment_status, status = excluded.status, raw_data = excluded.raw_data,
        shopify_updated_at = excluded.shopify_updated_at, synced_at = now(), updated_at = now()
    WHERE known.shopify_updated_at IS NULL OR known.shopify_updated_at <= excluded.shopify_updated_at;

    CREATE TEMPORARY TABLE taken (id uuid PRIMARY KEY, external_id text NOT NULL UNIQUE) ON COMMIT DROP;
    WITH upserted AS (
        INSERT INTO public.orders AS known (organization_id, channel_id, shopify_order_id, order_number, customer_id,
            customer_name, customer_email, customer_phone, shipping_address, billing_address, status, payment_status,
            fulfillment_status, currency, presentment_currency, subtotal, tax, shipping, discounts, total, current_total,
            refunded, taxes_included, discount_codes, tags, note, is_test, order_date, processed_at, cancelled_at,
            platform_updated_at)
        SELECT tenant, channel, l.external_id, payload ->> 'name', c.id, payload -> 'customer' ->> 'displayName',
               payload ->> 'email', payload ->> 'phone', stage.shopify_address(payload -> 'shippingAddress'),
               stage.shopify_address(payload -> 'billingAddress'),
               CASE WHEN payload ->> 'cancelledAt' IS NULL THEN 'open' ELSE 'cancelled' END,
               lower(payload ->> 'displayFinancialStatus'), lower(payload ->> 'displayFulfillmentStatus'),
               payload ->> 'currencyCode', payload ->> 'presentmentCurrencyCode',
               stage.shopify_amount(payload -> 'subtotalPriceSet'), stage.shopify_amount(payload -> 'totalTaxSet'),
               stage.shopify_amount(payload -> 'totalShippingPriceSet'),
               stage.shopify_amount(payload -> 'totalDiscountsSet'), stage.shopify_amount(payload -> 'totalPriceSet'),
               stage.shopify_amount(payload -> 'currentTotalPriceSet'),
               stage.shopify_amount(payload -> 'totalRefundedSet'), CAST(payload ->> 'taxesIncluded' AS boolean),
               ARRAY(SELECT jsonb_array_elements_text(payload -> 'discountCodes')),
               ARRAY(SELECT jsonb_array_elements_text(payload -> 'tags')), payload ->> 'note',
               coalesce(CAST(payload ->> 'test' AS boolean), false), CAST(payload ->> 'createdAt' AS timestamptz),
               CAST(payload ->> 'processedAt' AS timestamptz), CAST(payload ->> 'cancelledAt' AS timestamptz), l.updated_at
        FROM landed l
        LEFT JOIN public.customers c
            ON c.channel_id = channel AND c.shopify_customer_id = stage.shopify_id(payload -> 'customer' ->> 'id')
        ON CONFLICT (channel_id, shopify_order_id) DO UPDATE
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
            is_test = excluded.is_test, order_date = excluded.order_date, processed_at = excluded.processed_at,
            cancelled_at = excluded.cancelled_at, platform_updated_at = excluded.platform_updated_at, updated_at = now()
        WHERE known.platform_updated_at IS NULL OR known.platform_updated_at <= excluded.platform_updated_at
        RETURNING known.id, known.shopify_order_id)
    INSERT INTO taken SELECT upserted.id, upserted.shopify_order_id FROM upserted;
    GET DIAGNOSTICS promoted_orders = ROW_COUNT;
    ANALYZE taken;

    CREATE TEMPORARY TABLE landed_items ON COMMIT DROP AS
        SELECT DISTINCT ON (t.id, stage.shopify_id(s.payload ->> 'id'))
               t.id AS order_id, stage.shopify_id(s.payload ->> 'id') AS external_id, s.line, s.payload,
               stage.shopify_id(s.payload -> 'product' ->> 'id') AS product,
               stage.shopify_id(s.payload -> 'variant' ->> 'id') AS variant
        FROM stage.shopify_lines s
        JOIN taken t ON t.external_id = stage.shopify_id(s.payload ->> '__parentId')
        WHERE s.job_id = job AND s.payload ->> 'id' LIKE 'gid://shopify/LineItem/%'
        ORDER BY t.id, stage.shopify_id(s.payload ->> 'id'), s.line DESC;
    ANALYZE landed_items;

    DELETE FROM public.order_items i USING taken t
    WHERE i.order_id = t.id
      AND NOT EXISTS (
          SELECT FROM landed_items n WHERE n.order_id = i.order_id AND n.external_id = i.external_id);

    INSERT INTO public.order_items (order_id, organization_id, external_id, product_id, variant_id, shopify_product_id,
        shopify_variant_id, name, sku, quantity, current_quantity, price, discount, tax, total, customizations, position)
    SELECT n.order_id, tenant, n.external_id, coalesce(v.product_id, p.product_id), v.variant_id, n.product, n.variant,
           payload ->> 'name', payload ->> 'sku', CAST(payload ->> 'quantity' AS numeric),
           CAST(payload ->> 'currentQuantity' AS numeric), stage.shopify_amount(payload -> 'originalUnitPriceSet'),
           stage.shopify_amount(payload -> 'originalTotalSet') - stage.shopify_amount(payload -> 'discountedTotalSet'),
           stage.shopify_sum(payload -> 'taxLines', 'priceSet'), stage.shopify_amount(payload -> 'discountedTotalSet'),
           CASE WHEN payload -> 'customAttributes' <> '[]' THEN payload -> 'customAttributes' END,
           row_number() OVER (PARTITION BY n.order_id ORDER BY n.line)
    FROM landed_items n
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

    DROP TABLE landed, taken, landed_items;
    RETURN NEXT;
END
$$;
