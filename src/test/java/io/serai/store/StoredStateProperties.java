package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.listing.PlannedCall;
import io.serai.merge.HubProduct;
import io.serai.merge.Intent;
import io.serai.merge.Listing;
import io.serai.merge.Shadow;
import io.serai.merge.Stamped;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Field.Level;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import io.serai.store.ProductRepository.OwnedProduct;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jdbi.v3.core.Jdbi;

@Label("The database loses nothing of the core's state")
class StoredStateProperties {

    private static final UUID PRODUCT = new UUID(7, 0);
    private static final List<UUID> VARIANTS = List.of(new UUID(1, 1), new UUID(2, 2), new UUID(3, 3));

    private static final Map<String, ImageFile> FILES = Map.of(
            "a", new ImageFile("https://a.example/a.png", null), "b", new ImageFile("https://b.example/", "ä \"b\""));

    private Jdbi jdbi;
    private ProductRepository products;
    private ListingRepository listings;

    @BeforeTry
    void start() throws Exception {
        jdbi = TestDatabase.withoutProducts();
        products = new ProductRepository(jdbi);
        listings = new ListingRepository(jdbi);
    }

    @Property(tries = 60)
    void aProductIsReadAsItWasInserted(@ForAll("hubProducts") HubProduct product) {
        products.insert(TestDatabase.TENANT, product, null);

        assertThat(products.find(PRODUCT).map(OwnedProduct::hub)).contains(product);
    }

    @Property(tries = 60)
    void aProductIsReadAsItWasSaved(@ForAll("hubProducts") HubProduct before, @ForAll("hubProducts") HubProduct after) {
        products.insert(TestDatabase.TENANT, before, null);
        products.save(before, after, Origin.SYSTEM);

        assertThat(products.find(PRODUCT).map(OwnedProduct::hub)).contains(after);
        assertThat(products.version(PRODUCT)).contains(before.equals(after) ? 1L : 2L);
    }

    @Property(tries = 60)
    void aListingIsReadAsItWasSaved(
            @ForAll("listings") Listing before,
            @ForAll("listings") Listing after,
            @ForAll("shadowed") Map<Cell, Value> meant) {
        products.insert(TestDatabase.TENANT, existing(), null);
        listings.insert(PRODUCT, before, 1);
        assertThat(listings.find(PRODUCT, TestDatabase.SHOP)).contains(before);

        listings.save(PRODUCT, before, after, null);
        assertThat(listings.lockedFor(PRODUCT)).containsExactly(after);

        Intent intent = new Intent(UUID.randomUUID(), meant, Products.NOON, meant.size() % 2 == 0);
        PlannedCall call = new PlannedCall("PUT", null, CellJson.values(meant), meant, intent.create());
        new IntentRepository(jdbi).open(PRODUCT, TestDatabase.SHOP, null, intent, call);
        assertThat(listings.find(PRODUCT, TestDatabase.SHOP).orElseThrow().intent())
                .isEqualTo(intent);
        assertThat(new IntentRepository(jdbi)
                        .findOpen(PRODUCT, TestDatabase.SHOP)
                        .orElseThrow()
                        .call()
                        .meant())
                .isEqualTo(meant);
    }

    private static HubProduct existing() {
        HubProduct product = HubProduct.unset(PRODUCT);
        for (UUID variant : VARIANTS) {
            product = Products.withVariant(product, variant, "A", "1");
        }
        return product;
    }

    @Provide
    Arbitrary<HubProduct> hubProducts() {
        return cells().flatMap(cell -> stamped(cell.field()).map(stamped -> Map.entry(cell, stamped)))
                .list()
                .ofMaxSize(60)
                .map(entries -> {
                    Map<Cell, Stamped> cells = new HashMap<>();
                    entries.forEach(entry -> cells.put(entry.getKey(), entry.getValue()));
                    return new HubProduct(PRODUCT, cells, FILES);
                });
    }

