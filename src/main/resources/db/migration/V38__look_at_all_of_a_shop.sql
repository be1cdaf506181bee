-- Lines of orders that came before the hub knew what they are about; after a look at all products, since it looks at all lines.
CREATE FUNCTION control.link_order_items(channel text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    linked bigint;
BEGIN
    -- the same rows are written by whoever takes orders over
    PERFORM pg_advisory_xact_lock(hashtextextended('promote ' || channel, 0));
    UPDATE public.order_items i SET variant_id = v.variant_id, product_id = v.product_id, updated_at = now()
    FROM public.orders o, control.listing_variants v
    WHERE o.channel_id = channel AND i.order_id = o.id AND i.variant_id IS NULL
      AND v.channel_id = channel
      AND v.external_variant_id = coalesce(i.shopify_variant_id, i.woocommerce_variation_id, i.woocommerce_product_id);
    GET DIAGNOSTICS linked = ROW_COUNT;
    RETURN linked;
END
$$;

-- Orders of a shop that a look at all of them did not show are gone from it; what came meanwhile is not.
CREATE FUNCTION stage.mark_gone_shopify_orders(job uuid, channel text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    began timestamptz := stage.shopify_pass_began(job, 'Order');
    gone  bigint;
BEGIN
    UPDATE public.orders known SET deleted_at = now(), updated_at = now()
    WHERE known.channel_id = channel AND known.shopify_order_id IS NOT NULL AND known.deleted_at IS NULL
      AND known.updated_at < began
      AND NOT EXISTS (
          SELECT FROM stage.lines l
          WHERE l.job_id = job AND l.payload ->> '__parentId' IS NULL
            AND l.payload ->> 'id' = 'gid://shopify/Order/' || known.shopify_order_id);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
