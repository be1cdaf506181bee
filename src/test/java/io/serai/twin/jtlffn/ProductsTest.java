package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.twin.Json;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductsTest extends RunningNetwork {

    private static final String FULL =
            """
            {"name": "Becher", "merchantSku": "MUG-1", "productGroup": "Haushalt", "originCountry": "DE",
             "manufacturer": "Serai", "weight": 0.380, "netWeight": 0.35, "note": "zerbrechlich",
             "identifier": {"ean": "4099000000017", "mpn": {"manufacturer": "Serai", "partNumber": "M1"}},
             "specifications": {"taric": "69120023", "isDivisible": true},
             "dimensions": {"length": 0.1, "width": 0.09, "height": 0.1},
             "attributes": [{"key": "Farbe", "value": "rot", "attributeType": "String"}],
             "netRetailPrice": {"amount": 12.90, "currency": "EUR"},
             "bundles": [{"name": "Karton", "quantity": 6}], "unknown": 1}
            """;

    @Test
    @DisplayName("A product comes back as it was given, with an id of 11 characters and all that was not given empty")
    void create() {
        NetworkClient.Answer made = merchant.post("/products", FULL);
        assertThat(made.status()).isEqualTo(201);
        String jfsku = made.json().path("jfsku").asText();
        assertThat(jfsku).hasSize(11).startsWith("MERC01");
        JsonNode read = merchant.get("/products/" + jfsku).json();
        assertThat(read).isEqualTo(made.json());
        assertThat(read.path("weight").toString()).isEqualTo("0.38");
        assertThat(read.at("/identifier/mpn/partNumber").asText()).isEqualTo("M1");
        assertThat(read.at("/specifications/isDivisible").asBoolean()).isTrue();
        assertThat(read.at("/specifications/isBatch").asText()).isEqualTo("false");
        assertThat(read.at("/netRetailPrice/amount").toString()).isEqualTo("12.9");
        assertThat(read.path("condition").asText()).isEqualTo("Default");
        assertThat(read.path("pictures").toString()).isEqualTo("[]");
        assertThat(read.has("unknown")).isFalse();
        assertThat(read.at("/modificationInfo/state").asText()).isEqualTo("New");
        assertThat(read.at("/modificationInfo/createdAt").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00");
    }

    @Test
    @DisplayName("A change is 204 without a body and takes over what it names")
    void change() {
        String jfsku = merchant.create(json(FULL));
        NetworkClient.Answer changed =
                merchant.patch("/products/" + jfsku, "{\"weight\": 1.25, \"originCountry\": null, \"note\": \"neu\"}");
        assertThat(changed.status()).isEqualTo(204);
        assertThat(changed.text()).isEmpty();
        JsonNode read = merchant.get("/products/" + jfsku).json();
        assertThat(read.path("weight").toString()).isEqualTo("1.25");
        assertThat(read.path("note").asText()).isEqualTo("neu");
        assertThat(read.has("originCountry")).isFalse();
        assertThat(read.path("manufacturer").asText()).isEqualTo("Serai");
        assertThat(read.at("/modificationInfo/state").asText()).isEqualTo("Modified");
    }

    @Test
    @DisplayName("A SKU that is taken is refused with the jfsku of who has it, on creation and on change")
    void duplicate() {
        String jfsku = merchant.create("SKU-1");
        String other = merchant.create("SKU-2");
        NetworkClient.Answer refused =
                merchant.post("/products", Json.object().put("name", "x").put("merchantSku", "SKU-1"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json())
                .isEqualTo(json("{\"errorCode\": {\"code\": \"Products_DuplicateProduct\"}, \"errorMessages\": [],"
                        + " \"errorMetaData\": {\"MerchantSku\": \"SKU-1\", \"Jfsku\": \"%s\"}}".formatted(jfsku)));
        NetworkClient.Answer renamed = merchant.patch("/products/" + other, "{\"merchantSku\": \"SKU-1\"}");
        assertThat(renamed.code()).isEqualTo("Products_DuplicateProduct");
        assertThat(renamed.json().at("/errorMetaData/Jfsku").asText()).isEqualTo(jfsku);
        assertThat(merchant.patch("/products/" + other, "{\"merchantSku\": \"SKU-2\"}")
                        .status())
                .isEqualTo(204);
        assertThat(merchant.patch("/products/" + jfsku, "{\"merchantSku\": \"SKU-3\"}")
                        .status())
                .isEqualTo(204);
        assertThat(merchant.create("SKU-1")).isNotEqualTo(jfsku);
    }

    @Test
    @DisplayName("What is not there is 404 with its code")
    void unknown() {
        NetworkClient.Answer unknown = merchant.get("/products/MERC01AAAAA");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json())
                .isEqualTo(
                        json(
                                """
                                {"errorCode": {"code": "Products_ProductNotFound", "description": "The product does not exist"},
                                 "errorMessages": [{"message": "Product 'MERC01AAAAA' not found"}],
                                 "errorMetaData": {"Jfsku": "MERC01AAAAA"}}
                                """));
        assertThat(merchant.patch("/products/MERC01AAAAA", "{}").status()).isEqualTo(404);
        assertThat(merchant.get("/nothing").status()).isEqualTo(404);
        assertThat(merchant.send("DELETE", twin.url() + "/api/v1/merchant/products", null)
                        .status())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"merchantSku\": \"A\"}",
                "{\"name\": \"A\"}",
                "{\"name\": \"A\", \"merchantSku\": \"\"}",
                "{\"name\": null, \"merchantSku\": \"A\"}",
                "{\"name\": \"A\", \"merchantSku\": \"A\", \"weight\": \"1.5\"}",
                "{\"name\": \"A\", \"merchantSku\": \"A\", \"originCountry\": \"DEU\"}",
                "{\"name\": \"A\", \"merchantSku\": \"A\", \"condition\": \"new\"}",
                "{\"name\": \"A\", \"merchantSku\": \"A\", \"dimensions\": {\"width\": 1}}",
                "{\"name\": \"A\", \"merchantSku\": \"A\", \"netRetailPrice\": {\"amount\": 1}}",
                "{\"name\": \"A\", \"merchantSku\": \"A\", \"attributes\": [{\"key\": \"a\"}]}",
                "{\"name\": ",
                "[]",
            })
    @DisplayName("What is not as described is refused and names the field")
    void invalid(String body) {
        NetworkClient.Answer refused = merchant.post("/products", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("Shared_ModelValidation");
        assertThat(refused.json().at("/errorMessages/0/message").asText()).isNotEmpty();
        assertThat(refused.json().at("/errorMessages/0/target").isTextual()).isTrue();
        assertThat(twin.listed()).isEmpty();
    }

    @Test
    @DisplayName("A body that is not said to be JSON is 415")
    void mediaType() {
        assertThat(merchant.form("/products", "name=A&merchantSku=A").status()).isEqualTo(415);
    }

    @Test
    @DisplayName("A list comes page by page, and its links lead to the end")
    void pages() {
        Stream.iterate(1, n -> n + 1).limit(7).forEach(n -> merchant.create("SKU-" + n));
        JsonNode first = merchant.get("/products?$top=3").json();
        assertThat(first.path("items")).hasSize(3);
        assertThat(first.at("/items/0/merchantSku").asText()).isEqualTo("SKU-1");
        assertThat(first.path("nextPageLink").asText())
                .isEqualTo("?$orderBy=modificationInfo/createdAt&$top=3&$skip=3");
        assertThat(first.at("/_page/limit").asInt()).isEqualTo(3);
        assertThat(first.at("/_page/offset").asInt()).isZero();
        JsonNode last = merchant.get("/products" + first.path("nextPageLink").asText() + "&x=1")
                .json();
        last = merchant.get("/products" + last.path("nextPageLink").asText()).json();
        assertThat(last.path("items")).hasSize(1);
        assertThat(last.at("/items/0/merchantSku").asText()).isEqualTo("SKU-7");
        assertThat(last.has("nextPageLink")).isFalse();
        assertThat(last.at("/_links/previous").asText())
                .isEqualTo("?$orderBy=modificationInfo/createdAt&$top=3&$skip=3");
        assertThat(merchant.get("/products").json().path("items")).hasSize(7);
        assertThat(merchant.get("/products?$top=7").json().has("nextPageLink")).isFalse();
        assertThat(merchant.get("/products?$top=x").code()).isEqualTo("Shared_ModelValidation");
        assertThat(merchant.get("/products?referencedWarehouse=" + BERLIN).code())
                .isEqualTo("Shared_ModelValidation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "merchantSku eq 'A-1' | A-1",
                "merchantSku eq 'it''s' | it's",
                "startswith(merchantSku, 'A') | A-1,A-2",
                "contains(name,'NUT') and not (merchantSku eq 'A-2') | A-1",
                "identifier/ean eq '4099000000017' or merchantSku eq 'A-2' | A-1,A-2",
                "specifications/isDivisible eq true | A-2",
                "identifier/ean ne null | A-1",
                "attributes/key eq 'Farbe' | it's",
                "merchantSku eq 'none' | ''",
            })
    @DisplayName("$filter compares, calls and combines")
    void filter(String filter, String skus) {
        merchant.create(
                json("{\"name\": \"Nut\", \"merchantSku\": \"A-1\", \"identifier\": {\"ean\": \"4099000000017\"}}"));
        merchant.create(
                json("{\"name\": \"nutty\", \"merchantSku\": \"A-2\", \"specifications\": {\"isDivisible\": true}}"));
        merchant.create(
                json(
                        "{\"name\": \"bolt\", \"merchantSku\": \"it's\", \"attributes\": [{\"key\": \"Farbe\", \"value\": \"rot\", \"attributeType\": \"String\"}]}"));
        JsonNode found = merchant.get("/products?$filter=" + NetworkClient.encoded(filter))
                .json();
        assertThat(String.join(",", found.path("items").findValuesAsText("merchantSku")))
                .isEqualTo(skus);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "merchantSku eq",
                "merchantSku = 'A'",
                "weight gt 1",
                "(merchantSku eq 'A'",
                "'A'",
                "merchantSku eq 'A"
            })
    @DisplayName("A $filter that cannot be read, or names a field that is not allowed, is refused")
    void badFilter(String filter) {
        NetworkClient.Answer refused = merchant.get("/products?$filter=" + NetworkClient.encoded(filter));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("Shared_ModelValidation");
    }

    @Test
    @DisplayName("A list may be put in another order and be cut down to some fields")
    void orderAndSelect() {
        merchant.create("B");
        merchant.create("A");
        merchant.create("C");
        JsonNode found = merchant.get("/products?$orderBy=merchantSku%20desc&$select=merchantSku&$top=2")
                .json();
        assertThat(found.path("items").toString()).isEqualTo("[{\"merchantSku\":\"C\"},{\"merchantSku\":\"B\"}]");
        JsonNode next =
                merchant.get("/products" + found.path("nextPageLink").asText()).json();
        assertThat(next.path("items").toString()).isEqualTo("[{\"merchantSku\":\"A\"}]");
    }

    @Test
    @DisplayName("Writes that change nothing, and doubles, are counted")
    void counts() {
        String jfsku = merchant.create(json(FULL));
        merchant.patch("/products/" + jfsku, "{\"weight\": 0.38, \"condition\": \"Default\"}");
        assertThat(twin.calls().counts().unchanged()).singleElement().satisfies(u -> assertThat(u.resource())
                .isEqualTo(jfsku));
        merchant.patch("/products/" + jfsku, "{\"weight\": 0.4}");
        assertThat(twin.calls().counts().unchanged()).hasSize(1);
        merchant.create(json(FULL).put("merchantSku", "MUG-2"));
        assertThat(twin.calls().counts().doubles()).singleElement().satisfies(d -> {
            assertThat(d.existing()).isEqualTo(jfsku);
            assertThat(d.by()).isEqualTo("name");
        });
        assertThat(twin.calls().counts().of("PATCH /products/{jfsku}")).isEqualTo(2);
        assertThat(twin.calls().counts().of("POST /products")).isEqualTo(2);
    }
}
