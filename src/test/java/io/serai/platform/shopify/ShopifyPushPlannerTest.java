package io.serai.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.Shadow;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.support.HubProducts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShopifyPushPlannerTest {

    private static final Instant THEN = Instant.parse("2026-11-01T08:00:00Z");

    private final UUID small = UUID.randomUUID();
    private final UUID large = UUID.randomUUID();

    private HubProduct shirt() {
        HubProduct hub = HubProducts.with(HubProducts.empty(), Field.NAME, Value.text("Shirt"));
        hub = HubProducts.withVariant(hub, small, "S", "10.00", "Size", "S");
        return HubProducts.withVariant(hub, large, "L", "12.00", "Size", "L");
    }

    /** The platform holds all that the hub has. */
    private static Listing holding(HubProduct hub) {
        Listing listing = Listing.found("channel", Platform.SHOPIFY, "5");
        Map<String, UUID> ids = new HashMap<>();
        for (UUID variant : hub.variants()) {
            ids.put(String.valueOf(100 + ids.size()), variant);
        }
        for (var cell : hub.cells().entrySet()) {
            listing = listing.with(cell.getKey(), Shadow.of(cell.getValue().value(), THEN));
        }
        return listing.linkedTo("5", ids);
    }

    private static Optional<PlannedCall> plan(HubProduct hub, Listing listing) {
        return ShopifyPushPlanner.plan(HubProducts.difference(hub, listing));
    }

    @Test
    @DisplayName("rule 14: new images are added behind those that are there, with where to fetch them from")
    void addsImages() {
        HubProduct before = images(shirt(), "a", "b");
        HubProduct hub =
                images(before, "c", "a").knowing(Map.of("c", new ImageFile("https://c.example/c.png", "Side")));

        PlannedCall call = plan(hub, showing(before)).orElseThrow();

        assertThat(call.operation()).isEqualTo("ProductUpdate");
        assertThat(call.body().path("product")).hasToString("{\"id\":\"gid://shopify/Product/5\"}");
        assertThat(call.body().path("media"))
                .hasToString("[{\"originalSource\":\"https://c.example/c.png\",\"mediaContentType\":\"IMAGE\","
                        + "\"alt\":\"Side\"}]");
        assertThat(call.meant())
                .containsOnly(
                        Map.entry(Cell.of(Field.IMAGES), Value.terms(List.of("a", "b", "c"))),
                        Map.entry(Cell.of(Field.IMAGE_ORDER), Value.sequence(List.of("a", "b", "c"))));
    }

    @Test
    @DisplayName("rule 14: an image is added also where the order waits for a person")
    void addsWithoutOrder() {
        HubProduct before = images(shirt(), "a");
        HubProduct hub = images(before, "a", "b").knowing(Map.of("b", new ImageFile("https://c.example/b.png", null)));
        Difference difference = HubProducts.difference(hub, showing(before)).only(Set.of(Cell.of(Field.IMAGES)));

        PlannedCall call = ShopifyPushPlanner.plan(difference).orElseThrow();

        assertThat(call.body().path("media").findValuesAsText("originalSource"))
                .containsExactly("https://c.example/b.png");
    }

    @Test
    @DisplayName("rule 14: images are taken away one by one, never by leaving them out of a list")
    void removesImages() {
        HubProduct before = images(shirt(), "a", "b", "c");

        PlannedCall call = plan(images(before, "c"), showing(before)).orElseThrow();

        assertThat(call.operation()).isEqualTo("FileUpdate");
        assertThat(call.body())
                .hasToString("{\"files\":[{\"id\":\"gid://shopify/MediaImage/100\","
                        + "\"referencesToRemove\":[\"gid://shopify/Product/5\"]}]}");
        assertThat(call.meant())
                .containsOnly(
                        Map.entry(Cell.of(Field.IMAGES), Value.terms(List.of("b", "c"))),
                        Map.entry(Cell.of(Field.IMAGE_ORDER), Value.sequence(List.of("b", "c"))));
    }

    @Test
    @DisplayName("rule 14: an order alone moves what is there")
    void reordersImages() {
        HubProduct before = images(shirt(), "a", "b");

        PlannedCall call = plan(images(before, "b", "a"), showing(before)).orElseThrow();

        assertThat(call.operation()).isEqualTo("ProductReorderMedia");
        assertThat(call.body())
                .hasToString("{\"id\":\"gid://shopify/Product/5\",\"moves\":["
                        + "{\"id\":\"gid://shopify/MediaImage/101\",\"newPosition\":\"0\"},"
                        + "{\"id\":\"gid://shopify/MediaImage/100\",\"newPosition\":\"1\"}]}");
        assertThat(call.meant()).containsOnly(Map.entry(Cell.of(Field.IMAGE_ORDER), Value.sequence(List.of("b", "a"))));
    }

    @Test
    @DisplayName("rule 14: images wait for everything else, which one that cannot be fetched must not hold up")
    void sendsImagesLast() {
        HubProduct before = images(shirt(), "a", "b");
        HubProduct hub = HubProducts.with(images(before, "b"), Field.NAME, Value.text("Top"));

        PlannedCall call = plan(hub, showing(before)).orElseThrow();

        assertThat(call.meant()).containsOnlyKeys(Cell.of(Field.NAME));
    }

    private static HubProduct images(HubProduct product, String... images) {
        HubProduct with = HubProducts.with(product, Field.IMAGES, Value.terms(List.of(images)));
        return HubProducts.with(with, Field.IMAGE_ORDER, Value.sequence(List.of(images)));
    }

    private static Listing showing(HubProduct product) {
        Map<String, String> media = new HashMap<>();
        product.imagesInOrder().forEach(image -> media.put(String.valueOf(100 + media.size()), image));
        return holding(product).showing(media);
    }

    @Test
    @DisplayName("rule 6: a create carries the hub's identity and the whole product")
    void createsWithOurIdentity() {
        HubProduct hub = shirt();

        PlannedCall call =
                plan(hub, Listing.wanted("channel", Platform.SHOPIFY)).orElseThrow();

        assertThat(call.operation()).isEqualTo("ProductSet");
        assertThat(call.create()).isTrue();
        assertThat(call.meant()).hasSameSizeAs(hub.cells());
        JsonNode identity = call.body().path("identifier").path("customId");
        assertThat(identity.path("value").asText()).isEqualTo(hub.id().toString());
        assertThat(call.body().at("/input/metafields/0/value")).isEqualTo(identity.path("value"));
        assertThat(call.body().at("/input/productOptions/0/values")).hasSize(2);
        assertThat(call.body().at("/input/variants")).hasSize(2);
        assertThat(call.body().path("synchronous").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("each call is small, and they come in order: fields, new variants, changed ones, removed ones")
    void plansOneSmallCallAtATime() {
        HubProduct before = shirt();
        Listing listing = holding(before);
        UUID added = UUID.randomUUID();
        HubProduct hub = HubProducts.with(before, Field.NAME, Value.text("Blouse"));
        hub = HubProducts.withVariant(hub, added, "M", "11.00", "Size", "M");
        hub = HubProducts.with(hub, small, Field.NET_SALES_PRICE, Value.decimal("9.00"));
        hub = HubProducts.with(hub, large, Field.EXISTS, Value.flag(false));

        List<String> operations = new ArrayList<>();
        for (Optional<PlannedCall> call = plan(hub, listing); call.isPresent(); call = plan(hub, listing)) {
            operations.add(call.get().operation());
            for (var cell : call.get().meant().entrySet()) {
                listing = listing.with(cell.getKey(), Shadow.of(cell.getValue(), THEN));
            }
            if (call.get().operation().equals("ProductVariantsCreate")) {
                Map<String, UUID> ids = new HashMap<>(listing.variants());
                ids.put("200", added);
                listing = listing.linkedTo("5", ids);
            }
        }

        assertThat(operations)
                .containsExactly(
                        "ProductUpdate", "ProductVariantsCreate", "ProductVariantsUpdate", "ProductVariantsDelete");
    }

    @Test
    @DisplayName("only what differs is sent")
    void sendsOnlyWhatDiffers() {
        HubProduct before = shirt();
        HubProduct hub = HubProducts.with(before, small, Field.NET_SALES_PRICE, Value.decimal("9.00"));

        PlannedCall call = plan(hub, holding(before)).orElseThrow();

        assertThat(call.meant()).containsOnlyKeys(Cell.of(small, Field.NET_SALES_PRICE));
        assertThat(call.body().path("variants")).singleElement().satisfies(variant -> assertThat(variant.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("id", "price"));
    }

    @Test
    @DisplayName("rule 12: options of another name are set with every variant, since what is omitted is deleted")
    void replacesOptionsWithEveryVariant() {
        HubProduct before = shirt();
        HubProduct hub = HubProducts.with(before, small, Field.OPTIONS, HubProducts.options("Fit", "S"));
        hub = HubProducts.with(hub, large, Field.OPTIONS, HubProducts.options("Fit", "L"));

        PlannedCall call = plan(hub, holding(before)).orElseThrow();

        assertThat(call.operation()).isEqualTo("ProductSet");
        assertThat(call.create()).isFalse();
        assertThat(call.body().at("/identifier/id").asText()).isEqualTo("gid://shopify/Product/5");
        assertThat(call.body().at("/input/variants")).hasSize(2).allSatisfy(variant -> assertThat(
                        variant.path("id").isTextual())
                .isTrue());
        assertThat(call.body().at("/input").has("title")).isFalse();
    }

    @Test
    @DisplayName("rule 12: a variant that is made comes whole, whatever part of the difference is asked for")
    void makesWholeVariants() {
        HubProduct before = shirt();
        UUID added = UUID.randomUUID();
        HubProduct hub = HubProducts.with(before, small, Field.OPTIONS, HubProducts.options("Fit", "S"));
        hub = HubProducts.with(hub, large, Field.OPTIONS, HubProducts.options("Fit", "L"));
        hub = HubProducts.withVariant(hub, added, "XL", "15.00", "Fit", "XL");
        Difference renamed = HubProducts.difference(hub, holding(before))
                .only(Set.of(Cell.of(small, Field.OPTIONS), Cell.of(large, Field.OPTIONS)));

        PlannedCall call = ShopifyPushPlanner.plan(renamed).orElseThrow();

        assertThat(call.operation()).isEqualTo("ProductSet");
        assertThat(call.meant()).containsKeys(Cell.of(added, Field.EXISTS), Cell.of(added, Field.NET_SALES_PRICE));
        assertThat(call.body().at("/input/variants").findValuesAsText("price")).containsExactly("15.00");
    }

    @Test
    @DisplayName("fact 26: no list is longer than Shopify takes")
    void keepsListsShort() {
        HubProduct before = shirt();
        HubProduct hub = before;
        for (int i = 0; i < 300; i++) {
            hub = HubProducts.withVariant(hub, UUID.randomUUID(), "N" + i, "1.00", "Size", "N" + i);
        }

        assertThat(plan(hub, holding(before)).orElseThrow().body().path("variants"))
                .hasSize(250);
    }

    @Test
    @DisplayName("what Shopify has no place for, or Serai only reads, is never planned")
    void plansNothingThatCannotBeWritten() {
        HubProduct before = shirt();
        HubProduct hub = HubProducts.with(before, Field.WAREHOUSE_NOTES, Value.text("top shelf"));
        hub = HubProducts.with(hub, Field.COLLECTIONS, Value.terms(List.of("Sale")));
        hub = HubProducts.with(hub, small, Field.HEIGHT_IN_CM, Value.decimal("3"));

        assertThat(plan(hub, holding(before))).isEmpty();
    }
}
