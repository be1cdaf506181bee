package io.serai.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.jtlffn.JtlFfnTwin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The demo's tenant and its three channels, set up over Serai's own API as a person would do it. Each step looks first
 * whether it was done before, so that a start goes on wherever an earlier one was cut off.
 */
final class DemoTenant {

    static final String TENANT = "client_123";
    static final String SHOPIFY = "channel_shopify";
    static final String WOOCOMMERCE = "channel_woo";
    static final String JTL = "channel_jtl";
    private static final String WEBHOOK_SECRET = "serai-dev-secret";

    private static final int OK = 200;
    private static final int MISSING = 404;
    private static final int THERE_ALREADY = 409;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI serai;
    private final String token;

    /**
     * @param serai where its API is, without a path
     * @param token of an admin
     */
    DemoTenant(URI serai, String token) {
        this.serai = serai;
        this.token = token;
    }

    /**
     * How the tenant stands.
     *
     * @param inShopify products linked there
     * @param inWooCommerce products linked there
     * @param conflicts that wait for a person
     */
    record Standing(int inShopify, int inWooCommerce, int conflicts) {}

    /**
     * Makes the tenant, connects both shops, waits until their catalogues are read, signs in at the warehouse and says where
     * its goods are shown.
     *
     * @throws IllegalStateException when Serai refuses a step or a catalogue is not read in time
     */
    Standing setUp(DemoTwins twins) {
        Answer tenant = ask("POST", "/api/tenants", object().put("id", TENANT).put("name", "Client 123"));
        if (tenant.status() != THERE_ALREADY) {
            done(tenant);
        }
        // One after the other: the second shop's products are linked with the first one's.
        JsonNode shopify = connected(shopify(twins));
        JsonNode woocommerce = connected(woocommerce(twins));
        signIn(twins);
        mapPlaces();
        return new Standing(
                linked(shopify),
                linked(woocommerce),
                conflicts(shopify) + conflicts(woocommerce));
    }

    private static ObjectNode shopify(DemoTwins twins) {
        ObjectNode wish = channel(SHOPIFY, "shopify", twins.shopify()).put("name", "Shopify shop");
        wish.put("shopDomain", "client-123.myshopify.com").put("webhookSecret", WEBHOOK_SECRET);
        wish.putObject("credentials").put("accessToken", "shpat_serai_dev");
        return wish;
    }

    private static ObjectNode woocommerce(DemoTwins twins) {
        ObjectNode wish = channel(WOOCOMMERCE, "woocommerce", twins.woocommerce()).put("name", "WooCommerce shop");
        wish.put("webhookSecret", WEBHOOK_SECRET);
        wish.putObject("credentials").put("consumerKey", "ck_serai_dev").put("consumerSecret", "cs_serai_dev");
        return wish;
    }

    private static ObjectNode jtl(DemoTwins twins) {
        ObjectNode wish = channel(JTL, "jtl", twins.jtlFfn()).put("name", "Warehouse");
        wish.putObject("credentials")
                .put("clientId", JtlFfnTwin.CLIENT_ID)
                .put("clientSecret", JtlFfnTwin.CLIENT_SECRET);
        wish.putObject("settings").put("oauthUrl", twins.jtlFfn().toString());
        return wish;
    }

    private static ObjectNode channel(String id, String platform, URI url) {
        return object()
                .put("id", id)
                .put("clientId", TENANT)
                .put("platform", platform)
                .put("url", url.toString());
    }

    /** As a person does it: the link, the page of the network, and back. Somebody who paused the channel is let be. */
    private void signIn(DemoTwins twins) {
        String path = "/api/channels/" + JTL;
        if (ask("GET", path, null).status() == MISSING) {
            done(ask("POST", "/api/channels", jtl(twins)));
        }
        String why = done(ask("GET", path, null)).data().path("statusReason").asText();
        if (!why.contains(path + "/authorization")) {
            return;
        }
        URI link = URI.create(done(ask("POST", path + "/authorization", null))
                .data()
                .path("authorizationUrl")
                .asText());
        String form = link.getRawQuery() + "&decision=allow&username=" + encoded(JtlFfnTwin.USER) + "&password="
                + encoded(JtlFfnTwin.PASSWORD);
        HttpResponse<String> allowed = send(HttpRequest.newBuilder(twins.jtlFfn().resolve("/authorize"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        URI back = URI.create(allowed.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException("the network lets nobody in: " + allowed.body())));
        HttpResponse<String> page = send(
                HttpRequest.newBuilder(serai.resolve(back.getRawPath() + "?" + back.getRawQuery())));
        if (page.statusCode() != OK) {
            throw new IllegalStateException("nobody is signed in at the network: " + page.body());
        }
    }

    /** As a person decides it: all goods are shown at the Shopify shop's first place. Who has decided otherwise is let be. */
    private void mapPlaces() {
        String path = "/api/channels/" + SHOPIFY + "/locations";
        JsonNode there = until(path, "the warehouse was not read", data -> !warehouses(data).isEmpty());
        for (JsonNode place : there.path("locations")) {
            if (!place.path("warehouses").isNull()) {
                return;
            }
        }
        ObjectNode map = object();
        map.putArray("locations")
                .addObject()
                .put("locationId", there.at("/locations/0/locationId").asText())
                .set("warehouses", warehouses(there));
        done(ask("PUT", path, map));
    }

    private static ArrayNode warehouses(JsonNode there) {
        ArrayNode warehouses = JSON.createArrayNode();
        there.path("warehouses").forEach(warehouse -> {
            if (warehouse.path("channelId").asText().equals(JTL)) {
                warehouses.add(warehouse.path("warehouseId").asText());
            }
        });
        return warehouses;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The channel once its catalogue is read. */
    private JsonNode connected(ObjectNode wish) {
        String path = "/api/channels/" + wish.get("id").asText();
        if (ask("GET", path, null).status() == MISSING) {
            done(ask("POST", "/api/channels", wish));
        }
        return until(path, "the catalogue of " + wish.get("id").asText() + " was not read", DemoTenant::isRead);
    }

    private JsonNode until(String path, String otherwise, Predicate<JsonNode> isSo) {
        Instant limit = Instant.now().plus(PATIENCE);
        JsonNode data = done(ask("GET", path, null)).data();
        while (!isSo.test(data)) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException(
                        "%s in %d minutes: %s".formatted(otherwise, PATIENCE.toMinutes(), data));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            data = done(ask("GET", path, null)).data();
        }
        return data;
    }

    private static boolean isRead(JsonNode channel) {
        return channel.path("lastProductSyncAt").isTextual();
    }

    private static int linked(JsonNode channel) {
        return channel.at("/listings/linked").asInt();
    }

    private static int conflicts(JsonNode channel) {
        return channel.at("/listings/conflicts").asInt();
    }

    private record Answer(String question, int status, JsonNode body) {

        JsonNode data() {
            return body.path("data");
        }
    }

    private static Answer done(Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(
                    "%s was answered with %d %s".formatted(answer.question(), answer.status(), answer.body()));
        }
        return answer;
    }

    private Answer ask(String method, String path, JsonNode body) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(serai.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString())));
        try {
            return new Answer(method + " " + path, response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(Duration.ofMinutes(1)).build();
        String question = request.method() + " " + request.uri().getPath();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(question, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(question + " was interrupted", e);
        }
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
