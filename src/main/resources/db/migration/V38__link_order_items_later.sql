-- Lines of orders that came before the hub knew what they are about; after a look at all products, since it looks at all lines.
CREATE FUNCTION control.link_order_items(channel text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    linked bigint;
BEGIN
    UPDATE public.order_items i SET variant_id = v.variant_id, product_id = v.product_id, updated_at = now()
    FROM public.orders o, control.listing_variants v
    WHERE o.channel_id = channel AND i.order_id = o.id AND i.variant_id IS NULL
      AND v.channel_id = channel
      AND v.external_variant_id = coalesce(i.shopify_variant_id, i.woocommerce_variation_id, i.woocommerce_product_id);
    GET DIAGNOSTICS linked = ROW_COUNT;
    RETURN linked;
END
$$;
