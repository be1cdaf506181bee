package io.serai.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * The demo's tenant and its two channels, set up over Serai's own API as a person would do it. Each step looks first
 * whether it was done before, so that a start goes on wherever an earlier one was cut off.
 */
final class DemoTenant {

    static final String TENANT = "client_123";
    static final String SHOPIFY = "channel_shopify";
    static final String WOOCOMMERCE = "channel_woo";
    private static final String WEBHOOK_SECRET = "serai-dev-secret";

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
     * Makes the tenant, connects both shops and waits until their catalogues are read.
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
        return new Standing(
                linked(shopify),
                linked(woocommerce),
                conflicts(shopify) + conflicts(woocommerce));
    }

    private static ObjectNode shopify(DemoTwins twins) {
        ObjectNode wish = channel(SHOPIFY, "shopify", twins.shopify());
        wish.put("shopDomain", "client-123.myshopify.com");
        wish.putObject("credentials").put("accessToken", "shpat_serai_dev");
        return wish;
    }

    private static ObjectNode woocommerce(DemoTwins twins) {
        ObjectNode wish = channel(WOOCOMMERCE, "woocommerce", twins.woocommerce());
        wish.putObject("credentials").put("consumerKey", "ck_serai_dev").put("consumerSecret", "cs_serai_dev");
        return wish;
    }

    private static ObjectNode channel(String id, String platform, URI url) {
        return object()
                .put("id", id)
                .put("clientId", TENANT)
                .put("platform", platform)
                .put("url", url.toString())
                .put("webhookSecret", WEBHOOK_SECRET);
    }

    /** The channel once its catalogue is read. */
    private JsonNode connected(ObjectNode wish) {
        String path = "/api/channels/" + wish.get("id").asText();
        Answer before = ask("GET", path, null);
        if (before.status() == MISSING) {
            done(ask("POST", "/api/channels", wish));
        } else if (!isRead(before.data())) {
            // Cut off while it was being set up: the same wish again has it set up from the start.
            done(ask("PATCH", path, object().set("url", wish.get("url"))));
        }
        Instant limit = Instant.now().plus(PATIENCE);
        JsonNode channel = done(ask("GET", path, null)).data();
        while (!isRead(channel)) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException("the catalogue of %s was not read in %d minutes: %s"
                        .formatted(wish.get("id").asText(), PATIENCE.toMinutes(), channel));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            channel = done(ask("GET", path, null)).data();
        }
        return channel;
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
        HttpRequest request = HttpRequest.newBuilder(serai.resolve(path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(method + " " + path, response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + path + " was interrupted", e);
        }
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
