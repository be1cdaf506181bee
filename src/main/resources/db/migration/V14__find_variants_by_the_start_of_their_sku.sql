-- A btree takes at most 2704 bytes of a key, and a shop's SKU may be longer: whoever looks one up compares its start,
-- which is found by the index, and then all of it.
DROP INDEX public.product_variants_by_sku;
CREATE INDEX product_variants_by_sku ON public.product_variants (organization_id, left(btrim(sku), 255))
    WHERE deleted_at IS NULL AND btrim(sku) <> '';
