package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import io.serai.twin.Faults.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Durations;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D9, D18 and rules 1, 5 to 7, 11 to 13: the hub's products in the fulfilment network. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Products in JTL-FFN")
class JtlProductFlowTest extends FlowTestBase {

    private static final String HAT =
            """
            {"name":"Hut","sku":"H-1","price":10.00,"weightInKg":0.25,"gtin":"4006381333931","manufacturer":"Huth & Co",
             "heightInCm":12.5,"lengthInCm":30,"widthInCm":28,"customsCode":"650400","countryOfOrigin":"DE","han":"HC-7",
             "warehouseNotes":"Nicht stapeln"}""";

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    private JtlNetwork jtl;

    @BeforeEach
    void openNetwork() {
        shops.connectTenant();
        jtl = new JtlNetwork(shops, camel, publicUrl);
    }

    @AfterEach
    void closeNetwork() {
        jtl.close();
    }

    @Test
    @DisplayName(
            "D18 a product of the hub is made there with every field JTL has a place for, and follows the hub's edits")
    void followsTheHub() {
        jtl.connect();
        String id = shops.create(json(HAT));
        shops.settle();

        JsonNode there = there("H-1");
        assertThat(there.path("name").asText()).isEqualTo("Hut");
        assertThat(there.path("manufacturer").asText()).isEqualTo("Huth & Co");
        assertThat(there.path("note").asText()).isEqualTo("Nicht stapeln");
        assertThat(there.path("weight").decimalValue()).isEqualByComparingTo("0.25");
        assertThat(there.path("originCountry").asText()).isEqualTo("DE");
        assertThat(there.at("/identifier/ean").asText()).isEqualTo("4006381333931");
        assertThat(there.at("/identifier/mpn").toString())
                .contains("\"partNumber\":\"HC-7\"", "\"manufacturer\":\"Huth & Co\"");
        assertThat(there.at("/specifications/taric").asText()).isEqualTo("650400");
        assertThat(there.at("/specifications/isDivisible").asBoolean()).isFalse();
        assertThat(there.at("/dimensions/height").decimalValue()).isEqualByComparingTo("0.125");
        assertThat(there.at("/dimensions/length").decimalValue()).isEqualByComparingTo("0.3");

        // what only JTL knows of an object stays there when a part of it is written
        ObjectNode more = object();
        more.putObject("identifier")
                .put("ean", "4006381333931")
                .put("isbn", "978-3")
                .putObject("mpn")
                .put("manufacturer", "Huth & Co")
                .put("partNumber", "HC-7");
        jtl.twin.editAsStaff(there.path("jfsku").asText(), more);
        jtl.twin.calls().reset();
        shops.patch(
                id,
                json(
                        """
                        {"name":"Strohhut","weightInKg":0.3,"gtin":"4006381333948","heightInCm":11,"manufacturer":"Neu"}"""));
        shops.settle();
        there = there("H-1");
        assertThat(there.path("name").asText()).isEqualTo("Strohhut");
        assertThat(there.path("weight").decimalValue()).isEqualByComparingTo("0.3");
        assertThat(there.path("manufacturer").asText()).isEqualTo("Neu");
        assertThat(there.at("/identifier/ean").asText()).isEqualTo("4006381333948");
        assertThat(there.at("/identifier/isbn").asText()).isEqualTo("978-3");
        assertThat(there.at("/dimensions/height").decimalValue()).isEqualByComparingTo("0.11");
        assertThat(there.at("/dimensions/width").decimalValue()).isEqualByComparingTo("0.28");
        assertThat(jtl.twin.calls().counts().of("PATCH /products/{jfsku}")).isEqualTo(1);
        assertThat(channel(id).path("syncStatus").asText()).isEqualTo("SYNCED");
        assertThat(shops.conflicts()).isEmpty();
    }

    @Test
    @DisplayName("C3 the network shows as fetched once all its goods were told, and fetches nothing by jobs")
    void showsAsFetched() {
        jtl.list("H-1");
        jtl.connect();
        await().atMost(Durations.ONE_MINUTE).untilAsserted(() -> assertThat(
                        shops.channel(jtl.channel).path("syncStatus").asText())
                .isEqualTo("synced"));
        JsonNode progress =
                shops.ask("GET", "/api/sync/" + shops.tenant + "/status", null).json();
        assertThat(progress.path("milestones").findValuesAsText("milestone")).contains("products");
        assertThat(shops.count("SELECT count(*) FROM sync_jobs WHERE integration_id = ?", jtl.channel))
                .isZero();
    }

