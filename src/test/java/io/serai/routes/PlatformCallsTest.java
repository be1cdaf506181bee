package io.serai.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.Connection;
import io.serai.platform.PlatformAdapter;
import io.serai.platform.ProductPage;
import io.serai.platform.ProductsRead;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.ShopDescription;
import io.serai.platform.Subscription;
import io.serai.platform.Throttled;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import io.serai.platform.shopify.ShopifyAdapter;
import io.serai.platform.woocommerce.WooCommerceAdapter;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.support.HubProducts;
import io.serai.twin.Faults.Fate;
import io.serai.twin.SampleCatalogue;
import io.serai.twin.TwinServer;
import io.serai.twin.shopify.ShopifyTwin;
import io.serai.twin.woocommerce.WooCommerceTwin;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contract of the platform routes, against the twins over HTTP. */
class PlatformCallsTest {

    private static final int RESPONSE_TIMEOUT = 2500;

    @TempDir
    static Path folder;

    private static PlatformRoutes routes;

    /** The two shops, as a test needs them. */
    enum Shop {
        SHOPIFY(Platform.SHOPIFY, new ShopifyAdapter(), new ShopifyTwin()),
        WOOCOMMERCE(Platform.WOOCOMMERCE, new WooCommerceAdapter(), new WooCommerceTwin());

        final Platform platform;
        final PlatformAdapter adapter;
        final TwinServer twin;

        Shop(Platform platform, PlatformAdapter adapter, TwinServer twin) {
            this.platform = platform;
            this.adapter = adapter;
            this.twin = twin;
        }

        Connection connection() {
            return connection(twin.url(), null, Map.of());
        }

        Connection connection(URI url, Path caFile, Map<String, String> others) {
            Map<String, String> credentials = new HashMap<>(Map.of(
                    "accessToken", "shpat_serai_dev", "consumerKey", "ck_serai_dev", "consumerSecret", "cs_serai_dev"));
            credentials.putAll(others);
            return new Connection(
                    "channel_" + platform.key(),
                    platform,
                    url,
                    "shop",
                    credentials,
                    "2026-10",
                    caFile,
                    Map.of(),
                    OptionalLong.empty());
        }

        String route(String name) {
            return platform.key() + "-" + name;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        routes = new PlatformRoutes(RESPONSE_TIMEOUT);
        for (Shop shop : Shop.values()) {
            shop.twin.seed(SampleCatalogue.of(7, 60));
            shop.twin.start(0);
        }
        rich(1_000_000);
        try (PlatformRoutes patient = new PlatformRoutes(60_000)) {
            // the Shopify twin reads its schema with the first call
            patient.call("shopify-subscribe", Shop.SHOPIFY.connection(), List.of(), List.class);
        }
    }

    private static void rich(double points) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        Shop.SHOPIFY.twin.settings(settings.put("maximumAvailable", points).put("restoreRate", points / 20));
    }

    @AfterAll
    static void stop() {
        routes.close();
        for (Shop shop : Shop.values()) {
            shop.twin.stop();
        }
    }

