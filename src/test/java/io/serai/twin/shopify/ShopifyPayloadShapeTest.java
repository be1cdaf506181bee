package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The twin's webhook bodies against recorded ones, field by field: our own copies, and a folder named by {@code serai.samples}. */
class ShopifyPayloadShapeTest extends ShopifyTwinTestBase {

    static Stream<Path> folders() {
        Stream<Path> own = Stream.of(Path.of("src/test/resources/platform/shopify"));
        String more = System.getProperty("serai.samples");
        return more == null ? own : Stream.concat(own, Stream.of(Path.of(more, "shopify")));
    }

    private static JsonNode recorded(Path folder, String file) throws IOException {
        return Json.MAPPER.readTree(Files.readAllBytes(folder.resolve(file)));
    }

    @ParameterizedTest
    @MethodSource("folders")
    @DisplayName("fact 12 products/update has the fields and types of a recorded one, numeric ids included")
    void productsUpdate(Path folder) throws IOException {
        subscribe("PRODUCTS_UPDATE", "/hook");
        ObjectNode product = twin.createAsStaff(
                (ObjectNode)
                        json(
                                """
                {"title": "Hemd", "description": "<p>Gut.</p>", "tags": ["a", "b"], "vendor": "Serai", "productType": "Hemden",
                 "options": [{"name": "Größe", "values": ["S", "M"]}],
                 "variants": [{"values": ["S"], "price": "19.99", "compareAtPrice": "24.99"}, {"values": ["M"], "price": "19.99"}],
                 "media": [{"originalSource": "https://cdn.example.com/hemd.jpg", "alt": "Ein Hemd"}]}"""));
        twin.editAsStaff(product.get("id").asText(), Json.object().put("title", "Hemd 2"));
        quiet();
        assertThat(differences(
                        "",
                        recorded(folder, "products__update.json"),
                        app.received().get(0).json()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    @DisplayName("fact 12 inventory_levels/update has the fields and types of a recorded one")
    void inventoryLevelsUpdate(Path folder) throws IOException {
        subscribe("INVENTORY_LEVELS_UPDATE", "/hook");
        ObjectNode product = product("Hemd");
        twin.editAsStaff(product.get("id").asText(), Json.object().put("stock", 10));
        quiet();
        assertThat(differences(
                        "",
                        recorded(folder, "inventory_levels__update.json"),
                        app.received().get(0).json()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    @DisplayName("fact 12 orders/create has the fields and types of a recorded one, numeric ids included")
    void ordersCreate(Path folder) throws IOException {
        subscribe("ORDERS_CREATE", "/hook");
        ObjectNode product = product("Hemd");
        twin.editAsStaff(product.get("id").asText(), Json.object().put("stock", 10));
        twin.buy((ObjectNode) json("{\"lines\": [{\"sku\": \"SKU-Hemd\", \"quantity\": 2}]}"));
        quiet();
        assertThat(differences(
                        "",
                        recorded(folder, "orders__create.json"),
                        app.received().get(0).json()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    @DisplayName("fact 12 orders/create of an order with all that an order can have has the fields of a recorded one")
    void ordersCreateWithAll(Path folder) throws IOException {
        subscribe("ORDERS_CREATE", "/hook");
        twin.buy(
                (ObjectNode)
                        json(
                                """
                {"lines": [{"title": "Hut", "price": "9.99", "customAttributes": [{"key": "a", "value": "b"}]}],
                 "discounts": [{"code": "A", "percentage": "10"}, {"title": "B", "amount": "1"}], "taxes": [{"rate": "0.19"}],
                 "shipping": [{"title": "DHL", "price": "4.90"}], "phone": "+49301", "tags": ["x"]}"""));
        quiet();
        JsonNode ours = app.received().get(0).json();
        assertThat(differences("", recorded(folder, "orders__create.json"), ours))
                .isEmpty();
        assertThat(ours.at("/discount_codes/0/amount").asText()).isEqualTo("1.00");
        assertThat(ours.at("/shipping_lines/0/price").asText()).isEqualTo("4.90");
        assertThat(ours.at("/total_tax").asText()).isEqualTo("1.28");
    }

    /** Null and empty lists say nothing about a type; otherwise names and types are equal, in lists those of the first element. */
    static List<String> differences(String at, JsonNode recorded, JsonNode ours) {
        List<String> found = new ArrayList<>();
        if (recorded.isNull() || ours.isNull()) {
            return found;
        }
        if (recorded.getNodeType() != ours.getNodeType()
                || recorded.getNodeType() == JsonNodeType.NUMBER
                        && recorded.isIntegralNumber() != ours.isIntegralNumber()) {
            found.add(at + ": " + recorded.getNodeType() + " here " + ours.getNodeType());
        } else if (recorded.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            recorded.fieldNames().forEachRemaining(names::add);
            ours.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (!recorded.has(name) || !ours.has(name)) {
                    found.add(at + "/" + name + (ours.has(name) ? " is too much" : " is missing"));
                } else {
                    found.addAll(differences(at + "/" + name, recorded.get(name), ours.get(name)));
                }
            }
        } else if (recorded.isArray() && !recorded.isEmpty() && !ours.isEmpty()) {
            found.addAll(differences(at + "/0", recorded.get(0), ours.get(0)));
        }
        return found;
    }

    @org.junit.jupiter.api.Test
    @DisplayName("the comparison of shapes finds a missing field, one too many and another type")
    void comparison() {
        JsonNode recorded = Json.MAPPER.valueToTree(Map.of("a", 1, "b", "x", "c", List.of(Map.of("d", true))));
        JsonNode ours = Json.MAPPER.valueToTree(Map.of("a", "1", "e", "x", "c", List.of(Map.of("d", 1))));
        assertThat(differences("", recorded, ours)).hasSize(4);
    }
}
