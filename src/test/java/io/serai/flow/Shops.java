package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.CallLog;
import io.serai.twin.Twin;
import io.serai.twin.TwinServer;
import io.serai.twin.shopify.ShopifyTwin;
import io.serai.twin.woocommerce.WooCommerceTwin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.awaitility.Durations;
import org.awaitility.core.ConditionTimeoutException;

/** Both twins, connected to a running Serai as a person connects shops, and what a person asks of all three. */
public final class Shops implements AutoCloseable {

    public static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is not finished yet: pushes, deliveries, reads. */
    private static final String WORK =
            """
            SELECT (SELECT count(*) FROM product_sync_queue
                    WHERE tenant_id = ? AND status IN ('pending', 'processing'))
                 + (SELECT count(*) FROM webhook_log
                    WHERE tenant_id = ? AND status IN ('received', 'parked'))
                 + (SELECT count(*) FROM control.pending_reads r JOIN control.channels c ON c.id = r.channel_id
                    WHERE c.tenant_id = ?)
            """;

    private static final String UNFINISHED =
            """
            SELECT string_agg(row, E'\\n') FROM (
                SELECT q.operation || ' ' || q.status || ' ' || q.attempts || ' due ' || q.scheduled_for || ' '
                       || coalesce(q.last_error, '') AS row
                FROM product_sync_queue q WHERE q.tenant_id = ? AND q.status IN ('pending', 'processing')
                UNION ALL
                SELECT w.topic || ' ' || w.status || ' ' || w.attempts || ' ' || coalesce(w.error, '')
                FROM webhook_log w WHERE w.tenant_id = ? AND w.status IN ('received', 'parked')
                UNION ALL
                SELECT r.channel_id || ' ' || r.external_id || ' ' || r.reason || ' ' || r.attempts || ' due '
                       || r.not_before || ' ' || coalesce(r.last_error, '')
                FROM control.pending_reads r JOIN control.channels c ON c.id = r.channel_id
                WHERE c.tenant_id = ?) AS left_over
            """;

    public final String tenant;
    public final String shopifyChannel;
    public final String wooChannel;
    public final ShopifyTwin shopify = new ShopifyTwin();
    public final WooCommerceTwin woocommerce = new WooCommerceTwin();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI serai;
    private final String token;
    private static final String TIMELINE =
            """
            SELECT coalesce(string_agg(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || what,
                                       chr(10) ORDER BY at), '')
            FROM (SELECT received_at, 'delivery ' || id || ' ' || topic || ' of ' || coalesce(shopify_id, '') || ' '
                         || status || ' at ' || coalesce(processed_at::text, '-') || ' '
                         || left(convert_from(body, 'UTF8'), 3000)
                  FROM public.webhook_log WHERE tenant_id = ?
                  UNION ALL
                  SELECT opened_at, 'intent ' || id || ' for ' || channel_id || ' ' || call || ' meant ' || meant
                  FROM control.push_intents WHERE tenant_id = ?
                  UNION ALL
                  SELECT closed_at, 'intent ' || id || ' for ' || channel_id || ' closed ' || coalesce(outcome, '')
                  FROM control.push_intents WHERE tenant_id = ? AND closed_at IS NOT NULL) AS happened (at, what)
            """;

    private final DataSource database;
    private final List<String> connected = new ArrayList<>();