    @AfterEach
    void nothingGoesWrong() {
        for (Shop shop : Shop.values()) {
            shop.twin.faults().clear();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("every product is read page by page, each once and whole")
    void readsEveryProductOnce(Shop shop) {
        List<Observation> all = everything(shop);

        Set<String> ids = new HashSet<>();
        all.forEach(product -> ids.add(product.externalId()));
        assertThat(ids).hasSameSizeAs(all);
        assertThat(all).hasSameSizeAs(shop.twin.listed()).allSatisfy(product -> {
            assertThat(product.source()).isEqualTo(Source.READ);
            assertThat(product.variantsComplete()).isTrue();
            assertThat(product.variants()).isNotEmpty();
            assertThat(product.fields()).containsKeys(Field.NAME, Field.DESCRIPTION, Field.IS_ACTIVE, Field.TAGS);
        });
    }

    private static List<Observation> everything(Shop shop) {
        List<Observation> all = new ArrayList<>();
        String cursor = null;
        do {
            Map<String, Object> variables = cursor == null ? Map.of() : Map.of("cursor", cursor);
            ProductPage page = (ProductPage) routes.call(shop.route("read-page"), shop.connection(), null, variables)
                    .body();
            all.addAll(page.products());
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("products are read by id; an id that is not there is named")
    void readsByIdAndNamesTheMissing(Shop shop) {
        List<String> ids = new ArrayList<>(
                everything(shop).stream().map(Observation::externalId).limit(25).toList());
        ids.add("999999999");

        PlatformRoutes.Outcome outcome = routes.call(shop.route("read-products"), shop.connection(), ids, Map.of());

        ProductsRead read = (ProductsRead) outcome.body();
        assertThat(read.found())
                .extracting(Observation::externalId)
                .containsExactlyInAnyOrderElementsOf(ids.subList(0, 25));
        assertThat(read.missing()).containsExactly("999999999");
        assertThat(outcome.headers()).containsEntry("jobId", "7").doesNotContainKey("X-Shopify-Access-Token");
        assertThat((Duration) outcome.variables().get("clockSkew"))
                .isBetween(Duration.ofSeconds(-30), Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a product made and changed call by call comes to hold what the hub has")
    void bringsAProductToWhatTheHubHas(Shop shop) {
        UUID small = UUID.randomUUID();
        UUID large = UUID.randomUUID();
        HubProduct hub = shirt(small, large);

        Observation created = push(shop, hub, Listing.wanted("channel", shop.platform));
        Listing listing = settle(shop, hub, HubProducts.linked(hub, shop.platform, created));
        assertThat(listing.variants()).hasSize(2);

        UUID huge = UUID.randomUUID();
        HubProduct changed = HubProducts.withVariant(hub, huge, "SHIRT-XL-" + huge, "25.00", "Size", "XL");
        changed = HubProducts.with(changed, Field.NAME, Value.text("Shirt & Tie “neu”"));
        changed = HubProducts.with(changed, Field.TAGS, Value.terms(List.of("summer", "new & hot")));
        changed = HubProducts.with(changed, small, Field.COMPARE_AT_PRICE, Value.decimal("30.00"));
        changed = HubProducts.with(changed, large, Field.EXISTS, Value.flag(false));
        listing = settle(shop, changed, listing);

        assertThat(listing.variants().values()).containsExactlyInAnyOrder(small, huge);
        assertThat(HubProducts.difference(changed, listing).cells()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a product without options gets options, and its variants keep what they hold")
    void givesOptionsToAProductWithoutAny(Shop shop) {
        UUID only = UUID.randomUUID();
        HubProduct hub = HubProducts.with(HubProducts.empty(), Field.NAME, Value.text("Mug " + only));
        hub = HubProducts.withVariant(hub, only, "MUG-" + only, "9.50");
        Listing listing = settle(
                shop,
                hub,
                HubProducts.linked(hub, shop.platform, push(shop, hub, Listing.wanted("channel", shop.platform))));

        HubProduct changed = HubProducts.with(hub, only, Field.OPTIONS, HubProducts.options("Colour", "Red"));
        UUID second = UUID.randomUUID();
        changed = HubProducts.withVariant(changed, second, "MUG-B-" + second, "10.50", "Colour", "Blue");
        listing = settle(shop, changed, listing);

        assertThat(listing.variants().values()).containsExactlyInAnyOrder(only, second);
        assertThat(HubProducts.difference(changed, listing).cells()).isEmpty();
    }

    private static HubProduct shirt(UUID small, UUID large) {
        HubProduct hub = HubProducts.empty();
        hub = HubProducts.with(hub, Field.NAME, Value.text("Shirt " + hub.id()));
        hub = HubProducts.with(hub, Field.DESCRIPTION, Value.text("<p>Soft &amp; warm</p>"));
        hub = HubProducts.with(hub, Field.IS_ACTIVE, Value.flag(true));
        hub = HubProducts.with(hub, Field.TAGS, Value.terms(List.of("summer", "cotton")));
        hub = HubProducts.withVariant(hub, small, "SHIRT-S-" + small, "20.00", "Size", "S");
        hub = HubProducts.with(hub, small, Field.WEIGHT_IN_KG, Value.decimal("0.25"));
        hub = HubProducts.with(hub, small, Field.GTIN, Value.text("4006381333931"));
        return HubProducts.withVariant(hub, large, "SHIRT-L-" + large, "22.00", "Size", "L");
    }

    private static Observation push(Shop shop, HubProduct hub, Listing listing) {
        PlannedCall call = shop.adapter
                .plan(HubProducts.difference(hub, listing), Map.of())
                .orElseThrow();
        Observation answer = routes.call(shop.route("push"), shop.connection(), call, Observation.class);
        assertThat(answer.source()).isEqualTo(Source.ANSWER);
        assertThat(answer.variantsComplete()).isTrue();
        return answer;
    }

    /** Pushes until nothing is planned any more, as the worker does. */
    private static Listing settle(Shop shop, HubProduct hub, Listing listing) {
        Listing now = listing;
        for (int calls = 0; calls < 8; calls++) {
            Difference difference = HubProducts.difference(hub, now);
            Optional<PlannedCall> call = shop.adapter.plan(difference, Map.of());
            if (call.isEmpty()) {
                return now;
            }
            assertThat(call.get().meant().keySet()).isNotEmpty();
            now = HubProducts.linked(hub, shop.platform, push(shop, hub, now));
        }
        throw new AssertionError(
                "still differs: " + HubProducts.difference(hub, now).cells());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("rule 6: a create whose answer was lost is found by our identity")
    void findsACreateWhoseAnswerWasLost(Shop shop) {
        // without tags, which WooCommerce wants to know before the product
        HubProduct hub = HubProducts.with(HubProducts.empty(), Field.NAME, Value.text("Lost & found"));
        hub = HubProducts.withVariant(hub, UUID.randomUUID(), "", "5.00");
        HubProduct meant = hub;
        Difference wanted = HubProducts.difference(hub, Listing.wanted("channel", shop.platform));
        PlannedCall create = shop.adapter.plan(wanted, Map.of()).orElseThrow();
        assertThat(routes.call(shop.route("find-created"), shop.connection(), create, Map.of())
                        .body())
                .isNull();

        shop.twin.faults().next(Fate.RESET_AFTER);
        assertThatThrownBy(() -> push(shop, meant, wanted.listing()))
                .isInstanceOfSatisfying(Unavailable.class, lost -> assertThat(lost.outcomeUnknown())
                        .isTrue());

        shop.twin.faults().clear();
        Observation found = routes.call(shop.route("find-created"), shop.connection(), create, Observation.class);
        assertThat(found.fields().get(Field.NAME)).isEqualTo(hub.value(Cell.of(Field.NAME)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "a shop that fails, hangs or refuses connections is unavailable; only a sent write is of unknown outcome")
    void tellsWhatNoAnswerMeans(Shop shop) {
        List<String> ids = List.of(everything(shop).get(0).externalId());
        shop.twin.faults().next(Fate.SERVER_ERROR);
        assertUnavailable(() -> routes.call(shop.route("read-products"), shop.connection(), ids, Map.of()), false);
        shop.twin.faults().next(Fate.RESET_BEFORE);
        assertUnavailable(() -> routes.call(shop.route("read-products"), shop.connection(), ids, Map.of()), false);
        HubProduct hub = shirt(UUID.randomUUID(), UUID.randomUUID());
        Listing wanted = Listing.wanted("channel", shop.platform);
        shop.twin.faults().next(Fate.SERVER_ERROR);
        assertUnavailable(() -> push(shop, hub, wanted), true);
        shop.twin.faults().next(Fate.TIMEOUT_AFTER_EFFECT);
        assertUnavailable(() -> push(shop, hub, wanted), true);

        PlannedCall call =
                shop.adapter.plan(HubProducts.difference(hub, wanted), Map.of()).orElseThrow();
        Connection nobody = shop.connection(URI.create("http://127.0.0.1:1"), null, Map.of());
        assertUnavailable(() -> routes.call(shop.route("push"), nobody, call, Map.of()), false);
    }

    @Test
    @DisplayName("rule 6: a push whose second write failed after the first was taken is of unknown outcome")
    void tellsThatAPartWasWrittenBeforeTheFailure() {
        Shop shop = Shop.WOOCOMMERCE;
        UUID only = UUID.randomUUID();
        HubProduct mug = HubProducts.with(HubProducts.empty(), Field.NAME, Value.text("Half a mug"));
        HubProduct simple = HubProducts.withVariant(mug, only, "HALF-" + only, "9.50");
        Observation made = push(shop, simple, Listing.wanted("channel", shop.platform));
        HubProduct coloured = HubProducts.with(simple, only, Field.OPTIONS, HubProducts.options("Colour", "Red"));
        // what it holds is asked for, the product is written, and then its variations
        List.of(Fate.NORMAL, Fate.NORMAL, Fate.THROTTLED).forEach(shop.twin.faults()::next);

        assertUnavailable(() -> push(shop, coloured, HubProducts.linked(simple, shop.platform, made)), true);
        shop.twin.deleteAsStaff(made.externalId(), true);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("K3 a failure in the middle of a read in several calls does not lose what was read before it")
    void goesOnAfterAFailureInTheMiddle(Shop shop) {
        List<String> ids =
                everything(shop).stream().map(Observation::externalId).limit(40).toList();
        for (Fate fate : List.of(Fate.NORMAL, Fate.SERVER_ERROR, Fate.RESET_BEFORE, Fate.THROTTLED, Fate.NORMAL)) {
            shop.twin.faults().next(fate);
        }
        int before = shop.twin.calls().counts().total();

        ProductsRead read = routes.call(shop.route("read-products"), shop.connection(), ids, ProductsRead.class);

        int calls = shop.twin.calls().counts().total() - before;
        assertThat(read.found()).extracting(Observation::externalId).containsExactlyInAnyOrderElementsOf(ids);
        shop.twin.faults().clear();
        routes.call(shop.route("read-products"), shop.connection(), ids, ProductsRead.class);
        assertThat(shop.twin.calls().counts().total() - before - calls).isEqualTo(calls - 3);
    }

    private static void assertUnavailable(ThrowingCallable call, boolean unknown) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Unavailable.class, failure -> assertThat(failure.outcomeUnknown())
                        .isEqualTo(unknown));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a shop that wants fewer calls is throttled, wrong credentials are unauthorized")
    void tellsThrottledFromUnauthorized(Shop shop) {
        List<String> ids = List.of("1");
        shop.twin.faults().next(Fate.THROTTLED);
        assertThatThrownBy(() -> routes.call(shop.route("read-products"), shop.connection(), ids, Map.of()))
                .isInstanceOfSatisfying(Throttled.class, failure -> assertThat(failure.retryAfter())
                        .isPositive());
        Connection wrong =
                shop.connection(shop.twin.url(), null, Map.of("accessToken", "shpat_no", "consumerSecret", "cs_no"));
        assertThatThrownBy(() -> routes.call(shop.route("read-products"), wrong, ids, Map.of()))
                .isInstanceOf(Unauthorized.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("writing to a product that is gone is refused as not found")
    void refusesAProductThatIsGone(Shop shop) {
        HubProduct hub = HubProducts.with(HubProducts.empty(), Field.NAME, Value.text("Gone"));
        Listing gone = Listing.found("channel", shop.platform, "999999999");

        assertThatThrownBy(() -> push(shop, hub, gone))
                .isInstanceOfSatisfying(Rejected.class, failure -> assertThat(failure.has(Reason.NOT_FOUND))
                        .isTrue());
    }

    @Test
    @DisplayName("rule 13: a SKU that another product has is refused, and that product is named")
    void namesTheProductThatHasTheSku() {
        Shop shop = Shop.WOOCOMMERCE;
        UUID first = UUID.randomUUID();
        HubProduct one = HubProducts.withVariant(HubProducts.empty(), first, "TAKEN-1", "1.00");
        one = HubProducts.with(one, Field.NAME, Value.text("One"));
        String there = push(shop, one, Listing.wanted("channel", shop.platform)).externalId();
        HubProduct two = HubProducts.withVariant(HubProducts.empty(), UUID.randomUUID(), "taken-1", "1.00");
        HubProduct named = HubProducts.with(two, Field.NAME, Value.text("Two"));

        assertThatThrownBy(() -> push(shop, named, Listing.wanted("channel", shop.platform)))
                .isInstanceOfSatisfying(Rejected.class, failure -> assertThat(failure.reasons())
                        .singleElement()
                        .isEqualTo(new Reason("sku", failure.getMessage(), Reason.SKU_TAKEN, there)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "subscribing twice leaves one subscription per topic; a moved address is mended; unsubscribing leaves none")
    @SuppressWarnings("unchecked")
    void subscribesOnce(Shop shop) {
        String address = "https://serai.example.com/webhooks/" + shop.platform.key();
        subscribe(shop, "https://old.example.com/webhooks/" + shop.platform.key());
        subscribe(shop, address);
        List<Subscription> ours = subscribe(shop, address);

        List<Subscription> listed =
                (List<Subscription>) routes.call(shop.route("subscriptions"), shop.connection(), null, List.class);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ours);
        assertThat(ours).extracting(Subscription::topic).containsExactlyInAnyOrderElementsOf(topics(shop));
        assertThat(ours)
                .allMatch(Subscription::isActive)
                .extracting(Subscription::address)
                .containsOnly(address);

        routes.call(shop.route("unsubscribe"), shop.connection(), ours, Map.of());
        routes.call(shop.route("unsubscribe"), shop.connection(), ours, Map.of());
        assertThat(routes.call(shop.route("subscriptions"), shop.connection(), null, List.class))
                .isEmpty();
    }

    private static List<String> topics(Shop shop) {
        return shop.adapter.deliveries().orElseThrow().topics();
    }

    @SuppressWarnings("unchecked")
    private static List<Subscription> subscribe(Shop shop, String address) {
        return (List<Subscription>) routes.call(
                        shop.route("subscribe"),
                        shop.connection(),
                        topics(shop),
                        Map.of("address", address, "webhookSecret", "serai-dev-secret"))
                .body();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a shop says its currency, its units and whether its prices are gross")
    void describesTheShop(Shop shop) {
        ShopDescription description =
                routes.call(shop.route("describe"), shop.connection(), null, ShopDescription.class);

        assertThat(description.name()).isNotBlank();
        assertThat(description.currency()).hasSize(3);
        assertThat(description.weightUnit()).isEqualTo("kg");
        assertThat(description.timezone()).isNotBlank();
    }

    @Test
    @DisplayName(
            "over https WooCommerce is called with Basic, and its certificate is checked against the channel's own authority")
    void checksTheCertificate() throws Exception {
        WooCommerceTwin twin = (WooCommerceTwin) Shop.WOOCOMMERCE.twin;
        URI secure = URI.create("https://127.0.0.1:" + twin.startSecure(0));
        Path authority = Files.writeString(folder.resolve("ca.pem"), twin.certificate());

        Connection trusted = Shop.WOOCOMMERCE.connection(secure, authority, Map.of());
        assertThat(routes.call("woocommerce-describe", trusted, null, ShopDescription.class)
                        .name())
                .isNotBlank();

        Connection untrusted = Shop.WOOCOMMERCE.connection(secure, null, Map.of());
        assertThatThrownBy(() -> routes.call("woocommerce-describe", untrusted, null, Map.of()))
                .isInstanceOf(Unavailable.class);
    }
}
