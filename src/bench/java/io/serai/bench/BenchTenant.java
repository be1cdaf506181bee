package io.serai.bench;

import static io.serai.bench.TwinsProcess.JSON;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.support.SeraiProcess;
import io.serai.twin.jtlffn.JtlFfnTwin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** A merchant with two shops, a network that keeps his goods, and as many simple products as are asked for. */
final class BenchTenant {

    static final String SHOPIFY = "bench_shopify";
    static final String WOOCOMMERCE = "bench_woo";
    static final String JTL = "bench_jtl";
    private static final String DOMAIN = "bench.myshopify.com";
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    final List<String> skus;
    final int stock;
    private final SeraiProcess serai;
    private final TwinsProcess twins;
    private final DataSource database;

    BenchTenant(SeraiProcess serai, TwinsProcess twins, DataSource database, int items, int stock) {
        this.serai = serai;
        this.twins = twins;
        this.database = database;
        this.stock = stock;
        this.skus = IntStream.range(0, items).mapToObj("P-%05d"::formatted).toList();
    }

    /** Both shops have all of it, described in so many characters; nothing is connected. */
    void fillShops(int described) {
        giveShopifyTime();
        skus.parallelStream().forEach(sku -> create(sku, described));
        ask("POST", "/api/tenants", JSON.createObjectNode().put("id", "bench").put("name", "Bench"));
    }

    private void giveShopifyTime() {
        twins.ask("shopify", "PUT", "settings", JSON.createObjectNode()
                .put("shopDomain", DOMAIN)
                .put("maximumAvailable", 1_000_000)
                .put("restoreRate", 1_000_000));
    }

    /** Everybody has and counts all of it, and Serai knows so. */
    void begin() {
        giveShopifyTime();
        twins.ask("jtl-ffn", "POST", "clients", JSON.createObjectNode()
                .put("id", JtlFfnTwin.CLIENT_ID)
                .put("secret", JtlFfnTwin.CLIENT_SECRET)
                .put("callback", serai.url() + "/connect/jtl-ffn/callback"));
        twins.ask("jtl-ffn", "PUT", "settings", JSON.createObjectNode().put("chunkSize", 500));
        skus.parallelStream().forEach(sku -> create(sku, 0));
        skus.parallelStream().forEach(sku -> twins.ask("jtl-ffn", "POST", "products", JSON.createObjectNode()
                .put("merchantSku", sku)
                .put("name", sku)));
        move("inbound", skus, stock);
        ask("POST", "/api/tenants", JSON.createObjectNode().put("id", "bench").put("name", "Bench"));
        connectShops();
        connectJtl();
        mapAll();
        awaitShown(stock);
    }

    private void create(String sku, int described) {
        String words = described == 0 ? "" : "<p>" + "Enamel, safe for the dishwasher. ".repeat(described / 33) + "</p>";
        ObjectNode inShopify = JSON.createObjectNode()
                .put("title", sku)
                .put("descriptionHtml", words)
                .put("sku", sku)
                .put("price", "9.00")
                .put("stock", stock);
        inShopify.putObject("inventoryItem").put("tracked", true);
        twins.ask("shopify", "POST", "products", inShopify);
        twins.ask("woocommerce", "POST", "products", JSON.createObjectNode()
                .put("name", sku)
                .put("description", words)
                .put("sku", sku)
                .put("price", "9.00")
                .put("stock", stock));
    }

    void connectShops() {
        connectShopify();
        connectWooCommerce();
    }

    void connectShopify() {
        askToConnectShopify();
        awaitRead(SHOPIFY);
    }

    /** As {@link #connectShopify}, but what it has is read meanwhile. */
    void askToConnectShopify() {
        ObjectNode shopify = channel(SHOPIFY, "shopify", "shopify").put("shopDomain", DOMAIN);
        shopify.putObject("credentials").put("accessToken", "shpat_serai_dev");
        ask("POST", "/api/channels", shopify);
    }

    void connectWooCommerce() {
        ObjectNode woocommerce = channel(WOOCOMMERCE, "woocommerce", "woocommerce");
        woocommerce.putObject("credentials").put("consumerKey", "ck_serai_dev").put("consumerSecret", "cs_serai_dev");
        ask("POST", "/api/channels", woocommerce);
        awaitRead(WOOCOMMERCE);
    }

