package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.channel.UnsettledChannel;
import io.serai.channel.UnsettledChannels;
import io.serai.platform.Connection;
import io.serai.platform.Connections;
import io.serai.platform.Unauthorized;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults.Instead;
import io.serai.twin.Faults.Manner;
import io.serai.twin.TwinRequest;
import io.serai.twin.TwinServer;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Connecting shops")
class ChannelFlowTest extends FlowTestBase {

    /** Nobody listens there. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    private static final int DEAD = 6;

    @Inject
    UnsettledChannels unsettled;

    @Inject
    Connections connections;

    private final List<String> dead = new ArrayList<>();

    private static final FaultSettings ALL_LOST = new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);

    @Test
    @DisplayName("B9 shops that do not answer keep no other shop from being connected")
    void deadShopsDelayNobody() {
        shops.connectTenant();
        connectDead();
        // Each of them is tried for half a minute; one after the other that would be longer than anybody waits here.
        shops.connectShopify();
        assertThat(shops.channel(shops.shopifyChannel).path("status").asText()).isEqualTo("active");
    }

    @Test
    @DisplayName("B9 a channel that waits to be set up is handed out once, and no paused one")
    void handsOutOnce() {
        shops.connect();
        assertThat(shops.ask("PATCH", "/api/channels/" + shops.wooChannel, object().put("isActive", false))
                        .status())
                .isEqualTo(200);
        shops.forgetCalls();
        List<UnsettledChannel> claimed = unsettled.claim();
        claimed.forEach(unsettled::postpone);
        assertThat(claimed).extracting(UnsettledChannel::channelId).doesNotContain(shops.wooChannel);
        assertThat(shops.woocommerce.calls().counts().total()).isZero();
        shops.execute("UPDATE control.channels SET status = 'active' WHERE id = ?", shops.wooChannel);
        awaitSettled(shops.wooChannel);
        assertThat(shops.woocommerce.calls().counts().total()).isPositive();
    }

    @Test
    @DisplayName("B9 shops that do not answer keep no other shop from being caught up with")
    void deadShopsDelayNoCatchUp() throws Exception {
        shops.connectTenant();
        List<String> dead = connectDead();
        shops.connectShopify();
        String hat = shops.shopify
                .createAsStaff(
                        object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"))
                .path("id")
                .asText();
        shops.settle();
        shops.shopify.faults().set(ALL_LOST);
        shops.shopify.editAsStaff(hat, object().put("title", "Strohhut"));
        shops.settle();
        schedule();
        await().atMost(PATIENCE)
                .until(() -> shops.product("H-1").path("name").asText().equals("Strohhut"));
        assertThat(shops.count(
                        "SELECT count(*) FROM sync_jobs WHERE organization_id = ? AND integration_id LIKE 'dead%' AND status = 'pending'",
                        shops.tenant))
                .as("they wait, each for itself")
                .isEqualTo(dead.size());
    }

    @Test
    @DisplayName("B2 a shop that is connected already, by whatever name or address, is not connected twice")
    void connectedTwice() {
        shops.connect();
        List<String> shopify = addresses(shops.shopify.state().path("subscriptions"), "uri");
        List<String> woocommerce = addresses(shops.woocommerce.state().path("webhooks"), "delivery_url");
        assertThat(shopify).hasSize(shopifyTopics()).allMatch(address -> address.contains(shops.shopifyChannel));
        assertThat(woocommerce).isNotEmpty().allMatch(address -> address.contains(shops.wooChannel));

        String other = connectAgain("shopify", shops.shopify.url().toString(), "other-" + shops.domain());
        assertThat(paused(other)).startsWith("The shop says that it is " + shops.domain() + ", not other-");
        String again =
                connectAgain("woocommerce", shops.woocommerce.url().toString().replace("127.0.0.1", "localhost"), null);
        assertThat(paused(again)).contains("is connected already");
        assertThat(addresses(shops.shopify.state().path("subscriptions"), "uri"))
                .isEqualTo(shopify);
        assertThat(addresses(shops.woocommerce.state().path("webhooks"), "delivery_url"))
                .isEqualTo(woocommerce);

        // With the first one gone the second is welcome.
        shops.ask("DELETE", "/api/channels/" + shops.wooChannel, null);
        shops.ask("PATCH", "/api/channels/" + again, object().put("isActive", true));
        await().atMost(PATIENCE)
                .until(() -> shops.channel(again).path("lastProductSyncAt").isTextual());
        assertThat(shops.channel(again).path("status").asText()).isEqualTo("active");
        shops.ask("DELETE", "/api/channels/" + again, null);
        shops.ask("DELETE", "/api/channels/" + other, null);
    }

    @Test
    @DisplayName("H3 what would stop a channel is refused, naming the place")
    void refusesWhatStopsAChannel() {
        shops.connect();
        String channel = "/api/channels/" + shops.wooChannel;
        ObjectNode parsecs = object();
        parsecs.putObject("settings")
                .put("weightUnit", "parsecs")
                .put("dimensionUnit", "ell")
                .put("timeZone", "UTC+2")
                .put("stockBuffer", "some")
                .put("theirs", "x");
        Shops.Answer refused = shops.ask("PATCH", channel, parsecs);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().toString())
                .contains(
                        "#/settings/weightUnit",
                        "#/settings/dimensionUnit",
                        "#/settings/stockBuffer",
                        "#/settings/timeZone")
                .doesNotContain("theirs");
        for (String port : List.of("0", "65536", "99999")) {
            Shops.Answer answer = shops.ask("PATCH", channel, object().put("url", "http://127.0.0.1:" + port));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().toString()).contains("#/url", "There is no port " + port);
        }
        ObjectNode pounds = object();
        pounds.putObject("settings").put("weightUnit", "lbs").put("createProducts", "false");
        assertThat(shops.ask("PATCH", channel, pounds).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("H3 testing a channel tells whatever is wrong with it")
    void testTellsWhatIsWrong() {
        shops.connect();
        assertThat(failedFindings("url = 'http://127.0.0.1:99999'")).containsExactly("credentials", "webhooks");
        assertThat(failedFindings("url = NULL")).containsExactly("credentials");
        assertThat(failedFindings("credentials = '\\x01'")).containsExactly("credentials");
        ObjectNode mended = object().put("url", shops.woocommerce.url().toString());
        mended.putObject("credentials").put("consumerKey", "ck_serai_dev").put("consumerSecret", "cs_serai_dev");
        assertThat(shops.ask("PATCH", "/api/channels/" + shops.wooChannel, mended)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName(
            "K3 a disconnected channel's secrets are forgotten; given new ones it goes on with its links, read in full first")
    void forgetsSecrets() {
        shops.connect();
        shops.woocommerce.createAsStaff(
                object().put("name", "Hut").put("sku", "H-1").put("regular_price", "10.00"));
        shops.settle();
        String channel = "/api/channels/" + shops.wooChannel;
        assertThat(shops.ask("DELETE", channel, null).status()).isEqualTo(204);
        awaitForgotten(shops.wooChannel);
        assertThat(shops.woocommerce.state().path("webhooks")).isEmpty();
        shops.forgetCalls();
        Shops.Answer tested = shops.ask("POST", channel + "/test", null);
        assertThat(tested.status()).isEqualTo(200);
        assertThat(tested.data().path("findings").toString()).contains("disconnected");
        for (ObjectNode tooLittle : List.of(
                object().put("isActive", true),
                object().put("webhookSecret", "serai-dev-secret"),
                credentials(false))) {
            Shops.Answer answer = shops.ask("PATCH", channel, tooLittle);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().toString()).contains("Give credentials");
        }
        assertThat(shops.woocommerce.calls().counts().total()).isZero();

        String linked = "SELECT string_agg(concat_ws(' ', product_id, external_id, state), ',') FROM control.listings"
                + " WHERE channel_id = ?";
        String before = shops.text(linked, shops.wooChannel);
        assertThat(before).contains("LINKED");
        shops.woocommerce.editAsStaff(
                shops.inWooCommerce("H-1").path("id").asText(), object().put("regular_price", "14.00"));
        Shops.Answer again = shops.ask("PATCH", channel, credentials(true).put("webhookSecret", "serai-dev-secret"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.data().path("status").asText()).isEqualTo("active");
        await().atMost(PATIENCE)
                .until(() -> shops.count(
                                "SELECT count(*) FROM control.channels WHERE id = ? AND must_read_since IS NULL",
                                shops.wooChannel)
                        == 1);
        shops.settle();
        assertThat(shops.text(linked, shops.wooChannel)).isEqualTo(before);
        assertThat(shops.variantInShopify("H-1").path("price").asText()).isEqualTo("14.00");
        assertThat(shops.woocommerce.state().path("webhooks")).isNotEmpty();
    }

    @Test
    @DisplayName("K3 the secrets are forgotten even where the shop cannot be told any more")
    void forgetsSecretsOfDeadShop() {
        shops.connectTenant();
        String dead = connectDead().get(0);
        assertThat(shops.ask("DELETE", "/api/channels/" + dead, null).status()).isEqualTo(204);
        awaitForgotten(dead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    @DisplayName("K3 a channel disconnected while its set-up is being tried again leaves no webhook in the shop")
    void disconnectedWhileSettingUp(String platform) {
        String id = beginAndLoseAnAnswer(platform);
        assertThat(shops.ask("DELETE", "/api/channels/" + id, null).status()).isEqualTo(204);
        twin(platform).faults().clear();
        awaitForgotten(id);
        awaitSettled(id);
        assertThat(topics(platform)).isEmpty();
    }

    private static boolean isSubscription(TwinRequest request) {
        return request.method().equals("POST")
                && (request.path().endsWith("/webhooks") || request.text().contains("webhookSubscriptionCreate"));
    }

    /** Connects the shop; what the last call made is there, and Serai has no answer to it. */
    private String beginAndLoseAnAnswer(String platform) {
        shops.connectTenant();
        AtomicInteger asked = new AtomicInteger();
        twin(platform).faults().standIn((request, shop) -> {
            boolean isLost = isSubscription(request) && asked.incrementAndGet() > 1;
            return new Instead(shop.get(), isLost ? Manner.CUT : Manner.WHOLE);
        });
        String id = begin(platform);
        await().atMost(PATIENCE).until(() -> topics(platform).size() > 1);
        return id;
    }

