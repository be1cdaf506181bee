package io.serai.store;

import io.serai.merge.HubProduct;
import io.serai.merge.Stamped;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.time.Instant;
import java.util.UUID;

/** Products for tests. */
final class Products {

    static final Instant NOON = Instant.parse("2026-11-05T12:00:00Z");

    private Products() {}

    static HubProduct named(String name) {
        return HubProduct.unset(UUID.randomUUID()).with(Cell.of(Field.NAME), stamped(Value.text(name)));
    }

    static HubProduct withVariant(HubProduct product, UUID variant, String sku, String price) {
        return product.with(Cell.of(variant, Field.EXISTS), stamped(Value.flag(true)))
                .with(Cell.of(variant, Field.SKU), stamped(Value.text(sku)))
                .with(Cell.of(variant, Field.NET_SALES_PRICE), stamped(Value.decimal(price)));
    }

    static Stamped stamped(Value value) {
        return new Stamped(value, new Stamp(Origin.NOLIMITS, null, Interval.at(NOON), NOON, Rule.CREATED));
    }

    /** A stored product with one variant. */
    static HubProduct stored(ProductRepository products, String sku) {
        HubProduct product = withVariant(named("Mug " + sku), UUID.randomUUID(), sku, "9.90");
        products.insert(TestDatabase.TENANT, product, "EUR");
        return product;
    }
}
