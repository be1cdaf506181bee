-- Products and variants as the hub holds them. A field that nobody ever set has no stamp in last_field_updates; its
-- column then shows the default, or nothing.

CREATE TABLE public.products (
    id                     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id        text NOT NULL REFERENCES control.tenants,

    name                   text,
    description            text,
    images                 text[] DEFAULT '{}',
    image_order            text[] DEFAULT '{}',
    is_active              boolean DEFAULT true,
    seo_title              text,
    seo_description        text,
    tags                   text[] DEFAULT '{}',
    collections            text[] DEFAULT '{}',
    categories             text[] DEFAULT '{}',
    product_type           text,
    vendor                 text,
    manufacturer           text,
    packaging_unit         text,
    packaging_qty          numeric DEFAULT 1,
    hazmat                 boolean DEFAULT false,
    hazmat_class           text,
    warehouse_notes        text,
    storage_location       text,
    min_stock_level        numeric DEFAULT 0,
    reorder_point          numeric DEFAULT 0,

    -- Kept by Serai from the first living variant, the first image and the Shopify listing, for readers.
    price                  numeric,
    currency               text,
    sku                    text,
    image_url              text,
    shopify_product_id     text,
    woocommerce_product_id text,

    -- The stock of all variants together; NULL until something counted it.
    available              numeric,
    reserved               numeric,
    announced              numeric,

    last_updated_by        text NOT NULL DEFAULT 'NOLIMITS'
        CHECK (last_updated_by IN ('SHOPIFY', 'WOOCOMMERCE', 'NOLIMITS', 'JTL', 'SYSTEM')),
    last_synced_at         timestamptz,
    sync_status            text NOT NULL DEFAULT 'PENDING'
        CHECK (sync_status IN ('SYNCED', 'PENDING', 'CONFLICT', 'ERROR')),
    sync_checksum          text,
    field_ownership        jsonb,
    last_field_updates     jsonb NOT NULL DEFAULT '{}',
    jtl_product_id         text,
    jtl_sync_status        text NOT NULL DEFAULT 'PENDING'
        CHECK (jtl_sync_status IN ('SYNCED', 'PENDING', 'CONFLICT', 'ERROR')),

    version                bigint NOT NULL DEFAULT 1,
    created_at             timestamptz NOT NULL DEFAULT now(),
    updated_at             timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);

CREATE INDEX products_newest ON public.products (organization_id, updated_at DESC, id);
CREATE INDEX products_by_sync_status ON public.products (organization_id, sync_status);
CREATE INDEX products_by_shopify_id ON public.products (organization_id, shopify_product_id)
    WHERE shopify_product_id IS NOT NULL;

CREATE TABLE public.product_variants (
    id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    product_id          uuid NOT NULL REFERENCES public.products ON DELETE CASCADE,
    organization_id     text NOT NULL REFERENCES control.tenants,
    position            integer NOT NULL DEFAULT 1,

    options             jsonb,
    net_sales_price     numeric,
    compare_at_price    numeric,
    taxable             boolean DEFAULT true,
    sku                 text,
    gtin                text,
    han                 text,
    weight_in_kg        numeric,
    height_in_cm        numeric,
    length_in_cm        numeric,
    width_in_cm         numeric,
    customs_code        text,
    country_of_origin   text,

    -- The same figure under the name some readers know.
    price               numeric GENERATED ALWAYS AS (net_sales_price) STORED,

    available           numeric,
    reserved            numeric,
    announced           numeric,

    shopify_variant_ids text[] NOT NULL DEFAULT '{}',
    last_field_updates  jsonb NOT NULL DEFAULT '{}',
    -- A tombstone: the variant was there and somebody took it away.
    deleted_at          timestamptz,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);

CREATE INDEX product_variants_of_product ON public.product_variants (product_id, position);
CREATE INDEX product_variants_by_sku ON public.product_variants (organization_id, btrim(sku))
    WHERE deleted_at IS NULL AND btrim(sku) <> '';

-- The hub's images. A field holds their ids; a URL is only where to fetch one from.
CREATE TABLE public.product_images (
    id              text PRIMARY KEY DEFAULT gen_random_uuid()::text,
    product_id      uuid NOT NULL REFERENCES public.products ON DELETE CASCADE,
    organization_id text NOT NULL REFERENCES control.tenants,
    url             text NOT NULL,
    alt_text        text,
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX product_images_of_product ON public.product_images (product_id);
