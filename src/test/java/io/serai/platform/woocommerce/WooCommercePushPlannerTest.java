package io.serai.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

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
import io.serai.support.Payloads;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WooCommercePushPlannerTest {

    private static final Instant THEN = Instant.parse("2026-11-01T08:00:00Z");

    private final UUID only = UUID.randomUUID();

    private HubProduct mug(String sku) {
        HubProduct hub = HubProducts.with(HubProducts.empty(), Field.NAME, Value.text("Große Tasse"));
        return HubProducts.withVariant(hub, only, sku, "10.00");
    }

    private static Listing holding(HubProduct hub, Map<String, UUID> ids) {
        Listing listing = Listing.found("channel", Platform.WOOCOMMERCE, "5");
        for (var cell : hub.cells().entrySet()) {
            listing = listing.with(cell.getKey(), Shadow.of(cell.getValue().value(), THEN));
        }
        return listing.linkedTo("5", ids);
    }

    private static Optional<PlannedCall> plan(HubProduct hub, Listing listing) {
        return WooCommercePushPlanner.plan(HubProducts.difference(hub, listing), Map.of());
    }

    @Test
    @DisplayName("rule 6: a create is found again by its SKU, or by a slug of ours where it has none")
    void createsWithAnIdentity() {
        PlannedCall bySku = plan(mug("M-1"), Listing.wanted("channel", Platform.WOOCOMMERCE))
                .orElseThrow();
        HubProduct without = mug("");
        PlannedCall bySlug =
                plan(without, Listing.wanted("channel", Platform.WOOCOMMERCE)).orElseThrow();

        assertThat(bySku.body().at("/product/sku").asText()).isEqualTo("M-1");
        assertThat(bySku.body().at("/product/type").asText()).isEqualTo("simple");
        assertThat(bySku.body().at("/product").has("slug")).isFalse();
        assertThat(bySlug.body().at("/product/slug").asText())
                .isEqualTo("grosse-tasse-" + without.id().toString().substring(0, 8));
    }

    @Test
    @DisplayName("rule 17: a price goes with the compare-at price, and both are meant")
    void writesBothPrices() {
        HubProduct before = HubProducts.with(mug("M-1"), only, Field.COMPARE_AT_PRICE, Value.decimal("15.00"));
        HubProduct hub = HubProducts.with(before, only, Field.NET_SALES_PRICE, Value.decimal("9.00"));

        PlannedCall call = plan(hub, holding(before, Map.of("5", only))).orElseThrow();

        assertThat(call.operation()).isEqualTo("PUT /products/{id}");
        assertThat(call.path()).isEqualTo("products/5");
        assertThat(call.meant())
                .containsOnly(
                        entry(Cell.of(only, Field.NET_SALES_PRICE), Value.decimal("9.00")),
                        entry(Cell.of(only, Field.COMPARE_AT_PRICE), Value.decimal("15.00")));
        assertThat(call.body().path("product"))
                .isEqualTo(Payloads.json("{'regular_price': '15.00', 'sale_price': '9.00'}"));
    }

    @Test
    @DisplayName("rule 17: a compare-at price that the price had passed is written again once it is above it")
    void writesTheComparedPriceAgain() {
        HubProduct before = HubProducts.with(mug("M-1"), only, Field.NET_SALES_PRICE, Value.decimal("25.00"));
        Listing listing = holding(before, Map.of("5", only));
        Value compared = Value.decimal("20.00");
        listing = listing.with(
                Cell.of(only, Field.COMPARE_AT_PRICE),
                Shadow.of(Value.NONE, THEN).meaning(compared));
        HubProduct hub = HubProducts.with(before, only, Field.COMPARE_AT_PRICE, compared);
        hub = HubProducts.with(hub, only, Field.NET_SALES_PRICE, Value.decimal("10.00"));

        PlannedCall call = plan(hub, listing).orElseThrow();

        assertThat(call.body().path("product"))
                .isEqualTo(Payloads.json("{'regular_price': '20.00', 'sale_price': '10.00'}"));
    }

    @Test
    @DisplayName("rule 17: a compare-at price that waits for a person stays as the shop has it")
    void keepsAComparedPriceThatIsWithheld() {
        HubProduct before = mug("M-1");
        Listing listing = holding(before, Map.of("5", only))
                .with(
                        Cell.of(only, Field.COMPARE_AT_PRICE),
                        Shadow.of(Value.decimal("30.00"), THEN).withheld(true));
        HubProduct hub = HubProducts.with(before, only, Field.COMPARE_AT_PRICE, Value.decimal("20.00"));
        hub = HubProducts.with(hub, only, Field.NET_SALES_PRICE, Value.decimal("12.00"));
        Difference priced = HubProducts.difference(hub, listing).only(Set.of(Cell.of(only, Field.NET_SALES_PRICE)));

        PlannedCall call = WooCommercePushPlanner.plan(priced, Map.of()).orElseThrow();

        assertThat(call.body().path("product"))
                .isEqualTo(Payloads.json("{'regular_price': '30.00', 'sale_price': '12.00'}"));
    }

    @Test
    @DisplayName("rule 12: what the simple product was is among the first variations, however many there are")
    void keepsTheSimpleProductAmongTheFirst() {
        UUID last = new UUID(Long.MAX_VALUE, 0);
        HubProduct before = HubProducts.withVariant(
                HubProducts.with(HubProducts.empty(), Field.NAME, Value.text("Tasse")), last, "M-1", "10.00");
        HubProduct hub = HubProducts.with(before, last, Field.OPTIONS, HubProducts.options("Size", "S"));
        for (int i = 0; i < 150; i++) {
            hub = HubProducts.withVariant(hub, new UUID(1, i), "N" + i, "1.00", "Size", "N" + i);
        }

        PlannedCall call = plan(hub, holding(before, Map.of("5", last))).orElseThrow();

        assertThat(call.body().at("/variations/create")).hasSize(100);
        assertThat(call.meant()).containsKey(Cell.of(last, Field.EXISTS));
    }

    @Test
    @DisplayName("rule 12: a variation that is made comes whole, whatever part of the difference is asked for")
    void makesWholeVariations() {
        HubProduct before = HubProducts.with(mug("M-1"), only, Field.OPTIONS, HubProducts.options("Size", "S"));
        UUID second = UUID.randomUUID();
        HubProduct hub = HubProducts.withVariant(before, second, "M-2", "12.00", "Size", "L");
        Difference weighed = HubProducts.difference(
                        HubProducts.with(hub, second, Field.WEIGHT_IN_KG, Value.decimal("1.5")),
                        holding(before, Map.of("6", only)))
                .only(Set.of(Cell.of(second, Field.WEIGHT_IN_KG)));

        PlannedCall call = WooCommercePushPlanner.plan(weighed, Map.of()).orElseThrow();

        assertThat(call.body().at("/variations/create/0/sku").asText()).isEqualTo("M-2");
        assertThat(call.body().at("/variations/create/0/regular_price").asText())
                .isEqualTo("12.00");
    }

    @Test
    @DisplayName("a simple product that gets options becomes a variable one with whole variations in one call")
    void turnsASimpleProductIntoAVariableOne() {
        HubProduct before = mug("M-1");
        UUID second = UUID.randomUUID();
        HubProduct hub = HubProducts.with(before, only, Field.OPTIONS, HubProducts.options("Size", "S"));
        hub = HubProducts.withVariant(hub, second, "M-2", "12.00", "Size", "L");

        PlannedCall call = plan(hub, holding(before, Map.of("5", only))).orElseThrow();

        assertThat(call.body().at("/product/type").asText()).isEqualTo("variable");
        assertThat(call.body().at("/product/attributes/0/options")).hasSize(2);
        assertThat(call.body().at("/variations/create")).hasSize(2).allSatisfy(variation -> assertThat(
                        variation.path("regular_price").asText())
                .isNotEmpty());
        assertThat(call.meant()).containsKeys(Cell.of(only, Field.SKU), Cell.of(second, Field.EXISTS));
    }

    @Test
    @DisplayName("the tax status of variations is written to their parent")
    void writesTheTaxStatusToTheParent() {
        UUID second = UUID.randomUUID();
        HubProduct before = HubProducts.with(mug("M-1"), only, Field.OPTIONS, HubProducts.options("Size", "S"));
        before = HubProducts.withVariant(before, second, "M-2", "12.00", "Size", "L");
        HubProduct hub = HubProducts.with(before, only, Field.TAXABLE, Value.flag(false));

        PlannedCall call =
                plan(hub, holding(before, Map.of("6", only, "7", second))).orElseThrow();

        assertThat(call.operation()).isEqualTo("PUT /products/{id}");
        assertThat(call.body().path("product")).isEqualTo(Payloads.json("{'tax_status': 'none'}"));
    }

    @Test
    @DisplayName("rule 14: images go in one list, those that are there by their ids and new ones by where they are")
    void writesImages() {
        HubProduct before = images(mug("M-1"), "a", "b");
        Listing there = holding(before, Map.of("5", only)).showing(Map.of("101", "a", "102", "b"));
        HubProduct hub =
                images(before, "b", "c").knowing(Map.of("c", new ImageFile("https://c.example/c.png", "Side")));

        PlannedCall call = plan(hub, there).orElseThrow();

        assertThat(call.body().path("product"))
                .hasToString("{\"images\":[{\"id\":102},{\"src\":\"https://c.example/c.png\",\"alt\":\"Side\"}]}");
        assertThat(call.meant())
                .containsOnly(
                        Map.entry(Cell.of(Field.IMAGES), Value.terms(List.of("b", "c"))),
                        Map.entry(Cell.of(Field.IMAGE_ORDER), Value.sequence(List.of("b", "c"))));
    }

    @Test
    @DisplayName("rule 14: an order alone sends no image anew")
    void writesTheOrderOfImages() {
        HubProduct before = images(mug("M-1"), "a", "b");
        Listing there = holding(before, Map.of("5", only)).showing(Map.of("101", "a", "102", "b"));

        PlannedCall call = plan(images(before, "b", "a"), there).orElseThrow();

        assertThat(call.body().path("product")).hasToString("{\"images\":[{\"id\":102},{\"id\":101}]}");
        assertThat(call.meant()).containsOnly(Map.entry(Cell.of(Field.IMAGE_ORDER), Value.sequence(List.of("b", "a"))));
    }

    @Test
    @DisplayName("rule 14: an image that nobody can fetch is not sent, and nothing is called for it")
    void cannotSendWhatNobodyCanFetch() {
        HubProduct before = images(mug("M-1"), "a");
        Listing there = holding(before, Map.of("5", only)).showing(Map.of("101", "a"));

        assertThat(plan(images(before, "a", "unknown"), there)).isEmpty();
    }

    @Test
    @DisplayName("rule 14: images wait for everything else, which one that cannot be fetched must not hold up")
    void sendsImagesLast() {
        HubProduct hub = images(mug("M-1"), "a").knowing(Map.of("a", new ImageFile("https://a.example/", null)));

        PlannedCall create =
                plan(hub, Listing.wanted("channel", Platform.WOOCOMMERCE)).orElseThrow();
        HubProduct renamed = HubProducts.with(hub, Field.NAME, Value.text("Cup"));
        PlannedCall update =
                plan(renamed, holding(mug("M-1"), Map.of("5", only))).orElseThrow();

        assertThat(create.body().path("product").has("images")).isFalse();
        assertThat(create.meant()).doesNotContainKey(Cell.of(Field.IMAGES));
        assertThat(update.body().path("product").has("images")).isFalse();
    }

    private static HubProduct images(HubProduct product, String... images) {
        HubProduct with = HubProducts.with(product, Field.IMAGES, Value.terms(List.of(images)));
        return HubProducts.with(with, Field.IMAGE_ORDER, Value.sequence(List.of(images)));
    }

    @Test
    @DisplayName("fact 56: no batch is longer than WooCommerce takes")
    void keepsBatchesShort() {
        HubProduct before = HubProducts.with(mug("M-1"), only, Field.OPTIONS, HubProducts.options("Size", "S"));
        HubProduct hub = before;
        for (int i = 0; i < 150; i++) {
            hub = HubProducts.withVariant(hub, UUID.randomUUID(), "N" + i, "1.00", "Size", "N" + i);
        }

        PlannedCall call = plan(hub, holding(before, Map.of("6", only))).orElseThrow();

        assertThat(call.operation()).isEqualTo("POST /products/{id}/variations/batch");
        assertThat(call.body().at("/variations/create")).hasSize(100);
    }

    @Test
    @DisplayName("writing attributes keeps the shop's own ones, its ids and values nobody uses yet")
    void keepsTheShopsAttributes() {
        WooCommerceAttributes attributes = new WooCommerceAttributes(
                Payloads.json("[{'id': 0, 'name': 'Material', 'variation': false, 'options': ['Clay']},"
                        + "{'id': 3, 'name': 'Colour', 'variation': true, 'options': ['Green', 'Grey']}]"),
                Payloads.json("[{'name': 'colour', 'variation': true, 'options': ['grey', 'Red']}]"));
        var variations = Payloads.json("[{'attributes': [{'name': 'Colour', 'option': 'Red'}]}]");

        attributes.identify(variations);

        assertThat(attributes.isChanged()).isTrue();
        assertThat(attributes.merged())
                .isEqualTo(Payloads.json("[{'id': 0, 'name': 'Material', 'variation': false, 'options': ['Clay']},"
                        + "{'id': 3, 'name': 'Colour', 'variation': true, 'options': ['Green', 'Grey', 'Red']}]"));
        assertThat(variations.at("/0/attributes/0").toString()).isEqualTo("{\"option\":\"Red\",\"id\":3}");
    }
}
