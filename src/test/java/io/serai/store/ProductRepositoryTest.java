package io.serai.store;

import static io.serai.store.Products.named;
import static io.serai.store.Products.stamped;
import static io.serai.store.Products.withVariant;
import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.merge.ObservedVariant;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.store.ProductRepository.OwnedProduct;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Products and their listings")
class ProductRepositoryTest {

    private static final UUID RED = new UUID(1, 0);
    private static final UUID BLUE = new UUID(2, 0);

    private Jdbi jdbi;
    private ProductRepository products;
    private ListingRepository listings;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        products = new ProductRepository(jdbi);
        listings = new ListingRepository(jdbi);
    }

    @Test
    @DisplayName("A6 price and SKU of the product are those of its first living variant")
    void priceAndSkuAreThoseOfTheFirstLivingVariant() {
        HubProduct product = withVariant(withVariant(named("Shirt"), RED, "RED", "10.50"), BLUE, "BLUE", "12");
        products.insert(TENANT, product, "EUR");
        assertThat(row(product)).containsEntry("sku", "RED").containsEntry("price", "10.50");

        HubProduct without = product.with(Cell.of(RED, Field.EXISTS), stamped(Value.flag(false)));
        products.save(product, without, Origin.SHOPIFY);

        assertThat(row(product))
                .containsEntry("sku", "BLUE")
                .containsEntry("price", "12")
                .containsEntry("last_updated_by", "SHOPIFY")
                .containsEntry("currency", "EUR");
    }

    @Test
    @DisplayName("A product's picture is its first image by order")
    void theImageIsTheFirstByOrder() {
        HubProduct product = named("Mug");
        products.insert(TENANT, product, null);
        HubProduct pictured = product.knowing(
                        Map.of("a", new ImageFile("https://a", null), "b", new ImageFile("https://b", "Back")))
                .with(Cell.of(Field.IMAGES), stamped(Value.terms(List.of("a", "b"))))
                .with(Cell.of(Field.IMAGE_ORDER), stamped(Value.sequence(List.of("gone", "b", "a"))));

        products.save(product, pictured, Origin.NOLIMITS);

        assertThat(row(product)).containsEntry("image_url", "https://b");
    }

    @Test
    @DisplayName("Rule 14 an image the product may yet get is kept, and is no change of the product")
    void imagesAreKept() {
        HubProduct product = named("Mug");
        products.insert(TENANT, product, null);
        HubProduct knowing = product.knowing(Map.of("a", new ImageFile("https://a", "Front")));

        products.save(product, knowing, Origin.NOLIMITS);

        assertThat(products.find(product.id()).map(OwnedProduct::hub)).contains(knowing);
        assertThat(products.version(product.id())).contains(1L);
        assertThat(knowing.knowing(Map.of("a", new ImageFile("https://else", null))))
                .isEqualTo(knowing);
    }

    @Test
    @DisplayName("A save that changes nothing raises no version")
    void aSaveThatChangesNothingRaisesNoVersion() {
        HubProduct product = Products.stored(products, "A");
        products.save(product, product, Origin.SHOPIFY);
        assertThat(products.version(product.id())).contains(1L);

        products.save(product, product.with(Cell.of(Field.VENDOR), stamped(Value.text("V"))), Origin.SHOPIFY);
        assertThat(products.version(product.id())).contains(2L);
        assertThat(products.version(UUID.randomUUID())).isEmpty();
        assertThat(products.tenantOf(product.id())).contains(TENANT);
    }

    @Test
    @DisplayName("12 blank and doubled SKUs find no product")
    void blankAndDoubledSkusFindNothing() {
        HubProduct one = Products.stored(products, "ONE");
        Products.stored(products, "TWICE");
        Products.stored(products, " TWICE ");
        Products.stored(products, " ");

        assertThat(products.bySku(TENANT, "ONE")).contains(one.id());
        assertThat(products.bySku(TENANT, "TWICE")).isEmpty();
        assertThat(products.bySku(TENANT, " ")).isEmpty();
        assertThat(products.bySku("somebody else", "ONE")).isEmpty();
    }

    @Test
    @DisplayName("12 SKUs longer than an index takes are stored, told apart by their ends, and found by the index")
    void longSkusAreStoredAndFound() {
        String start = new SplittableRandom(7)
                .ints(7000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        HubProduct one = Products.stored(products, start + "1");
        HubProduct two = Products.stored(products, start + "2");

        assertThat(products.bySku(TENANT, start + "1")).contains(one.id());
        assertThat(products.bySku(TENANT, " " + start + "2 ")).contains(two.id());
        assertThat(products.bySku(TENANT, start)).isEmpty();
        assertThat(plan(ProductRepository.BY_SKU, start + "1")).contains("product_variants_by_sku");
    }

    private String plan(String query, String sku) {
        return jdbi.inTransaction(handle -> {
            handle.execute("SET LOCAL enable_seqscan = off");
            handle.execute("SET LOCAL plan_cache_mode = force_generic_plan");
            return String.join(
                    "\n",
                    handle.createQuery("EXPLAIN " + query)
                            .bind("tenant", TENANT)
                            .bind("sku", sku)
                            .mapTo(String.class)
                            .list());
        });
    }

    @Test
    @DisplayName("A NUL character in a text is left out, since PostgreSQL cannot hold it")
    void nulCharactersAreLeftOut() {
        HubProduct product = named("A\0B").with(Cell.of(Field.TAGS), stamped(Value.terms(List.of("x\0"))));
        products.insert(TENANT, product, null);

        HubProduct read = products.find(product.id()).orElseThrow().hub();
        assertThat(read.value(Cell.of(Field.NAME))).isEqualTo(Value.text("AB"));
        assertThat(read.value(Cell.of(Field.TAGS))).isEqualTo(Value.terms(List.of("x")));
        assertThat(Json.write(Map.of("a", "\\u0000", "b", "\\\0\0c")))
                .contains("\"\\\\u0000\"")
                .contains("\"\\\\c\"");
    }

    @Test
    @DisplayName("Whoever decides about a product keeps others waiting, but not those who only note something about it")
    void theLockKeepsOthersWaiting() throws Exception {
        HubProduct product = Products.stored(products, "A");

        CompletableFuture<HubProduct> other = TestDatabase.inTransaction(() -> {
            HubProduct locked = products.lock(product.id()).orElseThrow().hub();
            CompletableFuture<HubProduct> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return TestDatabase.inTransaction(
                            () -> products.lock(product.id()).orElseThrow().hub());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            CompletableFuture.runAsync(() -> new QueueRepository(jdbi)
                            .enqueue(
                                    product.id(),
                                    SHOP,
                                    Platform.SHOPIFY,
                                    io.serai.listing.Lane.LIVE,
                                    0,
                                    Origin.NOLIMITS,
                                    null,
                                    Products.NOON,
                                    3))
                    .get(5, TimeUnit.SECONDS);
            products.save(locked, locked.with(Cell.of(Field.NAME), stamped(Value.text("New"))), Origin.NOLIMITS);
            assertThat(waiting).isNotDone();
            return waiting;
        });

        assertThat(other.get(5, TimeUnit.SECONDS).value(Cell.of(Field.NAME))).isEqualTo(Value.text("New"));
    }

    @Test
    @DisplayName("A12 a linked product is found by the platform's ids, and carries them for readers")
    void aLinkedProductIsFoundByThePlatformsIds() {
        HubProduct product = withVariant(named("Shirt"), RED, "RED", "10");
        products.insert(TENANT, product, null);
        Listing found = Listing.found(SHOP, Platform.SHOPIFY, "4711").linkedTo("4711", Map.of("11", RED));
        listings.insert(product.id(), found, 1);
        listings.save(product.id(), found, found, seen(Map.of("handle", "shirt"), Map.of("inventoryItemId", "99")));
        listings.save(product.id(), found, found, seen(Map.of("legacy", "1"), Map.of("other", "x")));

        assertThat(listings.byExternalId(SHOP, "4711")).contains(product.id());
        assertThat(listings.byExternalVariant(SHOP, "11").orElseThrow().variantId())
                .isEqualTo(RED);
        assertThat(listings.byInventoryItem(SHOP, "99").orElseThrow().externalProductId())
                .isEqualTo("4711");
        assertThat(row(product)).containsEntry("shopify_product_id", "4711");
        assertThat(text("SELECT shopify_variant_ids FROM product_variants")).isEqualTo("{11}");
        assertThat(text("SELECT platform_data ->> 'handle' FROM control.listings"))
                .isEqualTo("shirt");

        listings.save(
                product.id(), found, found.linkedTo("4712", Map.of("12", RED)).with(Listing.State.REMOVED), null);
        assertThat(listings.byExternalVariant(SHOP, "11")).isEmpty();
        assertThat(listings.byExternalId(SHOP, "4712")).contains(product.id());
        assertThat(text("SELECT shopify_variant_ids FROM product_variants")).isEqualTo("{12}");
    }

    private static Observation seen(Map<String, String> data, Map<String, String> variantData) {
        return new Observation(
                Source.READ,
                "4711",
                Products.NOON,
                Products.NOON,
                0,
                Map.of(),
                List.of(new ObservedVariant("11", Map.of(), variantData)),
                true,
                data);
    }

    private Map<String, String> row(HubProduct product) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM products WHERE id = :id")
                .bind("id", product.id())
                .map((row, context) -> {
                    Map<String, String> columns = new java.util.HashMap<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        columns.put(row.getMetaData().getColumnName(i), row.getString(i));
                    }
                    return columns;
                })
                .one());
    }

    private String text(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
