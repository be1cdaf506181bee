package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.channel.Platform;
import io.serai.listing.Lane;
import io.serai.listing.PushJob;
import io.serai.provenance.Origin;
import io.serai.push.PushFailures;
import io.serai.push.PushStep;
import io.serai.push.Pushes;
import io.serai.support.PostgresResource;
import io.serai.twin.Faults.Fate;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class QueueFlowTest extends FlowTestBase {

    @Inject
    Pushes pushes;

    @Inject
    PushFailures pushFailures;

    private static final String HAT = "{\"name\":\"Hut\",\"sku\":\"H-1\",\"price\":10}";

    @Test
    @DisplayName("D5 D17 edits made while a shop is paused wait as one push, which carries the last of them")
    void coalesces() {
        shops.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        shops.forgetCalls();
        assertThat(shops.ask("PATCH", channel(shops.wooChannel), object().put("isActive", false))
                        .status())
                .isEqualTo(200);
        for (int i = 1; i <= 5; i++) {
            shops.patch(id, object().put("name", "Hut " + i));
        }
        assertThat(shops.queue(id).path("pending").asInt()).isBetween(1, 2);
        assertThat(shops.status().path("pending").asInt()).isEqualTo(1);
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Hut");

        shops.ask("PATCH", channel(shops.wooChannel), object().put("isActive", true));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Hut 5");
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Hut 5");
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        assertThat(shops.status().path("synced").asInt()).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName(
            "D5 D17 what a shop refuses is tried three times, then given up and shown, and pushed when it is mended")
    void dead() {
        // Its SKU is taken there by a product in the trash, which no list shows.
        shops.woocommerce.createAsStaff(
                object().put("name", "Alt").put("sku", "H-1").put("regular_price", "5"));
        shops.woocommerce.deleteAsStaff(shops.inWooCommerce("H-1").path("id").asText(), false);
        shops.connect();
        String id = shops.create(json(HAT));
        shops.settle();

        JsonNode queue = shops.queue(id);
        assertThat(queue.path("failed").asInt()).isEqualTo(1);
        JsonNode failed = job(queue, "failed");
        assertThat(failed.path("attempts").asInt()).isEqualTo(3);
        assertThat(failed.path("operation").asText()).isEqualTo("push_to_woocommerce");
        assertThat(shops.status().path("error").asInt()).isEqualTo(1);
        assertThat(shops.productOf(id).path("syncStatus").asText()).isEqualTo("ERROR");
        assertThat(shops.logs(id))
                .anyMatch(entry -> !entry.path("success").asBoolean()
                        && entry.path("errorMessage").isTextual());
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Hut");

        shops.patch(id, object().put("sku", "H-2"));
        shops.settle();
        assertThat(shops.inWooCommerce("H-2").path("name").asText()).isEqualTo("Hut");
        assertThat(shops.inShopify("H-2").path("title").asText()).isEqualTo("Hut");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D5 what a shop refuses in part is done in part, once, and the rest is given up after three tries")
    void partlyRefused() {
        shops.woocommerce.createAsStaff(
                object().put("name", "Alt").put("sku", "SH-L").put("regular_price", "5"));
        shops.woocommerce.deleteAsStaff(shops.inWooCommerce("SH-L").path("id").asText(), false);
        shops.connect();
        String id = shops.create(
                json(
                        """
                        {"name":"Shirt","variants":[
                         {"options":{"Size":"S"},"sku":"SH-S","price":20},{"options":{"Size":"L"},"sku":"SH-L","price":22}]}"""));
        shops.settle();

        assertThat(shops.variations(shops.namedInWooCommerce("Shirt")))
                .extracting(variation -> variation.path("sku").asText())
                .containsExactly("SH-S");
        assertThat(job(shops.queue(id), "failed").path("attempts").asInt()).isEqualTo(3);
        for (String sent : List.of("name", "netSalesPrice", "sku", "options", "exists")) {
            for (JsonNode decision : shops.explain(id, sent).path("history")) {
                assertThat(decision.path("origin").asText()).as(sent).isEqualTo("NOLIMITS");
            }
        }
        shops.assertNothingIdle();

        ObjectNode edit = object();
        edit.putArray("variants").addObject().put("id", variant("SH-L")).put("sku", "SH-XL");
        shops.patch(id, edit);
        shops.settle();
        assertThat(shops.variations(shops.namedInWooCommerce("Shirt")))
                .extracting(variation -> variation.path("sku").asText())
                .containsExactlyInAnyOrder("SH-S", "SH-XL");
        assertThat(shops.conflicts()).isEmpty();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName(
            "D5 what a shop refuses is given up after three tries, however often the product is edited there meanwhile")
    void refusedWhileEdited() {
        shops.woocommerce.createAsStaff(
                object().put("name", "Alt").put("sku", "OLD-1").put("global_unique_id", "4006381333931"));
        shops.woocommerce.deleteAsStaff(shops.inWooCommerce("OLD-1").path("id").asText(), false);
        shops.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        String inShop = shops.inWooCommerce("H-1").path("id").asText();

        shops.patch(id, object().put("gtin", "4006381333931"));
        AtomicInteger edits = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    shops.woocommerce.editAsStaff(inShop, object().put("menu_order", edits.incrementAndGet()));
                    return shops.queue(id).findValuesAsText("status").contains("failed");
                });
        shops.settle();

        assertThat(job(shops.queue(id), "failed").path("attempts").asInt()).isEqualTo(3);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D5 one field that a shop refuses holds back no other, and is pushed when it is mended")
    void oneFieldRefused() {
        shops.woocommerce.createAsStaff(object().put("name", "Alt")
                .put("sku", "OLD-1")
                .put("regular_price", "5")
                .put("global_unique_id", "4006381333931"));
        shops.woocommerce.deleteAsStaff(shops.inWooCommerce("OLD-1").path("id").asText(), false);
        shops.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        shops.forgetCalls();

        shops.patch(
                id,
                json(
                        """
                        {"name":"Strohhut","tags":["stroh"],"price":31.5,"gtin":"4006381333931","weightInKg":0.25}"""));
        shops.settle();

        JsonNode inShop = shops.inWooCommerce("H-1");
        assertThat(inShop.path("name").asText()).isEqualTo("Strohhut");
        assertThat(inShop.path("price").asDouble()).isEqualTo(31.5);
        assertThat(inShop.path("weight").asText()).isEqualTo("0.25");
        assertThat(inShop.path("global_unique_id").asText()).isEmpty();
        JsonNode failed = job(shops.queue(id), "failed");
        assertThat(failed.path("attempts").asInt()).isEqualTo(3);
        assertThat(shops.logs(id))
                .anyMatch(entry -> entry.path("errorMessage").asText().contains("GTIN"));
        JsonNode product = shops.productOf(id);
        assertThat(product.path("syncStatus").asText()).isEqualTo("ERROR");
        assertThat(product.path("channels").findValuesAsText("errorMessage"))
                .anyMatch(message -> message.contains("GTIN"));
        shops.assertNothingIdle();

        shops.patch(id, object().put("gtin", "4006381333948"));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("global_unique_id").asText()).isEqualTo("4006381333948");
        assertThat(shops.productOf(id).path("syncStatus").asText()).isEqualTo("SYNCED");
    }

    private String variant(String sku) {
        for (JsonNode variant : shops.product(sku).path("variants")) {
            if (sku.equals(variant.path("sku").asText())) {
                return variant.path("id").asText();
            }
        }
        throw new AssertionError("the hub has no " + sku);
    }

    @Test
    @DisplayName("D5 a shop that is throttled or down costs no try")
    void costsNoTry() {
        shops.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        for (Fate fate : new Fate[] {Fate.THROTTLED, Fate.SERVER_ERROR, Fate.RESET_BEFORE, Fate.SERVER_ERROR}) {
            shops.shopify.faults().next(fate);
            shops.woocommerce.faults().next(fate);
        }
        shops.patch(id, object().put("name", "Mütze"));
        shops.settle();
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Mütze");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Mütze");
        JsonNode jobs = shops.queue(id).path("jobs");
        for (JsonNode job : jobs) {
            assertThat(job.path("attempts").asInt()).as(job.toString()).isLessThanOrEqualTo(1);
            assertThat(job.path("status").asText()).isIn("completed", "skipped");
        }
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName(
            "D5 D8 a push that a person asks for sends nothing where nothing differs, and skips what they leave out")
    void asked() {
        shops.connect();
        String id = shops.create(json(HAT.replace("}", ",\"channelIds\":[\"" + shops.shopifyChannel + "\"]}")));
        shops.settle();
        assertThat(shops.woocommerce.listed()).isEmpty();
        shops.forgetCalls();

        String product = "/api/integrations/product-sync/product/" + id;
        Shops.Answer skipping = shops.ask("POST", product + "/sync", json("{\"skipPlatforms\":[\"woocommerce\"]}"));
        assertThat(skipping.status()).isEqualTo(200);
        shops.settle();
        assertThat(shops.woocommerce.listed()).isEmpty();
        assertThat(Shops.writes(shops.shopify)).isZero();

        assertThat(shops.ask("POST", product + "/queue", json("{\"priority\":1}"))
                        .status())
                .isEqualTo(200);
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Hut");
        assertThat(Shops.writes(shops.shopify)).isZero();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D5 a lost compare-and-set costs a try and waits a little; the last try's is given up and shown")
    void stale() {
        shops.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        shops.ask("PATCH", channel(shops.wooChannel), object().put("isActive", false));

        Instant before = Instant.now();
        pushFailures.stale(claimed(id, 1), null);
        Instant after = Instant.now();
        assertThat(shops.text(
                        "SELECT status || ' ' || attempts || ' ' || last_error FROM product_sync_queue WHERE id = ?"
                                + " AND scheduled_for BETWEEN CAST(? AS timestamptz) + interval '500 milliseconds'"
                                + " AND CAST(? AS timestamptz) + interval '2 seconds'",
                        lastClaimed,
                        before.toString(),
                        after.toString()))
                .isEqualTo("pending 1 stale");

        pushFailures.stale(claimed(id, 3), null);
        assertThat(shops.text(
                        "SELECT status || ' ' || attempts || ' ' || last_error FROM product_sync_queue WHERE id = ?",
                        lastClaimed))
                .isEqualTo("failed 3 stale");

        shops.ask("PATCH", channel(shops.wooChannel), object().put("isActive", true));
        shops.settle();
    }

    @Test
    @DisplayName("K13 a worker whose row somebody else has does nothing more")
    void leaseLost() {
        shops.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        shops.ask("PATCH", channel(shops.wooChannel), object().put("isActive", false));
        shops.patch(id, object().put("name", "Strohhut"));
        PushJob job = claimed(id, 1);
        assertThat(pushes.begin(job).kind()).isEqualTo(PushStep.Kind.READ_FIRST);

        shops.execute(
                "UPDATE product_sync_queue SET lease_until = lease_until + interval '1 minute' WHERE id = ?",
                lastClaimed);
        assertThat(pushes.begin(job).kind()).isEqualTo(PushStep.Kind.DONE);
        assertThat(shops.text("SELECT status FROM product_sync_queue WHERE id = ?", lastClaimed))
                .isEqualTo("processing");

        shops.execute("UPDATE product_sync_queue SET lease_until = now() WHERE id = ?", lastClaimed);
        shops.ask("PATCH", channel(shops.wooChannel), object().put("isActive", true));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
    }

    @Test
    @DisplayName("D5 a product whose platform is too slow for a lease costs tries and fails for everybody to see")
    void tooSlow() {
        shops.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        shops.ask("PATCH", channel(shops.shopifyChannel), object().put("isActive", false));
        shops.patch(id, object().put("name", "Strohhut"));
        shops.forgetCalls();
        PushJob late = claimed(id, 3, Platform.SHOPIFY, Duration.ofSeconds(20));
        assertThat(pushes.begin(late).kind()).isEqualTo(PushStep.Kind.DONE);
        assertThat(shops.text("SELECT status || ' ' || last_error FROM product_sync_queue WHERE id = ?", lastClaimed))
                .isEqualTo("failed the platform answers too slowly");
        assertThat(shops.shopify.calls().counts().total()).isZero();
        shops.ask("PATCH", channel(shops.shopifyChannel), object().put("isActive", true));
        shops.settle();
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Strohhut");
    }

    private UUID lastClaimed;

    /** A job for WooCommerce that a worker has, as the queue hands it out. */
    private PushJob claimed(String product, int attempts) {
        return claimed(product, attempts, Platform.WOOCOMMERCE, Duration.ofMinutes(10));
    }

    private PushJob claimed(String product, int attempts, Platform platform, Duration left) {
        String channel = platform == Platform.SHOPIFY ? shops.shopifyChannel : shops.wooChannel;
        Instant lease = Instant.now().plus(left).truncatedTo(ChronoUnit.MILLIS);
        lastClaimed = UUID.randomUUID();
        shops.execute(
                "INSERT INTO product_sync_queue (id, operation, trigger_origin, status, attempts, tenant_id, product_id,"
                        + " channel_id, lease_until) VALUES (?, ?, 'SYSTEM', 'processing', ?, ?, ?, ?, ?)",
                lastClaimed,
                platform.pushOperation(),
                attempts,
                shops.tenant,
                UUID.fromString(product),
                channel,
                lease.atOffset(ZoneOffset.UTC));
        return new PushJob(
                lastClaimed,
                shops.tenant,
                UUID.fromString(product),
                channel,
                platform,
                Lane.LIVE,
                0,
                Origin.SYSTEM,
                null,
                attempts,
                3,
                lease,
                lease);
    }

    private static JsonNode job(JsonNode queue, String status) {
        for (JsonNode job : queue.path("jobs")) {
            if (job.path("status").asText().equals(status)) {
                return job;
            }
        }
        throw new AssertionError("no " + status + " job in " + queue);
    }

    private static String channel(String id) {
        return "/api/channels/" + id;
    }
}