    private void awaitSettled(String id) {
        await().atMost(PATIENCE)
                .until(() ->
                        shops.count("SELECT count(*) FROM control.unsettled_channels WHERE channel_id = ?", id) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    @DisplayName("B2 a channel changed while it is being set up is set up once more, and has one webhook per topic")
    void changedWhileSettingUp(String platform) {
        shops.connectTenant();
        twin(platform).faults().set(slow());
        String id = begin(platform);
        await().atMost(PATIENCE).until(() -> !topics(platform).isEmpty());
        assertThat(shops.ask("PATCH", "/api/channels/" + id, object().put("webhookSecret", "another-secret"))
                        .status())
                .isEqualTo(200);
        assertThat(shops.ask("PATCH", "/api/channels/" + id, object().put("webhookSecret", "serai-dev-secret"))
                        .status())
                .isEqualTo(200);
        twin(platform).faults().clear();
        awaitSettled(id);
        assertThat(topics(platform)).isNotEmpty().doesNotHaveDuplicates();
        shops.settle();
        if (platform.equals("woocommerce")) {
            shops.woocommerce.createAsStaff(
                    object().put("name", "Hut").put("sku", "H-1").put("regular_price", "10.00"));
            shops.settle();
            assertThat(shops.find("H-1")).as("the last secret signs").isPresent();
        }
        assertThat(shops.ask("DELETE", "/api/channels/" + id, null).status()).isEqualTo(204);
        await().atMost(PATIENCE).until(() -> topics(platform).isEmpty());
    }

    @Test
    @DisplayName("B9 a channel that cannot be set up is tried until it can, and has all its webhooks then")
    void setUpAtLast() {
        shops.connectTenant();
        shops.woocommerce.faults().set(new FaultSettings(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        String id = begin("woocommerce");
        await().atMost(PATIENCE)
                .until(() -> shops.count(
                                "SELECT coalesce(max(attempts), 0) FROM control.unsettled_channels WHERE channel_id = ?"
                                        + " AND last_error IS NOT NULL",
                                id)
                        > 2);
        shops.woocommerce.faults().clear();
        awaitSettled(id);
        assertThat(topics("woocommerce")).isNotEmpty();
        assertThat(shops.ask("DELETE", "/api/channels/" + id, null).status()).isEqualTo(204);
        await().atMost(PATIENCE).until(() -> topics("woocommerce").isEmpty());
    }

    @Test
    @DisplayName("K17 a refusal of the credentials from before does not pause a channel that has new ones")
    void oldRefusal() {
        shops.connect();
        Connection before = connections.of(shops.wooChannel);
        shops.execute("UPDATE control.channels SET status = 'paused' WHERE id = ?", shops.wooChannel);
        ObjectNode other = object();
        other.putObject("credentials").put("consumerKey", "ck_other").put("consumerSecret", "cs_other");
        // nobody judges the new ones meanwhile
        shops.woocommerce.faults().set(new FaultSettings(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(shops.ask("PATCH", "/api/channels/" + shops.wooChannel, other)
                        .status())
                .isEqualTo(200);
        connections.refused(before, new Unauthorized("the old key"));
        assertThat(shops.text("SELECT status FROM control.channels WHERE id = ?", shops.wooChannel))
                .isEqualTo("active");
        shops.woocommerce.faults().clear();
        shops.ask("PATCH", "/api/channels/" + shops.wooChannel, credentials(true));
        awaitSettled(shops.wooChannel);
    }

    @Test
    @DisplayName("K3 a crash between disconnecting a channel and telling its shop is made up for")
    void letGoAfterCrash() {
        shops.connect();
        assertThat(shops.woocommerce.state().path("webhooks")).isNotEmpty();
        shops.execute(
                """
                WITH gone AS (
                    UPDATE control.channels SET status = 'disconnected' WHERE id = ? RETURNING id)
                INSERT INTO control.unsettled_channels (channel_id, since, not_before) SELECT id, now(), now() FROM gone
                """,
                shops.wooChannel);
        awaitForgotten(shops.wooChannel);
        assertThat(shops.woocommerce.state().path("webhooks")).isEmpty();
    }

    @Test
    @DisplayName("K3 a channel connected again while its shop is being told that it is gone has all its webhooks")
    void connectedAgainWhileLettingGo() {
        shops.connect();
        int all = topics("woocommerce").size();
        shops.woocommerce.faults().set(slow());
        assertThat(shops.ask("DELETE", "/api/channels/" + shops.wooChannel, null)
                        .status())
                .isEqualTo(204);
        await().atMost(PATIENCE).until(() -> topics("woocommerce").size() < all);
        assertThat(shops.ask("PATCH", "/api/channels/" + shops.wooChannel, credentials(true))
                        .status())
                .isEqualTo(200);
        shops.woocommerce.faults().clear();
        awaitSettled(shops.wooChannel);
        await().atMost(PATIENCE)
                .until(() -> topics("woocommerce").size() == all
                        && shops.channel(shops.wooChannel)
                                .path("status")
                                .asText()
                                .equals("active")
                        && shops.ask("POST", "/api/channels/" + shops.wooChannel + "/test", null)
                                .data()
                                .toString()
                                .contains("delivers every topic"));
    }

    /**
     * Calls that take their time.
     *
     * @param unanswered the part of them that takes effect and is never answered
     */
    private static FaultSettings slow() {
        return new FaultSettings(1, 200, 250, 0, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0);
    }

    /** Connects a shop and does not wait for anything. */
    private String begin(String platform) {
        String shopDomain = platform.equals("shopify") ? shops.domain() : null;
        return connectAgain(platform, twin(platform).url().toString(), shopDomain);
    }

    private TwinServer twin(String platform) {
        return platform.equals("shopify") ? shops.shopify : shops.woocommerce;
    }

    private List<String> topics(String platform) {
        List<String> topics = new ArrayList<>();
        String kind = platform.equals("shopify") ? "subscriptions" : "webhooks";
        twin(platform)
                .state()
                .path(kind)
                .forEach(there -> topics.add(there.path("topic").asText()));
        return topics;
    }

    private static ObjectNode credentials(boolean isActive) {
        ObjectNode change = object().put("isActive", isActive);
        change.putObject("credentials").put("consumerKey", "ck_serai_dev").put("consumerSecret", "cs_serai_dev");
        return change;
    }

    private void awaitForgotten(String id) {
        await().atMost(PATIENCE)
                .until(() -> shops.count(
                                "SELECT count(*) FROM control.channels WHERE id = ? AND"
                                        + " coalesce(credentials, webhook_secret, previous_webhook_secret) IS NULL",
                                id)
                        == 1);
    }

    private List<String> failedFindings(String broken) {
        shops.execute("UPDATE control.channels SET " + broken + " WHERE id = ?", shops.wooChannel);
        Shops.Answer tested = shops.ask("POST", "/api/channels/" + shops.wooChannel + "/test", null);
        assertThat(tested.status()).as(broken).isEqualTo(200);
        List<String> failed = new ArrayList<>();
        for (JsonNode finding : tested.data().path("findings")) {
            assertThat(finding.path("works").asBoolean()).as(broken).isFalse();
            failed.add(finding.path("what").asText());
        }
        return failed;
    }

    @Test
    @DisplayName(
            "H3 of many requests at once with one new id, or for one shop, one connects it and the others are told")
    void connectedAtOnce() {
        shops.connectTenant();
        assertThat(atOnce(i -> wish("same_" + shops.tenant, "shop-" + i + "." + shops.domain())))
                .containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
        assertThat(atOnce(i -> wish("other_" + i + "_" + shops.tenant, "one." + shops.domain())))
                .containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
        shops.execute("UPDATE control.channels SET status = 'disconnected' WHERE tenant_id = ?", shops.tenant);
    }

    private List<Integer> atOnce(IntFunction<ObjectNode> wish) {
        ExecutorService callers = Executors.newFixedThreadPool(6);
        try {
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> shops.ask("POST", "/api/channels", wish.apply(i))
                                    .status(),
                            callers))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            callers.shutdown();
        }
    }

    private ObjectNode wish(String id, String shopDomain) {
        ObjectNode wish = object().put("id", id)
                .put("clientId", shops.tenant)
                .put("platform", "woocommerce")
                .put("url", NOWHERE)
                .put("shopDomain", shopDomain);
        wish.putObject("credentials").put("consumerKey", "ck_dead").put("consumerSecret", "cs_dead");
        return wish;
    }

    private String connectAgain(String platform, String url, String shopDomain) {
        String id = "again_" + platform + "_" + shops.tenant;
        ObjectNode wish = object().put("id", id)
                .put("clientId", shops.tenant)
                .put("platform", platform)
                .put("url", url)
                .put("webhookSecret", "serai-dev-secret");
        if (shopDomain == null) {
            wish.putObject("credentials").put("consumerKey", "ck_serai_dev").put("consumerSecret", "cs_serai_dev");
        } else {
            wish.put("shopDomain", shopDomain).putObject("credentials").put("accessToken", "shpat_serai_dev");
        }
        assertThat(shops.ask("POST", "/api/channels", wish).status()).isEqualTo(201);
        return id;
    }

    /** Why the channel is paused, once it is. */
    private String paused(String id) {
        await().atMost(PATIENCE)
                .until(() -> shops.channel(id).path("status").asText().equals("paused"));
        return shops.channel(id).path("statusReason").asText();
    }

    private static List<String> addresses(JsonNode subscriptions, String name) {
        List<String> addresses = new ArrayList<>();
        subscriptions.forEach(
                subscription -> addresses.add(subscription.path(name).asText()));
        return addresses;
    }

    /** What the clock does. */
    private void schedule() {
        Route route = camel.getCamelContext().getRoute("fetch-products-schedule");
        Exchange exchange = new DefaultExchange(camel.getCamelContext());
        try {
            route.getProcessor().process(exchange);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        assertThat(exchange.getException()).isNull();
    }

    private List<String> connectDead() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < DEAD; i++) {
            ObjectNode shop = object().put("id", "dead_" + i + "_" + shops.tenant)
                    .put("clientId", shops.tenant)
                    .put("platform", "woocommerce")
                    .put("url", NOWHERE)
                    .put("shopDomain", "dead-" + i + "-" + shops.domain());
            shop.putObject("credentials").put("consumerKey", "ck_dead").put("consumerSecret", "cs_dead");
            assertThat(shops.ask("POST", "/api/channels", shop).status()).isEqualTo(201);
            ids.add(shop.path("id").asText());
        }
        dead.addAll(ids);
        return ids;
    }

    /** Nobody tries them beside the next test. */
    @AfterEach
    void letDeadShopsGo() {
        dead.forEach(id -> shops.ask("DELETE", "/api/channels/" + id, null));
    }
}
