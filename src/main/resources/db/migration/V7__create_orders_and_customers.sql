-- Orders and customers as the hub holds them, and what Shopify sent as it sent it.

CREATE TABLE public.customers (
    id                      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id         text NOT NULL REFERENCES control.tenants,
    channel_id              text REFERENCES control.channels ON DELETE SET NULL,
    shopify_customer_id     text,
    woocommerce_customer_id text,
    name                    text,
    first_name              text,
    last_name               text,
    email                   text,
    phone                   text,
    default_address         jsonb,
    platform_updated_at     timestamptz,
    created_at              timestamptz NOT NULL DEFAULT now(),
    updated_at              timestamptz NOT NULL DEFAULT now(),
    UNIQUE (channel_id, shopify_customer_id),
    UNIQUE (channel_id, woocommerce_customer_id)
);

CREATE INDEX customers_by_email ON public.customers (organization_id, lower(email));

CREATE TABLE public.orders (
    id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id      text NOT NULL REFERENCES control.tenants,
    channel_id           text REFERENCES control.channels ON DELETE SET NULL,
    shopify_order_id     text,
    woocommerce_order_id text,
    order_number         text NOT NULL,
    customer_id          uuid REFERENCES public.customers ON DELETE SET NULL,
    customer_name        text,
    customer_email       text,
    customer_phone       text,
    shipping_address     jsonb,
    billing_address      jsonb,
    status               text NOT NULL,
    payment_status       text,
    fulfillment_status   text,
    currency             text,
    subtotal             numeric,
    tax                  numeric,
    shipping             numeric,
    discounts            numeric,
    total                numeric,
    order_date           timestamptz NOT NULL,
    cancelled_at         timestamptz,
    platform_updated_at  timestamptz,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    UNIQUE (channel_id, shopify_order_id),
    UNIQUE (channel_id, woocommerce_order_id)
) WITH (fillfactor = 90);

CREATE INDEX orders_newest ON public.orders (organization_id, order_date DESC);
CREATE INDEX orders_of_customer ON public.orders (customer_id);

CREATE TABLE public.order_items (
    id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    order_id             uuid NOT NULL REFERENCES public.orders ON DELETE CASCADE,
    organization_id      text NOT NULL REFERENCES control.tenants,
    external_id          text,
    product_id           uuid REFERENCES public.products ON DELETE SET NULL,
    variant_id           uuid REFERENCES public.product_variants ON DELETE SET NULL,
    shopify_product_id   text,
    shopify_variant_id   text,
    name                 text,
    sku                  text,
    quantity             numeric NOT NULL,
    price                numeric,
    discount             numeric,
    tax                  numeric,
    total                numeric,
    customizations       jsonb,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    UNIQUE (order_id, external_id)
);

CREATE INDEX order_items_of_product ON public.order_items (product_id);
CREATE INDEX order_items_of_variant ON public.order_items (variant_id);

CREATE TABLE public.shopify_products (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id    text NOT NULL REFERENCES control.tenants,
    integration_id     text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    shopify_product_id text NOT NULL,
    title              text,
    handle             text,
    vendor             text,
    product_type       text,
    status             text,
    tags               text[],
    images             jsonb,
    raw_data           jsonb NOT NULL,
    shopify_created_at timestamptz,
    shopify_updated_at timestamptz,
    synced_at          timestamptz NOT NULL DEFAULT now(),
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    UNIQUE (integration_id, shopify_product_id)
);

CREATE INDEX shopify_products_of_organization ON public.shopify_products (organization_id, shopify_product_id);

CREATE TABLE public.shopify_orders (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id    text NOT NULL REFERENCES control.tenants,
    integration_id     text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    shopify_order_id   text NOT NULL,
    order_number       text,
    customer_name      text,
    customer_email     text,
    currency           text,
    total_price        numeric,
    subtotal_price     numeric,
    total_tax          numeric,
    total_discounts    numeric,
    financial_status   text,
    fulfillment_status text,
    status             text,
    raw_data           jsonb NOT NULL,
    shopify_created_at timestamptz,
    shopify_updated_at timestamptz,
    synced_at          timestamptz NOT NULL DEFAULT now(),
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    UNIQUE (integration_id, shopify_order_id)
);

CREATE INDEX shopify_orders_of_organization ON public.shopify_orders (organization_id, shopify_order_id);