    private ObjectNode channel(String id, String platform, String twin) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("clientId", "bench")
                .put("platform", platform)
                .put("url", twins.url(twin).toString())
                .put("webhookSecret", "serai-dev-secret");
    }

    private void awaitRead(String channel) {
        await(channel + " is read").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> ask(
                        "GET", "/api/channels/" + channel, null)
                .at("/data/lastProductSyncAt")
                .isTextual());
    }

    private void connectJtl() {
        ObjectNode jtl = JSON.createObjectNode()
                .put("id", JTL)
                .put("clientId", "bench")
                .put("platform", "jtl")
                .put("url", twins.url("jtl-ffn").toString());
        jtl.putObject("credentials")
                .put("clientId", JtlFfnTwin.CLIENT_ID)
                .put("clientSecret", JtlFfnTwin.CLIENT_SECRET);
        jtl.putObject("settings").put("oauthUrl", twins.url("jtl-ffn").toString());
        ask("POST", "/api/channels", jtl);
        signIn(ask("POST", "/api/channels/" + JTL + "/authorization", null)
                .at("/data/authorizationUrl")
                .asText());
        await("sign-in").atMost(PATIENCE).until(() -> ask("GET", "/api/channels/" + JTL, null)
                .at("/data/status")
                .asText()
                .equals("active"));
    }

    /** As the network's user does in a browser. */
    private void signIn(String url) {
        try {
            HttpClient browser = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            String page = browser.send(
                            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            Map<String, String> form = new TreeMap<>();
            Matcher hidden = HIDDEN.matcher(page);
            while (hidden.find()) {
                form.put(hidden.group(1), hidden.group(2));
            }
            form.put("username", JtlFfnTwin.USER);
            form.put("password", JtlFfnTwin.PASSWORD);
            form.put("decision", "allow");
            StringJoiner body = new StringJoiner("&");
            form.forEach((name, value) -> body.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
            browser.send(
                    HttpRequest.newBuilder(twins.url("jtl-ffn").resolve("/authorize"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void mapAll() {
        String path = "/api/channels/" + SHOPIFY + "/locations";
        await("warehouses").atMost(PATIENCE).until(() -> !ask("GET", path, null)
                .at("/data/warehouses")
                .isEmpty());
        JsonNode there = ask("GET", path, null).path("data");
        ObjectNode map = JSON.createObjectNode();
        ArrayNode shown = map.putArray("locations")
                .addObject()
                .put("locationId", there.at("/locations/0/locationId").asText())
                .putArray("warehouses");
        there.path("warehouses")
                .forEach(warehouse -> shown.add(warehouse.path("warehouseId").asText()));
        ask("PUT", path, map);
    }

    /** Goods move in the warehouse, all at once. */
    void move(String kind, List<String> of, int quantity) {
        ArrayNode moves = JSON.createArrayNode();
        of.forEach(sku -> moves.addObject().put("sku", sku).put("quantity", quantity));
        twins.ask("jtl-ffn", "POST", "stock/" + kind, moves);
    }

    /** Both shops show as much of everything, by Serai's own knowledge. */
    void awaitShown(int quantity) {
        await(quantity + " of everything is shown").atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> count(
                        "SELECT count(*) FROM control.shop_stock WHERE tenant_id = 'bench' AND held = "
                                + quantity + " AND due_at IS NULL")
                == 2L * skus.size());
    }

    /** @return deliveries, reads and pushes that are still to be done */
    long unfinished() {
        return count(
                """
                SELECT (SELECT count(*) FROM product_sync_queue WHERE status IN ('pending', 'processing'))
                     + (SELECT count(*) FROM webhook_log WHERE status IN ('received', 'parked'))
                     + (SELECT count(*) FROM control.pending_reads)""");
    }

    JsonNode ask(String method, String path, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(serai.url().resolve(path))
                .header("Authorization", "Bearer " + serai.adminToken())
                .method(method, TwinsProcess.body(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return TwinsProcess.send(request.build());
    }

    long count(String sql) {
        return number(sql).longValue();
    }

    Double number(String sql) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