    @Test
    @DisplayName("rule 7 what is changed there is put back, an ops field and the name")
    void putsBack() {
        jtl.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        jtl.twin.editAsStaff(
                there("H-1").path("jfsku").asText(),
                object().put("weight", 9).put("name", "Mütze").put("merchantSku", "H-9"));
        jtl.poll();
        shops.settle();

        JsonNode there = there("H-1");
        assertThat(there.path("weight").decimalValue()).isEqualByComparingTo("0.25");
        assertThat(there.path("name").asText()).isEqualTo("Hut");
        assertThat(jtl.twin.listed()).hasSize(1);
        JsonNode weight = shops.explain(id, "weightInKg");
        assertThat(weight.path("value").decimalValue()).isEqualByComparingTo("0.25");
        assertThat(weight.at("/history/0/outcome").asText()).isEqualTo("restored");
        assertThat(weight.at("/history/0/origin").asText()).isEqualTo("JTL");
        assertThat(shops.conflicts()).isEmpty();
    }

    @Test
    @DisplayName(
            "rule 1 what is there when the network is connected is matched by SKU: nothing is pushed, differences wait")
    void firstLink() {
        String id = shops.create(
                json(
                        """
                {"name":"Hut","sku":"H-1","price":10.00,"weightInKg":0.25,"manufacturer":"Huth & Co"}"""));
        String jfsku = jtl.list("H-1");
        jtl.twin.editAsStaff(
                jfsku,
                json(
                        """
                {"weight":0.4,"originCountry":"IT","name":"Hut, alt","manufacturer":"H&C"}"""));
        jtl.list("FREMD-1");
        jtl.connect();
        shops.settle();

        assertThat(Shops.writes(jtl.twin)).isZero();
        JsonNode conflict = shops.conflicts();
        assertThat(conflict).hasSize(1);
        assertThat(conflict.at("/0/field").asText()).isEqualTo("weightInKg");
        assertThat(conflict.at("/0/kind").asText()).isEqualTo("first_link");
        assertThat(shops.productOf(id).at("/variants/0/countryOfOrigin").asText())
                .isEqualTo("IT");
        assertThat(shops.productOf(id).path("name").asText()).isEqualTo("Hut");
        assertThat(channel(id).path("externalId").asText()).isEqualTo(id);
        assertThat(shops.find("FREMD-1")).isEmpty();

        shops.patch(id, object().put("name", "Strohhut"));
        shops.settle();
        assertThat(there("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(there("H-1").path("weight").decimalValue()).isEqualByComparingTo("0.4");
        shops.ask(
                "POST",
                "/api/channels/" + jtl.channel + "/accept-conflicts",
                object().put("resolution", "accept_local"));
        shops.settle();
        assertThat(there("H-1").path("weight").decimalValue()).isEqualByComparingTo("0.25");
        assertThat(shops.conflicts()).isEmpty();
        // who gets its SKU later is linked then
        String stranger = shops.create(json("""
                {"name":"Fremd","sku":"FREMD-1","price":1.00}"""));
        shops.settle();
        assertThat(linked(stranger)).isEqualTo(there("FREMD-1").path("jfsku").asText());
        assertThat(jtl.twin.listed()).hasSize(2);
    }

    @Test
    @DisplayName(
            "rule 12 each variant is one thing there; without a SKU it is left out and named, removed it stays and is named")
    void variants() {
        jtl.connect();
        jtl.twin.calls().reset();
        String id = shops.create(
                json(
                        """
                        {"name":"Hut","variants":[
                          {"sku":"H-S","price":10.00,"options":{"Größe":"S","Farbe":"Blau"}},
                          {"sku":"H-M","price":10.00,"options":{"Größe":"M","Farbe":"Blau"}},
                          {"price":10.00,"options":{"Größe":"L","Farbe":"Blau"}}]}"""));
        shops.settle();

        assertThat(jtl.twin.listed()).hasSize(2);
        // one look at the product before it is written, however many things it is there
        assertThat(jtl.twin.calls().counts().of("GET /products")).isEqualTo(1);
        assertThat(there("H-S").path("name").asText()).isEqualTo("Hut - Blau / S");
        assertThat(there("H-M").path("name").asText()).isEqualTo("Hut - Blau / M");
        JsonNode leftOut = channel(id).path("leftOut");
        assertThat(leftOut).hasSize(1);
        assertThat(leftOut.at("/0/reason").asText()).contains("no SKU");
        assertThat(channel(id).path("syncStatus").asText()).isEqualTo("SYNCED");

        String large = leftOut.at("/0/variantId").asText();
        shops.patch(id, json("{\"variants\":[{\"id\":\"" + large + "\",\"sku\":\"H-L\",\"widthInCm\":28}]}"));
        shops.settle();
        assertThat(there("H-L").path("name").asText()).isEqualTo("Hut - Blau / L");
        assertThat(channel(id).path("leftOut").toString()).contains("widthInCm").doesNotContain("no SKU");

        shops.patch(id, json("{\"variants\":[{\"id\":\"" + large + "\",\"exists\":false}]}"));
        shops.settle();
        assertThat(jtl.twin.listed()).hasSize(3);
        assertThat(channel(id).path("leftOut").toString()).contains("lets no program remove it");
        assertThat(channel(id).path("syncStatus").asText()).isEqualTo("SYNCED");
    }

    @Test
    @DisplayName("D18 what is longer than JTL takes stays in the hub and is named, and the rest is made there")
    void tooLong() {
        jtl.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        shops.patch(id, object().put("warehouseNotes", "n".repeat(4097)));
        String other = shops.create(json(HAT).put("sku", "H-2").put("warehouseNotes", "n".repeat(4097)));
        shops.settle();

        assertThat(there("H-1").path("note").asText()).isEqualTo("Nicht stapeln");
        assertThat(there("H-2").has("note")).isFalse();
        for (String each : List.of(id, other)) {
            JsonNode leftOut = channel(each).path("leftOut");
            assertThat(leftOut.findValuesAsText("field")).containsExactly("warehouseNotes");
            assertThat(leftOut.toString()).contains("longer than the platform holds");
            assertThat(channel(each).path("syncStatus").asText()).isEqualTo("SYNCED");
        }
    }

    @Test
    @DisplayName("rule 13 a SKU that is there in another spelling is named by JTL and linked, and what differs waits")
    void duplicateIsLinked() {
        jtl.connect();
        String jfsku = jtl.list("h-1");
        jtl.twin.editAsStaff(jfsku, object().put("weight", 0.4));
        String id = shops.create(json(HAT));
        shops.settle();

        assertThat(jtl.twin.listed()).hasSize(1);
        assertThat(linked(id)).isEqualTo(jfsku);
        List<String> fields = new ArrayList<>();
        shops.conflicts().forEach(conflict -> fields.add(conflict.path("field").asText()));
        assertThat(fields).contains("sku", "weightInKg");
        assertThat(there("h-1").path("weight").decimalValue()).isEqualByComparingTo("0.4");
    }

    @Test
    @DisplayName("rule 13 what is linked stays linked, also when somebody gives it another product's SKU")
    void linkedStaysLinked() {
        jtl.connect();
        String first = shops.create(json("""
                {"name":"Hut","sku":"A-1","price":10.00}"""));
        shops.settle();
        String jfsku = there("A-1").path("jfsku").asText();
        jtl.twin.editAsStaff(jfsku, object().put("merchantSku", "B-1"));
        String second = shops.create(json("""
                {"name":"Kappe","sku":"B-1","price":10.00}"""));
        shops.settle();
        assertThat(linked(first)).isEqualTo(jfsku);
        assertThat(linked(second)).isNull();
        JsonNode conflict = shops.conflicts().path(0);
        assertThat(conflict.path("kind").asText()).isEqualTo("sku_taken");
        assertThat(conflict.path("productId").asText()).isEqualTo(second);
        assertThat(conflict.path("otherProductId").asText()).isEqualTo(first);

        jtl.poll();
        shops.settle();
        shops.ask("POST", "/api/integrations/product-sync/product/" + second + "/sync", object());
        shops.settle();
        assertThat(linked(first)).isEqualTo(there("A-1").path("jfsku").asText()).isEqualTo(jfsku);
        assertThat(linked(second)).isEqualTo(there("B-1").path("jfsku").asText());
        assertThat(shops.conflicts()).isEmpty();
    }

    @Test
    @DisplayName("rule 6 a thing that was made though no answer came is not made twice")
    void madeOnce() {
        jtl.connect();
        jtl.twin.faults().next(Fate.NORMAL);
        jtl.twin.faults().next(Fate.RESET_AFTER);
        String id = shops.create(json(HAT));
        shops.settle(PATIENCE);

        assertThat(jtl.twin.listed()).hasSize(1);
        assertThat(jtl.twin.calls().counts().of("POST /products")).isEqualTo(1);
        assertThat(channel(id).path("syncStatus").asText()).isEqualTo("SYNCED");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {71, 72})
    @DisplayName("D9 with faults: what is made and edited arrives once, and what is changed there is put back")
    void underFaults(long seed) {
        jtl.connect();
        fail(jtl.twin, seed, 0);
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            ids.add(shops.create(json(
                    "{\"name\":\"Hut %d\",\"sku\":\"H-%d\",\"price\":10,\"weightInKg\":0.%d}".formatted(i, i, i))));
        }
        shops.settle(PATIENCE);
        for (String id : ids) {
            shops.patch(id, object().put("countryOfOrigin", "DE").put("warehouseNotes", "Oben"));
        }
        shops.settle(PATIENCE);
        jtl.twin.editAsStaff(there("H-1").path("jfsku").asText(), object().put("weight", 7));
        jtl.twin.faults().clear();
        jtl.poll();
        shops.settle(PATIENCE);

        assertThat(jtl.twin.listed()).hasSize(4);
        assertThat(jtl.twin.calls().counts().doubles()).isEmpty();
        assertThat(jtl.twin.calls().counts().unchanged()).isEmpty();
        for (int i = 1; i <= 4; i++) {
            JsonNode there = there("H-" + i);
            assertThat(there.path("weight").decimalValue()).isEqualByComparingTo("0." + i);
            assertThat(there.path("originCountry").asText()).isEqualTo("DE");
            assertThat(there.path("note").asText()).isEqualTo("Oben");
            assertThat(channel(ids.get(i - 1)).path("syncStatus").asText()).isEqualTo("SYNCED");
        }
        assertThat(shops.conflicts()).isEmpty();
    }

    @Test
    @DisplayName("rule 11 what is deleted there is believed after asking, and made again when a person says so")
    void deletedThere() {
        jtl.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        jtl.twin.deleteAsStaff(there("H-1").path("jfsku").asText(), true);
        jtl.poll();
        shops.settle();

        assertThat(jtl.twin.listed()).isEmpty();
        JsonNode conflict = shops.conflicts();
        assertThat(conflict).hasSize(1);
        assertThat(conflict.at("/0/kind").asText()).isEqualTo("removed_there");
        assertThat(shops.productOf(id).path("variants")).hasSize(1);
        shops.patch(id, object().put("name", "Strohhut"));
        shops.settle();
        assertThat(jtl.twin.listed()).isEmpty();

        shops.ask(
                "POST",
                "/api/integrations/product-sync/conflicts/" + id + "/resolve",
                object().put("resolution", "accept_local"));
        shops.settle();
        assertThat(there("H-1").path("name").asText()).isEqualTo("Strohhut");
        jtl.move("inbound", "H-1", "4");
        jtl.poll();
        shops.settle();
        assertThat(shops.productOf(id).at("/variants/0/available").asInt()).isEqualTo(4);
    }

    @Test
    @DisplayName("D2 what Serai wrote comes back with the next poll and is nobody's edit")
    void echo() {
        jtl.connect();
        String id = shops.create(json(HAT));
        shops.settle();
        shops.patch(id, object().put("name", "Strohhut"));
        shops.settle();
        long version = shops.productOf(id).path("version").asLong();
        int writes = Shops.writes(jtl.twin);
        jtl.poll();
        jtl.poll();
        shops.settle();

        assertThat(Shops.writes(jtl.twin)).isEqualTo(writes).isEqualTo(2);
        assertThat(shops.productOf(id).path("version").asLong()).isEqualTo(version);
        assertThat(jtl.twin.calls().counts().unchanged()).isEmpty();
    }

    @Test
    @DisplayName("rule 1 nothing is pushed before all there is was read")
    void readsFirst() {
        jtl.list("H-1");
        jtl.connectUnread();
        String id = shops.create(json(HAT));
        shops.ask("POST", "/api/integrations/product-sync/product/" + id + "/sync", object());
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> {
            boolean isQueued =
                    shops.count("SELECT count(*) FROM product_sync_queue WHERE channel_id = ?", jtl.channel) == 1;
            return isQueued && jtl.twin.calls().counts().of("GET /products") == 0 && Shops.writes(jtl.twin) == 0;
        });
        jtl.readNow();
        shops.settle();

        assertThat(jtl.twin.listed()).hasSize(1);
        assertThat(there("H-1").path("note").asText()).isEqualTo("Nicht stapeln");
    }