    /** @param name unique among the tests that share a database */
    public Shops(URI serai, String token, DataSource database, String name) {
        this.serai = serai;
        this.token = token;
        this.database = database;
        this.tenant = "client_" + name;
        this.shopifyChannel = "shopify_" + name;
        this.wooChannel = "woo_" + name;
        shopify.settings(object().put("shopDomain", domain()));
        shopify.start(0);
        woocommerce.start(0);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    public String domain() {
        return tenant.replace('_', '-').toLowerCase(java.util.Locale.ROOT) + ".myshopify.com";
    }

    /** Connects both and waits until both catalogues are read. */
    public void connect() {
        connectTenant();
        connectShopify();
        connectWooCommerce();
        settle();
        forgetCalls();
    }

    void connectTenant() {
        ask("POST", "/api/tenants", object().put("id", tenant).put("name", tenant));
    }

    void connectShopify() {
        ObjectNode channel = channel(shopifyChannel, "shopify", shopify).put("shopDomain", domain());
        channel.putObject("credentials").put("accessToken", "shpat_serai_dev");
        connect(channel);
    }

    void connectWooCommerce() {
        ObjectNode channel = channel(wooChannel, "woocommerce", woocommerce);
        channel.putObject("credentials").put("consumerKey", "ck_serai_dev").put("consumerSecret", "cs_serai_dev");
        connect(channel);
    }

    private ObjectNode channel(String id, String platform, Twin twin) {
        return object().put("id", id)
                .put("clientId", tenant)
                .put("platform", platform)
                .put("url", twin.url().toString())
                .put("webhookSecret", "serai-dev-secret");
    }

    /** The shop was disconnected, and somebody gives it credentials again. */
    void reconnectWooCommerce() {
        ObjectNode wish = object();
        wish.putObject("credentials").put("consumerKey", "ck_serai_dev").put("consumerSecret", "cs_serai_dev");
        Answer answer = ask("PATCH", "/api/channels/" + wooChannel, wish);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    }

    private void connect(ObjectNode channel) {
        assertThat(ask("POST", "/api/channels", channel)).matches(answer -> answer.status() == 201);
        String id = channel.path("id").asText();
        connected.add(id);
        await(id + " is read")
                .atMost(FlowTestBase.PATIENCE)
                .until(() -> channel(id).path("lastProductSyncAt").isTextual());
    }

    public JsonNode channel(String id) {
        return ask("GET", "/api/channels/" + id, null).data();
    }

    /** An answer of Serai's API. */
    public record Answer(int status, JsonNode json, String etag) {

        public JsonNode data() {
            return json.path("data");
        }
    }

    public Answer ask(String method, String path, JsonNode body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(serai.resolve(path))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<byte[]> response = send(request.build());
        return new Answer(
                response.statusCode(),
                tree(response.body()),
                response.headers().firstValue("ETag").orElse(null));
    }

    HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return body.length == 0 ? JSON.nullNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException(new String(body, java.nio.charset.StandardCharsets.UTF_8), e);
        }
    }

    /** The hub's product with a variant of this SKU. */
    public JsonNode product(String sku) {
        return find(sku).orElseThrow(() -> new IllegalStateException("the hub has no " + sku));
    }

    public Optional<JsonNode> find(String sku) {
        JsonNode found = ask("GET", "/api/products?clientId=" + tenant + "&sku=" + sku, null)
                .data()
                .path("products");
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(productOf(found.get(0).path("id").asText()));
    }

    JsonNode productOf(String id) {
        return ask("GET", "/api/products/" + id, null).data();
    }

    /** Edits a product in the hub as a person does who has just read it, and reads it again if it changed meanwhile. */
    public JsonNode patch(String id, JsonNode edit) {
        Answer answer;
        do {
            String etag = ask("GET", "/api/products/" + id, null).etag();
            answer = ask("PATCH", "/api/products/" + id, edit, "If-Match", etag);
        } while (answer.status() == 412);
        assertThat(answer).as(edit.toString()).matches(patched -> patched.status() == 200);
        return answer.data();
    }

    /** Creates a product in the hub and in both shops. */
    public String create(ObjectNode product) {
        Answer answer = ask("POST", "/api/integrations/product-sync/create", product.put("clientId", tenant));
        assertThat(answer).matches(created -> created.status() == 201);
        return answer.data().path("productId").asText(answer.data().path("id").asText());
    }

    JsonNode conflicts() {
        return ask("GET", "/api/integrations/product-sync/conflicts/" + tenant, null)
                .data()
                .path("conflicts");
    }

    JsonNode status() {
        return ask("GET", "/api/integrations/product-sync/status/" + tenant, null)
                .data();
    }

    JsonNode queue(String productId) {
        return ask("GET", "/api/integrations/product-sync/product/" + productId + "/queue-status", null)
                .data();
    }

    JsonNode logs(String productId) {
        return ask("GET", "/api/integrations/product-sync/product/" + productId + "/logs?limit=100", null)
                .data()
                .path("logs");
    }

    /** What the hub says of one field of a product: its value, who set it, and what was decided before. */
    JsonNode explain(String productId, String field) {
        return ask("GET", "/api/products/" + productId + "/explain?field=" + field, null)
                .data()
                .path("fields")
                .path(0);
    }

    JsonNode explain(String productId) {
        return ask("GET", "/api/products/" + productId + "/explain", null)
                .data()
                .path("fields");
    }

    /** The Shopify shop's product with a variant of this SKU; missing if there is none. */
    public JsonNode inShopify(String sku) {
        for (JsonNode product : shopify.state().path("products")) {
            for (JsonNode variant : product.path("variants")) {
                if (sku.equals(variant.path("sku").asText())) {
                    return product;
                }
            }
        }
        return JSON.missingNode();
    }

    public JsonNode variantInShopify(String sku) {
        for (JsonNode variant : inShopify(sku).path("variants")) {
            if (sku.equals(variant.path("sku").asText())) {
                return variant;
            }
        }
        return JSON.missingNode();
    }

    /** The WooCommerce shop's product or variation with this SKU; missing if there is none. */
    public JsonNode inWooCommerce(String sku) {
        JsonNode state = woocommerce.state();
        for (String kind : List.of("products", "variations")) {
            for (JsonNode product : state.path(kind)) {
                if (sku.equals(product.path("sku").asText())
                        && !product.path("status").asText().equals("trash")) {
                    return product;
                }
            }
        }
        return JSON.missingNode();
    }

    /** The WooCommerce shop's product with this name; missing if there is none. */
    JsonNode namedInWooCommerce(String name) {
        for (JsonNode product : woocommerce.state().path("products")) {
            if (name.equals(product.path("name").asText())) {
                return product;
            }
        }
        return JSON.missingNode();
    }

    List<JsonNode> variations(JsonNode parent) {
        List<JsonNode> variations = new ArrayList<>();
        for (JsonNode variation : woocommerce.state().path("variations")) {
            if (variation.path("parent_id").asLong() == parent.path("id").asLong()) {
                variations.add(variation);
            }
        }
        return variations;
    }

    /** Waits until the shop's list of products shows what is awaited. */
    void awaitIn(TwinServer twin, Predicate<io.serai.twin.Listed> seen) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> twin.listed().stream()
                .anyMatch(seen));
    }

    /** Waits until nobody has anything left to do: no delivery under way, none unfinished, no read, no push. */
    public void settle() {
        settle(PATIENCE);
    }

    public void settle(Duration patience) {
        try {
            await().atMost(patience).pollInterval(Duration.ofMillis(100)).until(() -> isQuiet() && isQuiet());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    tenant + " is not done: " + unfinished() + "\n" + String.join("\n", timeline()), e);
        }
    }

    /** What is left to do, for a person to read. */
    private String unfinished() {
        return "deliveries under way: " + shopify.pending() + ", " + woocommerce.pending() + "; "
                + text(UNFINISHED, tenant, tenant, tenant);
    }

    private boolean isQuiet() {
        return shopify.pending() == 0 && woocommerce.pending() == 0 && count(WORK, tenant, tenant, tenant) == 0;
    }

    /** What both shops were asked and told and what Serai meant and heard, in the order of the machine's clock. */
    List<String> timeline() {
        List<String> lines = new ArrayList<>();
        for (TwinServer twin : List.of(shopify, woocommerce)) {
            twin.calls()
                    .events()
                    .forEach(event -> lines.add(event.at() + " " + twin.name() + " got " + event.operation()
                            + (event.resource() == null
                                    ? ""
                                    : " on " + event.resource() + (event.changed() ? ", changed" : ", as it was"))));
        }
        lines.addAll(List.of(text(TIMELINE, tenant, tenant, tenant).split("\n")));
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    /** A look into Serai's database, for what no answer of the API tells. */
    public long count(String sql, Object... values) {
        return Long.parseLong(text(sql, values));
    }

    public String text(String sql, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public void execute(String sql, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /**
     * Waits until an edit gets another version than what is there. Shops tell time in seconds: where somebody edits in the
     * second of the creation, and Serai writes over it in the same one, nothing tells which of the first two came first.
     */
    void nextSecond() {
        Instant now = shopify.clock().second();
        await().atMost(Durations.ONE_MINUTE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> shopify.clock().second().isAfter(now));
    }

    /** How many calls have written to the shop's resources. */
    static int writes(Twin twin) {
        return twin.calls().counts().mutationsByResource().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    void forgetCalls() {
        shopify.calls().reset();
        woocommerce.calls().reset();
    }

    /** No push changed nothing, none created what was there. */
    void assertNothingIdle() {
        for (Twin twin : List.of(shopify, woocommerce)) {
            CallLog.Counts counts = twin.calls().counts();
            assertThat(counts.unchanged()).as(twin.name()).isEmpty();
            assertThat(counts.doubles()).as(twin.name()).isEmpty();
        }
    }

    @Override
    public void close() {
        shopify.faults().clear();
        woocommerce.faults().clear();
        connected.forEach(channel -> ask("DELETE", "/api/channels/" + channel, null));
        await().atMost(PATIENCE)
                .until(() -> shopify.state().path("subscriptions").isEmpty()
                        && woocommerce.state().path("webhooks").isEmpty());
        shopify.stop();
        woocommerce.stop();
    }
}