    @Provide
    Arbitrary<Listing> listings() {
        Arbitrary<Map<Cell, Shadow>> shadows = cells().flatMap(
                        cell -> shadow(cell.field()).map(shadow -> Map.entry(cell, shadow)))
                .list()
                .ofMaxSize(30)
                .map(entries -> {
                    Map<Cell, Shadow> byCell = new TreeMap<>();
                    entries.forEach(entry -> byCell.put(entry.getKey(), entry.getValue()));
                    return byCell;
                });
        Arbitrary<Map<String, UUID>> ids = Arbitraries.maps(
                        Arbitraries.strings().numeric().ofLength(6), Arbitraries.of(VARIANTS))
                .ofMaxSize(4);
        return Combinators.combine(
                        Arbitraries.of(Listing.State.class),
                        Arbitraries.strings().numeric().ofLength(9).injectNull(0.2),
                        ids,
                        Arbitraries.maps(Arbitraries.strings().numeric().ofLength(6), Arbitraries.of("a", "b"))
                                .ofMaxSize(3),
                        shadows,
                        Arbitraries.longs().greaterOrEqual(0))
                .as((state, id, variants, images, shadow, generation) -> new Listing(
                        TestDatabase.SHOP, Platform.SHOPIFY, state, id, variants, images, shadow, null, generation));
    }

    @Provide
    Arbitrary<Map<Cell, Value>> shadowed() {
        return cells().flatMap(cell -> values(cell.field()).map(value -> Map.entry(cell, value)))
                .list()
                .ofMaxSize(20)
                .map(entries -> {
                    Map<Cell, Value> byCell = new HashMap<>();
                    entries.forEach(entry -> byCell.put(entry.getKey(), entry.getValue()));
                    return byCell;
                });
    }

    private static Arbitrary<Cell> cells() {
        return Arbitraries.oneOf(
                Arbitraries.of(Field.of(Level.PRODUCT)).map(Cell::of),
                Combinators.combine(Arbitraries.of(VARIANTS), Arbitraries.of(Field.of(Level.VARIANT)))
                        .as(Cell::of));
    }

    private static Arbitrary<Stamped> stamped(Field field) {
        Arbitrary<Stamp> stamps = Combinators.combine(
                        Arbitraries.of(Origin.class),
                        Arbitraries.of(TestDatabase.SHOP, "other").injectNull(0.3),
                        moments(),
                        moments(),
                        moments(),
                        Arbitraries.of(Rule.class))
                .as((origin, channel, after, until, received, rule) ->
                        new Stamp(origin, channel, new Interval(after, until), received, rule));
        return Combinators.combine(
                        values(field),
                        stamps,
                        values(field).injectNull(0.5),
                        Arbitraries.integers().between(0, 3))
                .as(Stamped::new);
    }

    private static Arbitrary<Shadow> shadow(Field field) {
        return Combinators.combine(
                        values(field),
                        values(field),
                        moments(),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 3),
                        Combinators.combine(values(field), moments())
                                .as(Shadow.Past::new)
                                .list()
                                .ofMaxSize(3),
                        Combinators.combine(values(field), moments())
                                .as(Shadow.Sent::new)
                                .list()
                                .ofMaxSize(3))
                .as(Shadow::new);
    }

    private static Arbitrary<Instant> moments() {
        return Arbitraries.longs().between(0, 4_000_000_000_000_000_000L).map(nanos -> Instant.ofEpochSecond(0, nanos));
    }

    private static Arbitrary<Value> values(Field field) {
        if (field == Field.EXISTS) {
            return Arbitraries.of(true, false).map(Value::flag);
        }
        Arbitrary<Value> some =
                switch (field.kind()) {
                    case TEXT, HTML -> texts().map(Value::text);
                    case DECIMAL -> Arbitraries.bigDecimals().ofScale(4).map(StoredStateProperties::anyScale);
                    case FLAG -> Arbitraries.of(true, false).map(Value::flag);
                    case TERMS -> texts().list().ofMaxSize(4).map(Value::terms);
                    case SEQUENCE -> texts().list().ofMaxSize(4).map(Value::sequence);
                    case OPTIONS ->
                        Arbitraries.maps(texts(), texts())
                                .ofMaxSize(3)
                                .map(options -> Value.options(new TreeMap<>(options)));
                };
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, some), net.jqwik.api.Tuple.of(1, Arbitraries.just(Value.NONE)));
    }

    private static Value anyScale(BigDecimal number) {
        return Value.decimal(number.unscaledValue().testBit(0) ? number : new BigDecimal(number.toBigInteger()));
    }

    /** Everything but the NUL character, which PostgreSQL cannot hold, and halves of surrogate pairs. */
    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(12),
                Arbitraries.of(
                        "",
                        " ",
                        "\\u0000",
                        "\\",
                        "\"",
                        "{a,b}",
                        "NULL",
                        "ä ß €",
                        "😀",
                        "a\nb\tc\u0001",
                        "<p>&amp;</p>"));
    }
}