    @Test
    @DisplayName("D9 all goods are read page by page, and what happened to them chunk by chunk, each once")
    void manyPages() {
        jtl.twin.settings(object().put("mostTop", 2).put("chunkSize", 2));
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            ids.add(shops.create(
                    json("{\"name\":\"Hut %d\",\"sku\":\"H-%d\",\"price\":10,\"weightInKg\":1}".formatted(i, i))));
            jtl.twin.editAsStaff(jtl.list("H-" + i), object().put("weight", 1));
        }
        jtl.connect();
        shops.settle();
        for (int i = 1; i <= 5; i++) {
            assertThat(linked(ids.get(i - 1)))
                    .isEqualTo(there("H-" + i).path("jfsku").asText());
        }
        assertThat(Shops.writes(jtl.twin)).isZero();

        for (int i = 1; i <= 5; i++) {
            jtl.twin.editAsStaff(there("H-" + i).path("jfsku").asText(), object().put("weight", 1 + i));
        }
        jtl.poll();
        shops.settle();
        for (int i = 1; i <= 5; i++) {
            assertThat(there("H-" + i).path("weight").asInt()).isEqualTo(1);
        }
        assertThat(jtl.twin.calls().counts().of("PATCH /products/{jfsku}")).isEqualTo(5);
        // its own changes come back with the next poll, and nothing has to be read for them
        jtl.twin.calls().reset();
        jtl.poll();
        shops.settle();
        assertThat(jtl.twin.calls().counts().of("GET /products/updates")).isPositive();
        assertThat(jtl.twin.calls().counts().of("GET /products")).isZero();
    }

    @Test
    @DisplayName(
            "D9 answers of a shape that nobody knows are errors that are seen, and nothing is taken from them or lost")
    void unknownShapes() {
        try (OtherShape shape = new OtherShape(jtl.twin.url())) {
            jtl.callThrough(shape.url());
            jtl.connect();
            String id = shops.create(json(HAT));
            shops.settle();
            String until = itemsUntil();
            jtl.twin.editAsStaff(there("H-1").path("jfsku").asText(), object().put("weight", 9));

            shape.rename("/products/updates", "data", "updates");
            jtl.poll();
            assertThat(itemsUntil()).isEqualTo(until);
            assertThat(there("H-1").path("weight").asInt()).isEqualTo(9);
            assertThat(shops.channel(jtl.channel).path("statusReason").asText())
                    .startsWith("Its stock cannot be read since ")
                    .contains("another shape than Serai knows: no data");

            shape.rename("/products", "items", "data");
            jtl.poll();
            assertThat(shops.channel(jtl.channel).path("statusReason").isNull())
                    .as("what is told is read, though a product is not")
                    .isTrue();
            await().atMost(PATIENCE).until(() -> shops.text(
                            "SELECT coalesce(max(last_error), '') FROM control.pending_reads WHERE channel_id = ?",
                            jtl.channel)
                    .contains("another shape than Serai knows: no items"));
            assertThat(shops.explain(id, "weightInKg").path("value").decimalValue())
                    .isEqualByComparingTo("0.25");

            shape.rename("", "", "");
            shops.settle(PATIENCE);
            assertThat(there("H-1").path("weight").decimalValue()).isEqualByComparingTo("0.25");
            assertThat(shops.conflicts()).isEmpty();
        }
    }

    @Test
    @DisplayName("D9 a product that cannot be read waits alone, ever longer, and the others are read")
    void oneUnreadable() {
        try (OtherShape shape = new OtherShape(jtl.twin.url())) {
            jtl.callThrough(shape.url());
            jtl.connect();
            List<String> ids = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                ids.add(shops.create(
                        json("{\"name\":\"Hut %d\",\"sku\":\"H-%d\",\"price\":10,\"weightInKg\":1}".formatted(i, i))));
            }
            shops.settle();
            shape.replace("/products", "\"merchantSku\":\"H-2\"", "\"sku\":\"H-2\"");
            for (int i = 1; i <= 3; i++) {
                jtl.twin.editAsStaff(there("H-" + i).path("jfsku").asText(), object().put("weight", 9));
            }
            jtl.poll();
            // sooner than a lease ends that nobody gives back
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> there("H-1").path("weight").asInt() == 1
                            && there("H-3").path("weight").asInt() == 1);
            await().atMost(PATIENCE)
                    .until(() -> shops.count(
                                    """
                            SELECT count(*) FROM control.pending_reads
                            WHERE channel_id = ? AND external_id = ? AND attempts > 1
                              AND last_error LIKE '%no merchantSku%'
                            """,
                                    jtl.channel, ids.get(1))
                            == 1);
            assertThat(there("H-2").path("weight").asInt()).isEqualTo(9);
            shape.rename("", "", "");
            shops.settle(PATIENCE);
            assertThat(there("H-2").path("weight").asInt()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "rule 11 a deletion that no update told of is found by the pass over everything, and believed after asking")
    void missedDeletion() {
        try (OtherShape shape = new OtherShape(jtl.twin.url())) {
            jtl.callThrough(shape.url());
            jtl.list("FREMD-1");
            jtl.connect();
            shops.create(json(HAT));
            String stays = shops.create(json("{\"name\":\"Kappe\",\"sku\":\"K-1\",\"price\":10}"));
            shops.settle();
            jtl.poll();
            // whoever is deleted is another one in the updates
            shape.replace("/products/updates", "MERC01", "MERX01");
            jtl.twin.deleteAsStaff(there("H-1").path("jfsku").asText(), true);
            jtl.twin.deleteAsStaff(there("FREMD-1").path("jfsku").asText(), true);
            jtl.poll();
            shops.settle();
            assertThat(shops.conflicts()).isEmpty();

            shops.execute(
                    "UPDATE control.stock_cursors SET full_pass_at = now() - interval '2 days' WHERE channel_id = ?",
                    jtl.channel);
            jtl.poll();
            shops.settle();
            JsonNode conflict = shops.conflicts();
            assertThat(conflict).hasSize(1);
            assertThat(conflict.at("/0/kind").asText()).isEqualTo("removed_there");
            assertThat(shops.text(
                            """
                            SELECT string_agg(sku, ',' ORDER BY sku) FROM control.warehouse_items
                            WHERE channel_id = ? AND is_gone AND item_id LIKE 'MERC01%'
                            """,
                            jtl.channel))
                    .isEqualTo("FREMD-1,H-1");
            assertThat(linked(stays)).isEqualTo(there("K-1").path("jfsku").asText());
        }
    }

    private String itemsUntil() {
        return shops.text("SELECT items_until FROM control.stock_cursors WHERE channel_id = ?", jtl.channel);
    }

    private JsonNode there(String sku) {
        return jtl.product(sku);
    }

    private String linked(String id) {
        return shops.text(
                "SELECT string_agg(external_variant_id, ',') FROM control.listing_variants"
                        + " WHERE channel_id = ? AND product_id = ?::uuid",
                jtl.channel,
                id);
    }

    private JsonNode channel(String id) {
        for (JsonNode channel : shops.productOf(id).path("channels")) {
            if (channel.path("channelId").asText().equals(jtl.channel)) {
                return channel;
            }
        }
        throw new AssertionError("not on JTL: " + shops.productOf(id));
    }
}
