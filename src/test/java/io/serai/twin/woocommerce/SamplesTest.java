package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The twin answers and sends as recorded payloads show: the repository's own, and those of every folder named
 * {@code woocommerce} below the folder named by system property {@code serai.samples}. An exchange is a {@code .json} with
 * {@code request} and {@code response}; a delivery is a {@code .body} with its {@code .http.json}.
 */
class SamplesTest extends RunningShop {

    private static final Set<String> OWN_VALUES = Set.of(
            "id",
            "date_created",
            "date_created_gmt",
            "date_modified",
            "date_modified_gmt",
            "permalink",
            "permalink_template",
            "categories",
            "shipping_class_id",
            "meta_data",
            "_links");
    private static final List<String> SAME_HEADERS = List.of(
            "Server",
            "Content-Type",
            "X-Robots-Tag",
            "X-Content-Type-Options",
            "Access-Control-Expose-Headers",
            "Access-Control-Allow-Headers",
            "Allow",
            "Expires",
            "Cache-Control");

    @TestFactory
    @DisplayName("The twin answers and sends as the samples do, field by field")
    Stream<DynamicTest> samples() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : folders()) {
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                if (name.endsWith(".http.json")) {
                    tests.add(dynamicTest(folder.getFileName() + "/" + name, () -> delivery(file)));
                } else if (name.endsWith(".json")) {
                    tests.add(dynamicTest(folder.getFileName() + "/" + name, () -> exchange(folder, file)));
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static List<Path> folders() {
        try {
            List<Path> folders = new ArrayList<>();
            folders.add(Path.of(
                    SamplesTest.class.getResource("/platform/woocommerce").toURI()));
            String given = System.getProperty("serai.samples");
            if (given != null) {
                try (Stream<Path> all = Files.walk(Path.of(given))) {
                    all.filter(Files::isDirectory)
                            .filter(p -> p.endsWith("woocommerce"))
                            .forEach(folders::add);
                }
            }
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void exchange(Path folder, Path file) {
        twin.reset();
        JsonNode sample = read(file);
        String path = sample.at("/request/path").asText().replaceFirst("^/wp-json/wc/v3", "");
        JsonNode expected = sample.at("/response/body");
        int status = sample.at("/response/status").asInt();
        if (path.isEmpty()) {
            index(expected);
            return;
        }
        JsonNode body = sample.at("/request/body");
        String method = sample.at("/request/method").asText();
        if (method.equals("GET") || expected.path("code").asText().endsWith("_sku")) {
            path = path.replaceFirst("\\d+$", String.valueOf(created(folder)));
        } else {
            prepare(body);
        }
        ShopClient.Answer answer =
                shop.send(method, twin.secureUrl() + "/wp-json/wc/v3" + path, body.isNull() ? null : body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(Shape.differences(expected, answer.json())).isEmpty();
        headers(sample.at("/response/headers"), answer);
        if (status >= 400) {
            assertThat(answer.code()).isEqualTo(expected.path("code").asText());
            assertThat(answer.json().path("message")).isEqualTo(expected.path("message"));
            assertThat(answer.json().at("/data/params")).isEqualTo(expected.at("/data/params"));
        } else {
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                if (!OWN_VALUES.contains(field.getKey())) {
                    assertThat(answer.json().get(field.getKey()))
                            .as(field.getKey())
                            .isEqualTo(field.getValue());
                }
            }
        }
    }

    private static void index(JsonNode sample) {
        JsonNode routes = shop.get("").json().path("routes");
        routes.properties().forEach(route -> {
            JsonNode known = sample.path("routes").path(route.getKey());
            assertThat(known.isMissingNode()).as(route.getKey()).isFalse();
            List<JsonNode> methods = new ArrayList<>();
            known.path("methods").forEach(methods::add);
            assertThat(methods).as(route.getKey()).containsAll(route.getValue().path("methods"));
        });
    }

    private static void headers(JsonNode sample, ShopClient.Answer answer) {
        for (JsonNode header : sample) {
            String name = header.get(0).asText();
            if (!name.toLowerCase().matches("transfer-encoding|connection")) {
                assertThat(answer.header(name)).as(name).isNotNull();
            }
            if (SAME_HEADERS.contains(name)) {
                assertThat(answer.header(name)).as(name).isEqualTo(header.get(1).asText());
            }
        }
    }

    /** The id of the product the folder's first successful POST makes. */
    private static long created(Path folder) {
        for (Path file : files(folder)) {
            if (file.toString().endsWith(".json") && !file.toString().endsWith(".http.json")) {
                JsonNode sample = read(file);
                if (sample.at("/response/status").asInt() == 201
                        && sample.at("/request/path").asText().endsWith("/products")) {
                    prepare(sample.at("/request/body"));
                    return shop.create((ObjectNode) sample.at("/request/body"));
                }
            }
        }
        throw new IllegalStateException("no product is created in " + folder);
    }

    /** Makes the categories and the shipping class a product asks for. */
    private static void prepare(JsonNode product) {
        for (JsonNode category : product.path("categories")) {
            for (long id = 0; id < category.path("id").asLong(); ) {
                id = shop.post("/products/categories", "{\"name\":\"Kategorie " + id + "\"}")
                        .id();
            }
        }
        String shipping = product.path("shipping_class").asText("");
        if (!shipping.isEmpty()) {
            shop.post("/products/shipping_classes", "{\"name\":\"" + shipping + "\"}");
        }
    }

    private void delivery(Path file) throws IOException {
        JsonNode http = read(file);
        byte[] body =
                Files.readAllBytes(file.resolveSibling(http.path("body_file").asText()));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i + 1 < http.path("rawHeaders").size(); i += 2) {
            headers.put(
                    http.at("/rawHeaders/" + i).asText(),
                    http.at("/rawHeaders/" + (i + 1)).asText());
        }
        String topic = headers.getOrDefault("X-WC-Webhook-Topic", "ping");
        if (!topic.equals("ping")) {
            Webhook webhook = new Webhook(1, twin.clock().instant());
            webhook.secret = http.path("secret").asText();
            assertThat(webhook.sign(body)).isEqualTo(headers.get("X-WC-Webhook-Signature"));
        }
        Receiver.Received own = acted(topic, body);
        assertThat(own.headers().keySet()).containsExactlyInAnyOrderElementsOf(headers.keySet());
        for (String name : List.of("User-Agent", "Accept", "Accept-Encoding", "Content-Type", "Connection")) {
            assertThat(own.header(name)).as(name).isEqualToIgnoringCase(headers.get(name));
        }
        if (topic.equals("ping")) {
            assertThat(own.text()).matches("webhook_id=\\d+");
            assertThat(new String(body, java.nio.charset.StandardCharsets.UTF_8))
                    .matches("webhook_id=\\d+");
        } else {
            assertThat(Shape.differences(Json.MAPPER.readTree(body), own.json()))
                    .isEmpty();
        }
    }

    /** Lets all kinds of things happen in the shop and returns the twin's delivery that is like the sample. */
    private Receiver.Received acted(String topic, byte[] like) throws IOException {
        twin.reset();
        if (receiver == null) {
            receiver = new Receiver();
        }
        subscribe(topic.equals("ping") ? "product.updated" : topic);
        long simple = shop.create(ShopClient.product("Becher", "B-1").put("manage_stock", true));
        shop.put("/products/" + simple, "{\"stock_quantity\":9}");
        ObjectNode given = Json.object().put("name", "Shirt").put("type", "variable");
        long colour = shop.post("/products/attributes", "{\"name\":\"Farbe\"}").id();
        ObjectNode attribute =
                given.putArray("attributes").addObject().put("id", colour).put("variation", true);
        attribute.putArray("options").add("Rot");
        long parent = shop.create(given);
        ObjectNode one = Json.object().put("regular_price", "19.90").put("sku", "S-R");
        one.putArray("attributes").addObject().put("id", colour).put("option", "Rot");
        long variation = shop.post("/products/" + parent + "/variations", one).id();
        shop.put("/products/" + parent + "/variations/" + variation, "{\"manage_stock\":true,\"stock_quantity\":5}");
        long customer =
                shop.post("/customers", "{\"email\":\"joerg@example.com\"}").id();
        ObjectNode order = Json.object().put("status", "completed").put("customer_id", customer);
        order.putArray("line_items").addObject().put("product_id", simple).put("quantity", 2);
        order.withArray("line_items").addObject().put("product_id", parent).put("variation_id", variation);
        order.putArray("shipping_lines").addObject().put("method_title", "DHL").put("total", "4.90");
        order.putArray("fee_lines").addObject().put("name", "Geschenk").put("total", "1.00");
        order.putArray("coupon_lines").addObject().put("code", "ten10");
        long bought = shop.post("/orders", order).id();
        shop.post("/orders/" + bought + "/refunds", "{\"amount\":\"5.00\",\"reason\":\"Kratzer\"}");
        shop.delete("/products/" + simple);
        quiet();
        String type = topic.equals("ping")
                ? ""
                : Json.MAPPER.readTree(like).path("type").asText();
        return receiver.of(topic).stream()
                .filter(got ->
                        type.isEmpty() || got.json().path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
