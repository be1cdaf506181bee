package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.jtlffn.JtlFfnTwin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.ProducerTemplate;

/** The fulfilment network of a test's tenant: a twin of its own, connected by signing in at it. */
public final class JtlNetwork implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    public final JtlFfnTwin twin = new JtlFfnTwin();
    public final String channel;
    private URI api;
    private final Shops hub;
    private final Consumer<String> poll;
    private final HttpClient browser =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    /** @param publicUrl where people are sent back to */
    public JtlNetwork(Shops hub, ProducerTemplate camel, String publicUrl) {
        this(hub, camel, publicUrl, "jtl_");
    }

    /**
     * @param publicUrl where people are sent back to
     * @param name what the channel's id begins with, where a tenant has several
     */
    JtlNetwork(Shops hub, ProducerTemplate camel, String publicUrl, String name) {
        this(hub, channel -> camel.requestBody("direct:read-stock", channel), publicUrl, name);
    }

    /**
     * @param poll reads the stock of a channel
     * @param publicUrl where people are sent back to
     */
    JtlNetwork(Shops hub, Consumer<String> poll, String publicUrl) {
        this(hub, poll, publicUrl, "jtl_");
    }

    private JtlNetwork(Shops hub, Consumer<String> poll, String publicUrl, String name) {
        this.hub = hub;
        this.poll = poll;
        this.channel = hub.tenant.replace("client_", name);
        twin.addClient(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET, publicUrl + "/connect/jtl-ffn/callback");
        twin.start(0);
    }

    /** The API is called by way of somebody else; the sign-in is not. */
    void callThrough(URI other) {
        api = other;
    }

    /** What the network has under a SKU. */
    public JsonNode product(String sku) {
        for (JsonNode product : twin.state().path("products")) {
            if (product.path("merchantSku").asText().equals(sku)) {
                return product;
            }
        }
        throw new AssertionError("JTL has no " + sku + ": " + twin.state().path("products"));
    }

    /** Connects the network, signs in as its user and reads all it has. */
    public void connect() {
        connectUntilActive();
        poll();
    }

    /** As {@link #connect}, but nobody reads anything before {@link #readNow}. */
    void connectUnread() {
        connectUntilActive();
        hub.execute(
                """
                INSERT INTO control.stock_cursors (channel_id, worker, lease_until)
                VALUES (?, gen_random_uuid(), now() + interval '1 hour')
                ON CONFLICT (channel_id) DO UPDATE SET worker = excluded.worker, lease_until = excluded.lease_until
                """,
                channel);
    }

    void readNow() {
        hub.execute("UPDATE control.stock_cursors SET worker = NULL, lease_until = NULL WHERE channel_id = ?", channel);
        poll();
    }

    private void connectUntilActive() {
        register();
        JsonNode link = hub.ask("POST", "/api/channels/" + channel + "/authorization", null)
                .data();
        assertThat(signIn(link.path("authorizationUrl").asText()).statusCode()).isEqualTo(200);
        awaitActive();
    }

    /** Makes the channel; nobody has signed in yet. */
    void register() {
        ObjectNode wish = object().put("id", channel)
                .put("clientId", hub.tenant)
                .put("platform", "jtl")
                .put("url", (api == null ? twin.url() : api).toString());
        wish.putObject("credentials")
                .put("clientId", JtlFfnTwin.CLIENT_ID)
                .put("clientSecret", JtlFfnTwin.CLIENT_SECRET);
        wish.putObject("settings").put("oauthUrl", twin.url().toString());
        Shops.Answer connected = hub.ask("POST", "/api/channels", wish);
        assertThat(connected.status()).as(connected.json().toString()).isEqualTo(201);
    }

    /** Somebody has signed in, and it is known for whom. */
    void awaitActive() {
        await().atMost(PATIENCE)
                .until(() -> hub.channel(channel).path("status").asText().equals("active"));
        await().atMost(PATIENCE)
                .until(() -> hub.count(
                                "SELECT count(*) FROM control.authorization_tokens WHERE channel_id = ? AND is_known",
                                channel)
                        == 1);
    }

    private HttpResponse<String> signIn(String url) {
        String page = send(HttpRequest.newBuilder(URI.create(url)).build()).body();
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            form.put(hidden.group(1), hidden.group(2));
        }
        form.put("username", JtlFfnTwin.USER);
        form.put("password", JtlFfnTwin.PASSWORD);
        form.put("decision", "allow");
        StringJoiner body = new StringJoiner("&");
        form.forEach((name, value) -> body.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpRequest allow = HttpRequest.newBuilder(twin.url().resolve("/authorize"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return send(allow);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the clock does every two minutes. */
    public void poll() {
        poll.accept(channel);
    }

    /** The merchant lists a product there; nobody has counted it yet. */
    String list(String sku) {
        ObjectNode product = object().put("merchantSku", sku).put("name", sku);
        product.putObject("specifications").put("isDivisible", true);
        return twin.createAsStaff(product).path("jfsku").asText();
    }

    /** Goods arrive, or are counted anew. */
    public void move(String kind, String sku, String quantity) {
        twin.moveStock(kind, object().put("sku", sku).put("quantity", new BigDecimal(quantity)));
    }

    /** The same in one of the warehouses. */
    void move(String kind, String sku, String quantity, String warehouse) {
        twin.moveStock(
                kind,
                object().put("sku", sku)
                        .put("quantity", new BigDecimal(quantity))
                        .put("warehouseId", warehouse));
    }

    void disconnect() {
        hub.ask("DELETE", "/api/channels/" + channel, null);
    }

    @Override
    public void close() {
        twin.faults().clear();
        disconnect();
        twin.stop();
    }
}
