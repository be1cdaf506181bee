package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.SampleCatalogue;
import java.math.BigDecimal;
import java.util.List;

/** What a network has from the start, and a catalogue in its warehouses. Used with the network's lock held. */
final class Seeding {

    /** The warehouse that is meant where nobody says which. */
    static final String FIRST_WAREHOUSE = "FULF04DE-10115-0001";

    static final String SECOND_WAREHOUSE = "FULF04DE-20095-0002";
    static final String SHIPPING_METHOD = "FULF0A0001";

    private static final int GRAMS_TO_KILOGRAMS = 3;

    private final Masters masters;
    private final Products products;
    private final Stocks stocks;

    Seeding(Masters masters, Products products, Stocks stocks) {
        this.masters = masters;
        this.products = products;
        this.stocks = stocks;
    }

    void masters() {
        masters.addWarehouse(FIRST_WAREHOUSE, "Lager Berlin", "Berlin", "10115");
        masters.addWarehouse(SECOND_WAREHOUSE, "Lager Hamburg", "Hamburg", "20095");
        masters.addShippingMethod(SHIPPING_METHOD, "DHL Paket");
    }

    /** Each variant is a product here. Two thirds of its goods lie in the first warehouse, the rest in the second. */
    void fill(List<SampleCatalogue.Product> catalogue) {
        for (SampleCatalogue.Product sample : catalogue) {
            sample.variants().forEach(variant -> add(sample, variant));
        }
    }

    private void add(SampleCatalogue.Product sample, SampleCatalogue.Variant variant) {
        String name = variant.values().isEmpty()
                ? sample.title()
                : sample.title() + " " + String.join(" / ", variant.values());
        ObjectNode given = Json.object()
                .put("name", name)
                .put("merchantSku", variant.sku())
                .put("productGroup", sample.type())
                .put("manufacturer", sample.vendor());
        given.set("weight", Model.number(BigDecimal.valueOf(variant.weightGrams(), GRAMS_TO_KILOGRAMS)));
        given.putObject("identifier").put("ean", variant.gtin());
        Document product = products.create(given, Caller.PORTAL);
        int there = variant.stock() / 3;
        goods(product, FIRST_WAREHOUSE, variant.stock() - there);
        goods(product, SECOND_WAREHOUSE, there);
    }

    private void goods(Document product, String warehouse, int quantity) {
        if (quantity > 0) {
            Levels come = Levels.NONE.good(BigDecimal.valueOf(quantity));
            stocks.change(product, warehouse, "Inbound", come, Json.object(), Caller.FULFILLER);
        }
    }
}
