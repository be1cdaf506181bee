package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.SampleCatalogue;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProductsTest extends RunningShop {

    private static List<Long> ids(JsonNode list) {
        List<Long> ids = new ArrayList<>();
        list.forEach(item -> ids.add(item.path("id").asLong()));
        return ids;
    }

    @Test
    @DisplayName("A write answers raw content, a read dresses it up")
    void content() {
        ObjectNode given = ShopClient.product("Schallplatte & „Nachtflug“ 🎶 <b>180 g</b>", "LP-NF")
                .put("description", "<p>Öl & Essig</p>\n<ul><li>eins</li></ul><script>alert(1)</script>")
                .put("short_description", "Er sagte \"ja\"");
        ShopClient.Answer made = shop.post("/products", given);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(twin.secureUrl() + "/wp-json/wc/v3/products/" + made.id());
        assertThat(made.json().path("name").asText()).isEqualTo("Schallplatte &amp; „Nachtflug“ 🎶 <b>180 g</b>");
        assertThat(made.json().path("slug").asText()).isEqualTo("schallplatte-nachtflug-%f0%9f%8e%b6-180-g");
        assertThat(made.json().path("generated_slug").asText()).isEqualTo("schallplatte-nachtflug-🎶-180-g");
        assertThat(made.json().path("description").asText())
                .isEqualTo("<p>Öl &amp; Essig</p>\n<ul><li>eins</li></ul>alert(1)");
        JsonNode read = shop.get("/products/" + made.id()).json();
        assertThat(read.path("description").asText()).startsWith("<p>Öl &amp; Essig</p>\n<ul>\n<li>eins</li>\n</ul>\n");
        assertThat(read.path("short_description").asText()).isEqualTo("<p>Er sagte &#8220;ja&#8221;</p>\n");
        assertThat(read.has("permalink_template")).isFalse();
    }

    @Test
    @DisplayName("Answers are encoded as PHP does it and carry WordPress's headers")
    void encoding() {
        ShopClient.Answer answer = shop.post("/products", ShopClient.product("Größe 🎶", "a/b"));
        assertThat(answer.text()).contains("\"name\":\"Gr\\u00f6\\u00dfe \\ud83c\\udfb6\"", "\"sku\":\"a\\/b\"");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(answer.header("Allow")).isEqualTo("GET, POST");
        assertThat(answer.header("Link")).isEqualTo("<" + twin.secureUrl() + "/wp-json/>; rel=\"https://api.w.org/\"");
        assertThat(answer.header("Date")).endsWith("GMT");
    }

    @Test
    @DisplayName("W8 Values are stored as the shop likes them")
    void values() {
        ObjectNode given = ShopClient.product("x", "x")
                .put("regular_price", "12,50")
                .put("global_unique_id", "ABC-123")
                .put("manage_stock", true)
                .put("stock_quantity", "12")
                .put("no_such_field", 1);
        JsonNode made = shop.post("/products", given).json();
        assertThat(made.path("regular_price").asText()).isEqualTo("12.50");
        assertThat(made.path("global_unique_id").asText()).isEqualTo("-123");
        assertThat(made.path("stock_quantity").isInt()).isTrue();
        assertThat(made.path("stock_quantity").asInt()).isEqualTo(12);
        assertThat(made.has("no_such_field")).isFalse();
        String path = "/products/" + made.path("id").asLong();
        assertThat(shop.put(path, "{\"stock_quantity\":-3}")
                        .json()
                        .path("stock_quantity")
                        .asInt())
                .isEqualTo(-3);
        JsonNode none = shop.put(path, "{\"stock_quantity\":null}").json();
        assertThat(none.path("stock_quantity").asInt(-1)).isZero();
        assertThat(none.path("stock_status").asText()).isEqualTo("outofstock");
        ShopClient.Answer refused = shop.put(path, "{\"stock_quantity\":2.5}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/data/params/stock_quantity").asText())
                .isEqualTo("stock_quantity is not of type integer.");
    }

    @Test
    @DisplayName("W8 A JSON number as price is refused, naming the argument")
    void priceAsNumber() {
        ShopClient.Answer refused =
                shop.post("/products", "{\"name\":\"x\",\"regular_price\":12.5,\"status\":\"odd\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").asText()).isEqualTo("Invalid parameter(s): regular_price, status");
        assertThat(refused.json().at("/data/details/regular_price/data/param").asText())
                .isEqualTo("regular_price");
        assertThat(refused.json().at("/data/details/status/code").asText()).isEqualTo("rest_not_in_enum");
    }

    @Test
    @DisplayName("W9 A SKU is unique without regard to case, also against the trash; the answer names who has it")
    void uniqueSku() {
        long first = shop.create(ShopClient.product("eins", "Ab-Ü1"));
        ShopClient.Answer refused = shop.post("/products", ShopClient.product("zwei", "aB-ü1"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("product_invalid_sku");
        assertThat(refused.json().at("/data/resource_id").asLong()).isEqualTo(first);
        assertThat(refused.json().at("/data/unique_sku").asText()).isEqualTo("aB-ü1-1");
        shop.delete("/products/" + first);
        assertThat(shop.post("/products", ShopClient.product("zwei", "AB-Ü1")).status())
                .isEqualTo(400);
        shop.delete("/products/" + first + "?force=true");
        assertThat(shop.post("/products", ShopClient.product("zwei", "AB-Ü1")).status())
                .isEqualTo(201);
    }

    @Test
    @DisplayName("W9 Six parallel POSTs of one SKU make one product")
    void parallel() {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 6)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> shop.post("/products", ShopClient.product("p" + i, "SAME"))
                                .status()))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrder(201, 400, 400, 400, 400, 400);
    }

    @Test
    @DisplayName("51 Lists come by pages of at most 100 with totals and links")
    void pages() {
        twin.seed(SampleCatalogue.of(1, 30));
        ShopClient.Answer page = shop.get("/products?per_page=10&page=2&orderby=id&order=asc");
        int total = Integer.parseInt(page.header("X-WP-Total"));
        assertThat(page.header("X-WP-TotalPages")).isEqualTo(String.valueOf((total + 9) / 10));
        assertThat(page.json()).hasSize(10);
        assertThat(page.header("Link"))
                .contains("page=1", "rel=\"prev\"", "page=3", "rel=\"next\"")
                .doesNotContain("api.w.org");
        assertThat(ids(page.json())).isSorted();
        ShopClient.Answer tooMany = shop.get("/products?per_page=101");
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.code()).isEqualTo("rest_invalid_param");
        assertThat(shop.get("/products").json()).hasSize(10);
        assertThat(shop.get("/products?page=99").json()).isEmpty();
    }

    @Test
    @DisplayName("52 modified_after is exclusive, by the second, and local unless dates_are_gmt")
    void modifiedAfter() {
        JsonNode made = shop.post("/products", ShopClient.product("x", "x")).json();
        String local = made.path("date_modified").asText();
        String gmt = made.path("date_modified_gmt").asText();
        assertThat(Duration.between(LocalDateTime.parse(gmt), LocalDateTime.parse(local)))
                .isEqualTo(Duration.ofHours(1));
        // written out, since toString leaves out seconds that are zero and the shop asks for them
        String before = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                LocalDateTime.parse(local).minusSeconds(1));
        assertThat(shop.get("/products?modified_after=" + local).json()).isEmpty();
        assertThat(shop.get("/products?modified_after=" + before).json()).hasSize(1);
        assertThat(shop.get("/products?modified_after=" + gmt).json()).hasSize(1);
        assertThat(shop.get("/products?dates_are_gmt=true&modified_after=" + gmt)
                        .json())
                .isEmpty();
        assertThat(shop.get("/products?modified_after=yesterday")
                        .json()
                        .at("/data/details/modified_after/code")
                        .asText())
                .isEqualTo("rest_invalid_date");
    }

    @Test
    @DisplayName("A PUT moves date_modified though nothing changed, and the twin counts it")
    void unchanged() {
        long id = shop.create(ShopClient.product("x", "x"));
        twin.clock().skew(Duration.ofMinutes(5));
        try {
            String before =
                    shop.get("/products/" + id).json().path("date_modified").asText();
            String after = shop.put("/products/" + id, "{\"regular_price\":\"9.90\"}")
                    .json()
                    .path("date_modified")
                    .asText();
            assertThat(after).isGreaterThan(before);
        } finally {
            twin.clock().skew(Duration.ZERO);
        }
        assertThat(twin.calls().counts().unchanged()).singleElement().satisfies(u -> assertThat(u.resource())
                .isEqualTo(String.valueOf(id)));
        assertThat(twin.calls().counts().of("PUT /products/{id}")).isEqualTo(1);
    }

    @Test
    @DisplayName("A second product of the same name is counted as a double")
    void doubles() {
        shop.create(ShopClient.product("same", "a"));
        shop.create(ShopClient.product("same", "b"));
        assertThat(twin.calls().counts().doubles()).hasSize(1);
    }

    @Test
    @DisplayName("Lists are filtered by SKU, slug, search, status, include and exclude")
    void filters() {
        long red = shop.create(ShopClient.product("Roter Schal", "RED-1"));
        long blue = shop.create(ShopClient.product("Blauer Schal", "BLU-1"));
        long draft = shop.create(ShopClient.product("Entwurf", "DRA-1").put("status", "draft"));
        assertThat(ids(shop.get("/products?sku=red-1,DRA-1&orderby=id&order=asc")
                        .json()))
                .containsExactly(red, draft);
        assertThat(ids(shop.get("/products?slug=blauer-schal").json())).containsExactly(blue);
        assertThat(ids(shop.get("/products?search=schal&orderby=title&order=asc")
                        .json()))
                .containsExactly(blue, red);
        assertThat(ids(shop.get("/products?status=draft").json())).containsExactly(draft);
        assertThat(ids(shop.get("/products?include=" + blue + "," + red + "&orderby=include")
                        .json()))
                .containsExactly(blue, red);
        assertThat(ids(shop.get("/products?exclude[]=" + blue + "&exclude[]=" + red)
                        .json()))
                .containsExactly(draft);
        shop.delete("/products/" + blue);
        assertThat(ids(shop.get("/products?status=trash").json())).containsExactly(blue);
        assertThat(ids(shop.get("/products?search=schal").json())).containsExactly(red);
    }

    @Test
    @DisplayName("W7 Trashing twice is 410, a wrong method 404, an unknown id 404 to read and 400 to write")
    void gone() {
        long id = shop.create(ShopClient.product("x", "x"));
        assertThat(shop.delete("/products/" + id).json().path("status").asText())
                .isEqualTo("trash");
        ShopClient.Answer again = shop.delete("/products/" + id);
        assertThat(again.status()).isEqualTo(410);
        assertThat(again.code()).isEqualTo("woocommerce_rest_already_trashed");
        assertThat(shop.put("/products", "{}").code()).isEqualTo("rest_no_route");
        assertThat(shop.put("/products", "{}").status()).isEqualTo(404);
        assertThat(shop.get("/products/999").code()).isEqualTo("woocommerce_rest_product_invalid_id");
        assertThat(shop.get("/products/999").status()).isEqualTo(404);
        assertThat(shop.put("/products/999", "{}").status()).isEqualTo(400);
        assertThat(shop.post("/products", "{\"name\":").code()).isEqualTo("rest_invalid_json");
    }

    @Test
    @DisplayName("Slugs are made unique and do not follow the name")
    void slugs() {
        long first = shop.create(ShopClient.product("Café Crème", "a"));
        JsonNode second =
                shop.post("/products", ShopClient.product("Café Crème", "b")).json();
        assertThat(second.path("slug").asText()).isEqualTo("cafe-creme-2");
        assertThat(shop.put("/products/" + first, "{\"name\":\"Tee\"}")
                        .json()
                        .path("slug")
                        .asText())
                .isEqualTo("cafe-creme");
    }

    @Test
    @DisplayName("Images are copied in: own ids, own addresses, order by position")
    void images() {
        ObjectNode given = ShopClient.product("x", "x");
        given.putArray("images")
                .addObject()
                .put("src", "https://cdn.example.com/a/front.png?v=3")
                .put("alt", "vorn");
        given.withArray("images").addObject().put("src", "https://cdn.example.com/b/front.png");
        JsonNode made = shop.post("/products", given).json();
        JsonNode first = made.at("/images/0");
        JsonNode second = made.at("/images/1");
        assertThat(first.path("alt").asText()).isEqualTo("vorn");
        assertThat(first.path("src").asText())
                .startsWith(twin.secureUrl() + "/wp-content/uploads/")
                .endsWith("/front.png");
        assertThat(second.path("src").asText()).endsWith("/front-1.png");
        assertThat(shop.send("GET", first.path("src").asText(), null).header("Content-Type"))
                .isEqualTo("image/png");
        String turned = "{\"images\":[{\"id\":" + second.path("id") + "},{\"id\":" + first.path("id") + "}]}";
        JsonNode after = shop.put("/products/" + made.path("id"), turned).json();
        assertThat(ids(after.path("images")))
                .containsExactly(second.path("id").asLong(), first.path("id").asLong());
        assertThat(shop.put("/products/" + made.path("id"), "{\"images\":[{\"id\":9999}]}")
                        .code())
                .isEqualTo("woocommerce_product_invalid_image_id");
        assertThat(shop.post("/products", "{\"name\":\"y\",\"images\":[{\"src\":\"https://no.invalid/x.png\"}]}")
                        .code())
                .isEqualTo("woocommerce_product_image_upload_error");
    }

    @Test
    @DisplayName(
            "A category of the same name is refused, naming the existing one; a product without gets the default one")
    void categories() {
        long id =
                shop.post("/products/categories", "{\"name\":\"Bad & Küche\"}").id();
        ShopClient.Answer again = shop.post("/products/categories", "{\"name\":\"bad & küche\"}");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo("term_exists");
        assertThat(again.json().at("/data/resource_id").asLong()).isEqualTo(id);
        ObjectNode given = ShopClient.product("x", "x");
        given.putArray("categories").addObject().put("id", id);
        JsonNode made = shop.post("/products", given).json();
        assertThat(made.at("/categories/0/name").asText()).isEqualTo("Bad &amp; Küche");
        assertThat(shop.put("/products/" + made.path("id"), "{\"categories\":[]}")
                        .json()
                        .at("/categories/0/slug")
                        .asText())
                .isEqualTo("uncategorized");
        assertThat(shop.post("/products/tags", "{\"name\":\"neu\"}").status()).isEqualTo(201);
        assertThat(shop.post("/products/tags", "{\"name\":\"Neu\"}").code()).isEqualTo("term_exists");
        assertThat(shop.get("/products/categories?search=bad").header("X-WP-Total"))
                .isEqualTo("1");
    }

    @Test
    @DisplayName("Meta data keeps its ids, is updated by key and removed by null; numbers become text")
    void meta() {
        ObjectNode given = ShopClient.product("x", "x");
        given.putArray("meta_data").addObject().put("key", "_hub").put("value", 7);
        JsonNode made = shop.post("/products", given).json();
        assertThat(made.at("/meta_data/0/value").asText()).isEqualTo("7");
        assertThat(made.at("/meta_data/0/value").isTextual()).isTrue();
        String path = "/products/" + made.path("id");
        JsonNode after = shop.put(path, "{\"meta_data\":[{\"key\":\"_hub\",\"value\":\"8\"}]}")
                .json();
        assertThat(after.at("/meta_data/0/id")).isEqualTo(made.at("/meta_data/0/id"));
        assertThat(shop.put(path, "{\"meta_data\":[{\"key\":\"_hub\",\"value\":null}]}")
                        .json()
                        .path("meta_data"))
                .isEmpty();
    }

    @Test
    @DisplayName("59 A sale counts while it lasts; money is text")
    void sale() {
        ObjectNode given =
                ShopClient.product("x", "x").put("sale_price", "5").put("date_on_sale_to", "2020-01-01T00:00:00");
        JsonNode over = shop.post("/products", given).json();
        assertThat(over.path("price").asText()).isEqualTo("9.90");
        assertThat(over.path("on_sale").asBoolean()).isFalse();
        assertThat(over.path("date_on_sale_to_gmt").asText()).isEqualTo("2019-12-31T23:00:00");
        JsonNode on = shop.put("/products/" + over.path("id"), "{\"date_on_sale_to\":\"\"}")
                .json();
        assertThat(on.path("price").asText()).isEqualTo("5");
        assertThat(on.path("on_sale").asBoolean()).isTrue();
    }
}
