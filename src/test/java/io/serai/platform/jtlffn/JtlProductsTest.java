package io.serai.platform.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.listing.Projection;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.Observation;
import io.serai.merge.Shadow;
import io.serai.ownership.FieldOwnership;
import io.serai.ownership.FieldOwnershipFile;
import io.serai.platform.Conversation;
import io.serai.platform.ProductsRead;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.StockPage.Item;
import io.serai.platform.Unavailable;
import io.serai.platform.jtlffn.JtlRead.Sought;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.support.HubProducts;
import io.serai.support.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A product as JTL-FFN holds it")
class JtlProductsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");
    private static final String PRODUCT =
            "{'jfsku': '%s', 'merchantSku': '%s', 'name': '%s', 'identifier': {}, 'specifications': {},"
                    + " 'modificationInfo': {'createdAt': '2026-11-21T10:00:00.000+00:00',"
                    + " 'updatedAt': '2026-11-21T12:00:00.500+00:00', 'state': '%s'}}";

    private final UUID only = UUID.randomUUID();
    private HubProduct hub = HubProducts.with(
            HubProducts.withVariant(HubProducts.empty(), only, "H-1", "10"), Field.NAME, Value.text("Hut"));

    private static JsonNode product(String jfsku, String sku, String name) {
        return Payloads.json(PRODUCT.formatted(jfsku, sku, name, "Modified"));
    }

    private static JtlAnswer answer(Conversation<JtlQuestion, JtlAnswer> conversation, int status, JsonNode body) {
        return new JtlAnswer(conversation.question(), status, Map.of(), body, NOW);
    }

    private static String query(Conversation<JtlQuestion, JtlAnswer> conversation) {
        return URLDecoder.decode(conversation.question().query(), StandardCharsets.UTF_8);
    }

    private static FieldOwnership table() {
        try {
            return FieldOwnershipFile.read(
                    new com.fasterxml.jackson.dataformat.yaml.YAMLMapper()
                            .readTree(Path.of("config/field-ownership.yaml").toFile()),
                    "field-ownership.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Listing nothingThere() {
        return Listing.begun("jtl", Platform.JTL, hub.id());
    }

    /** A listing that is known to hold what the hub holds now. */
    private Listing inSync() {
        Listing listing = nothingThere().linkedTo(hub.id().toString(), Map.of("MERC01AAAAA", only));
        for (var cell : new Projection(table()).desired(hub, listing).entrySet()) {
            listing = listing.with(cell.getKey(), Shadow.of(cell.getValue(), NOW));
        }
        return listing;
    }

    private Difference difference(Listing listing) {
        return new Projection(table()).difference(hub, listing);
    }

    private Optional<PlannedCall> plan(Listing listing) {
        return new JtlAdapter().plan(difference(listing), Map.of());
    }

    private void set(Field field, Value value) {
        hub = field.level() == Field.Level.PRODUCT
                ? HubProducts.with(hub, field, value)
                : HubProducts.with(hub, only, field, value);
    }

    /** As it is read by whoever gets it. */
    private static JsonNode read(JsonNode sent) {
        return Payloads.json(sent.toString());
    }

    private static Value number(String number) {
        return Value.decimal(number);
    }

    @Nested
    @DisplayName("are planned")
    class Planned {

        @Test
        @DisplayName("rule 6: as one call for each variant, known again by its SKU")
        void create() {
            set(Field.HAN, Value.text("HC-7"));
            set(Field.MANUFACTURER, Value.text("Huth"));
            set(Field.WEIGHT_IN_KG, number("0.25"));
            PlannedCall call = plan(nothingThere()).orElseThrow();

            assertThat(call.operation()).isEqualTo("POST /products");
            assertThat(call.create()).isFalse();
            assertThat(read(call.body().path("product")))
                    .isEqualTo(Payloads.json(
                            "{'name': 'Hut', 'manufacturer': 'Huth', 'merchantSku': 'H-1', 'weight': 0.25, 'identifier':"
                                    + " {'mpn': {'partNumber': 'HC-7', 'manufacturer': 'Huth'}}}"));
            assertThat(call.meant())
                    .contains(
                            entry(Cell.of(only, Field.EXISTS), Value.flag(true)),
                            entry(Cell.of(only, Field.NAME), Value.text("Hut")));
        }

        @Test
        @DisplayName("D18: what JTL has no way to hold is not sent and stays in the hub")
        void unsendable() {
            set(Field.COUNTRY_OF_ORIGIN, Value.text("Germany"));
            set(Field.WIDTH_IN_CM, number("12"));
            assertThat(read(plan(nothingThere()).orElseThrow().body().path("product")))
                    .isEqualTo(Payloads.json("{'name': 'Hut', 'merchantSku': 'H-1'}"));

            Listing listing = inSync().with(Cell.of(only, Field.WIDTH_IN_CM), Shadow.of(Value.NONE, NOW))
                    .with(Cell.of(only, Field.COUNTRY_OF_ORIGIN), Shadow.of(Value.NONE, NOW));
            assertThat(difference(listing).cells().keySet()).hasSize(2).allMatch(cell -> new JtlAdapter()
                    .leaves(difference(listing), cell));
            assertThat(plan(listing)).isEmpty();
        }

        @Test
        @DisplayName("D18: what is longer than JTL takes is not sent")
        void tooLong() {
            set(Field.WAREHOUSE_NOTES, Value.text("n".repeat(4097)));
            set(Field.MANUFACTURER, Value.text("m".repeat(255)));
            set(Field.GTIN, Value.text("4".repeat(256)));
            assertThat(read(plan(nothingThere()).orElseThrow().body().path("product")))
                    .isEqualTo(Payloads.json(
                            "{'name': 'Hut', 'merchantSku': 'H-1', 'manufacturer': '" + "m".repeat(255) + "'}"));
            Difference difference = difference(nothingThere());
            assertThat(new JtlAdapter().leaves(difference, Cell.of(only, Field.WAREHOUSE_NOTES)))
                    .isTrue();
            assertThat(new JtlAdapter().leaves(difference, Cell.of(only, Field.MANUFACTURER)))
                    .isFalse();
            set(Field.SKU, Value.text("s".repeat(256)));
            assertThat(plan(nothingThere())).isEmpty();
        }

        @Test
        @DisplayName("D18: dimensions go together or not at all, and are emptied together")
        void dimensions() {
            set(Field.WIDTH_IN_CM, number("12"));
            Listing listing = inSync().with(
                            Cell.of(only, Field.WIDTH_IN_CM),
                            Shadow.of(Value.NONE, NOW).meaning(number("12")));
            set(Field.LENGTH_IN_CM, number("30"));
            set(Field.HEIGHT_IN_CM, number("9"));
            assertThat(read(plan(listing).orElseThrow().body().at("/product/dimensions")))
                    .isEqualTo(Payloads.json("{'height': 0.09, 'length': 0.3, 'width': 0.12}"));

            Listing whole = inSync();
            for (Field side : JtlFields.DIMENSIONS) {
                set(side, Value.NONE);
            }
            PlannedCall emptied = plan(whole).orElseThrow();
            assertThat(JtlInput.whole(
                            (com.fasterxml.jackson.databind.node.ObjectNode)
                                    emptied.body().path("product"),
                            Payloads.json("{'dimensions': {'height': 0.09, 'length': 0.3, 'width': 0.12}}")))
                    .isEqualTo(Payloads.json("{'dimensions': null}"));
        }

        @Test
        @DisplayName("rule 12: a variant that was removed in the hub is left there, and one loses no SKU")
        void leaves() {
            Listing listing = inSync();
            set(Field.SKU, Value.NONE);
            assertThat(difference(listing).cells()).containsOnlyKeys(Cell.of(only, Field.SKU));
            assertThat(new JtlAdapter().leaves(difference(listing), Cell.of(only, Field.SKU)))
                    .isTrue();
            set(Field.EXISTS, Value.flag(false));
            assertThat(difference(listing).cells()).containsOnlyKeys(Cell.of(only, Field.EXISTS));
            assertThat(new JtlAdapter().leaves(difference(listing), Cell.of(only, Field.EXISTS)))
                    .isTrue();
            assertThat(plan(listing)).isEmpty();
        }
    }

    @Nested
    @DisplayName("are written")
    class Written {

        private JtlPush change(String body, Field field, Value meant) {
            return new JtlPush(new PlannedCall(
                    "PATCH /products/{jfsku}",
                    "products/MERC01AAAAA",
                    Payloads.json("{'listing': 'p', 'product': " + body + "}"),
                    Map.of(Cell.of(only, field), meant),
                    false));
        }

        @Test
        @DisplayName("rule 5: an object is sent whole, with what only JTL knows of it")
        void mergesObjects() {
            JtlPush push = change("{'identifier': {'ean': '400'}}", Field.GTIN, Value.text("400"));
            push.hear(answer(
                    push,
                    200,
                    Payloads.json(
                            "{'jfsku': 'MERC01AAAAA', 'merchantSku': 'H-1', 'name': 'Hut', 'identifier': {'ean': '1',"
                                    + " 'isbn': '978', 'mpn': {'manufacturer': 'H', 'partNumber': '7'}}}")));

            assertThat(push.question().method()).isEqualTo("PATCH");
            assertThat(push.question().body())
                    .isEqualTo(
                            Payloads.json(
                                    "{'identifier': {'ean': '400', 'isbn': '978', 'mpn': {'manufacturer': 'H', 'partNumber': '7'}}}"));
        }

        @Test
        @DisplayName("rule 5: an object that stands there under another name is not replaced; one that is null is")
        void keepsWhatItDoesNotFind() {
            JtlPush push = change("{'identifier': {'ean': '400'}}", Field.GTIN, Value.text("400"));
            String held = PRODUCT.formatted("MERC01AAAAA", "H-1", "Hut", "Modified");
            JtlAnswer renamed = answer(push, 200, Payloads.json(held.replace("'identifier'", "'identifiers'")));
            assertThatThrownBy(() -> push.hear(renamed))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("no identifier");

            JtlPush again = change("{'identifier': {'ean': '400'}}", Field.GTIN, Value.text("400"));
            again.hear(answer(again, 200, Payloads.json(held.replace("'identifier': {}", "'identifier': null"))));
            assertThat(again.question().body()).isEqualTo(Payloads.json("{'identifier': {'ean': '400'}}"));

            JtlPush other = change("{'dimensions': {'width': 1}}", Field.WIDTH_IN_CM, number("100"));
            JtlAnswer noProduct = answer(other, 200, Payloads.json("{'product': {}}"));
            assertThatThrownBy(() -> other.hear(noProduct)).isInstanceOf(Unavailable.class);
        }

        @Test
        @DisplayName("rule 5: what was taken was taken, whatever somebody made of it before it was read")
        void takesWhatWasWritten() {
            JtlPush push = change("{'manufacturer': 'Huth'}", Field.MANUFACTURER, Value.text("Huth"));
            push.hear(answer(push, 204, com.fasterxml.jackson.databind.node.MissingNode.getInstance()));
            JsonNode edited = Payloads.json(PRODUCT.formatted("MERC01AAAAA", "H-1", "Hut", "Modified")
                    .replace("'name'", "'manufacturer': 'X', 'name'"));
            push.hear(answer(push, 200, edited));

            assertThat(push.result().externalId()).isEqualTo("p");
            assertThat(push.result().variants().get(0).fields())
                    .contains(entry(Field.MANUFACTURER, Value.text("Huth")), entry(Field.NAME, Value.text("Hut")));
            // as it was before that edit, which the next look finds to be news
            assertThat(push.result().version()).isEqualTo(Instant.parse("2026-11-21T12:00:00.499Z"));

            JtlPush alone = change("{'manufacturer': 'X'}", Field.MANUFACTURER, Value.text("X"));
            alone.hear(answer(alone, 204, com.fasterxml.jackson.databind.node.MissingNode.getInstance()));
            alone.hear(answer(alone, 200, edited));
            assertThat(alone.result().version()).isEqualTo(Instant.parse("2026-11-21T12:00:00.500Z"));
        }

        @Test
        @DisplayName("rule 13: a double that names nobody is looked for by its SKU, and named then")
        void namesTheOther() {
            JtlPush push = new JtlPush(new PlannedCall(
                    "POST /products",
                    "products",
                    Payloads.json("{'listing': 'p', 'product': {'name': 'Hut', 'merchantSku': 'O''H'}}"
                            .replace("O''H", "H-1")),
                    Map.of(Cell.of(only, Field.EXISTS), Value.flag(true)),
                    false));
            push.hear(answer(push, 400, Payloads.json("{'errorCode': {'code': 'Shared_DuplicateKey'}}")));
            assertThat(query(push)).contains("merchantSku eq 'H-1'");
            JsonNode list = Payloads.json("{'items': [" + PRODUCT.formatted("MERC01CCCCC", "H-11", "Kappe", "New") + ","
                    + PRODUCT.formatted("MERC01BBBBB", "h-1 ", "Hut", "New") + "]}");

            assertThatThrownBy(() -> push.hear(answer(push, 200, list)))
                    .isInstanceOfSatisfying(Rejected.class, refused -> assertThat(refused.reasons())
                            .extracting(Reason::code, Reason::existingExternalId)
                            .containsExactly(org.assertj.core.groups.Tuple.tuple(Reason.SKU_TAKEN, "MERC01BBBBB")));
        }

        @Test
        @DisplayName("rule 6: an answer of another shape leaves open what became of the write")
        void unknownShape() {
            JtlPush push = change("{'manufacturer': 'Huth'}", Field.MANUFACTURER, Value.text("Huth"));
            push.hear(answer(push, 204, com.fasterxml.jackson.databind.node.MissingNode.getInstance()));
            JtlAnswer other = answer(push, 200, Payloads.json("{'product': {}}"));
            assertThatThrownBy(() -> push.hear(other)).isInstanceOfSatisfying(Unavailable.class, failure -> assertThat(
                            ((Unavailable) push.meaning(failure)).outcomeUnknown())
                    .isTrue());
        }
    }

    @Nested
    @DisplayName("are read")
    class Read {

        @Test
        @DisplayName("rule 12: by what is known of them, and by SKU where nothing is; a quote in a SKU breaks nothing")
        void reads() {
            JtlRead read = new JtlRead(
                    List.of(
                            new Sought("p1", Set.of("MERC01AAAAA"), Set.of("O'H")),
                            new Sought("p2", Set.of(), Set.of("H-2")),
                            new Sought("p3", Set.of(), Set.of())),
                    List.of("p4"));
            assertThat(query(read)).contains("jfsku eq 'MERC01AAAAA' or merchantSku eq 'O''H' or merchantSku eq 'H-2'");
            read.hear(answer(
                    read,
                    200,
                    Payloads.json("{'items': [" + PRODUCT.formatted("MERC01AAAAA", "H-1", "A", "New") + ","
                            + PRODUCT.formatted("MERC01BBBBB", "h-2", "B", "New") + "]}")));

            ProductsRead found = read.result();
            assertThat(read.isOpen()).isFalse();
            assertThat(found.found()).extracting(Observation::externalId).containsExactly("p1", "p2", "p3");
            assertThat(found.found())
                    .allMatch(Observation::variantsComplete)
                    .extracting(seen -> seen.variants().size())
                    .containsExactly(1, 1, 0);
            assertThat(found.missing()).containsExactly("p4");
        }

        @Test
        @DisplayName("rule 11: one that no list shows is gone only when it is asked for by itself")
        void asksForTheMissing() {
            JtlRead read =
                    new JtlRead(List.of(new Sought("p1", Set.of("MERC01AAAAA", "MERC01BBBBB"), Set.of())), List.of());
            read.hear(answer(read, 200, Payloads.json("{'items': []}")));
            assertThat(read.question().path()).endsWith("products/MERC01AAAAA");
            read.hear(answer(read, 200, product("MERC01AAAAA", "H-1", "A")));
            read.hear(answer(read, 404, Payloads.json("{'errorCode': {'code': 'Products_ProductNotFound'}}")));

            assertThat(read.result().found().get(0).variants()).singleElement().matches(variant -> variant.externalId()
                    .equals("MERC01AAAAA"));
        }

        @Test
        @DisplayName("K3: no question is longer than an address may be, however long the SKUs are")
        void shortQuestions() {
            Set<String> skus = new TreeSet<>();
            for (int i = 10; i < 60; i++) {
                skus.add("Größe " + "ü".repeat(60) + i);
            }
            JtlRead read = new JtlRead(List.of(new Sought("p1", Set.of(), skus)), List.of());
            int questions = 0;
            while (read.isOpen()) {
                assertThat(read.question().query().length()).isLessThan(1600);
                read.hear(answer(read, 200, Payloads.json("{'items': []}")));
                questions++;
            }
            assertThat(questions).isBetween(13, 25);
            skus.clear();
            skus.add("ü".repeat(255));
            assertThat(new JtlRead(List.of(new Sought("p1", Set.of(), skus)), List.of()).isOpen())
                    .isTrue();
        }

        @Test
        @DisplayName("D9: a list under another name, and a thing without its number, are errors that are seen")
        void unknownShapes() {
            JtlRead read = new JtlRead(List.of(new Sought("p1", Set.of(), Set.of("H-1"))), List.of());
            JtlAnswer otherName = answer(read, 200, Payloads.json("{'products': []}"));
            assertThatThrownBy(() -> read.hear(otherName))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("no items");

            JtlStockPage page = JtlStockPage.items(null);
            JtlAnswer numberless = answer(page, 200, Payloads.json("{'items': [{'merchantSku': 'H-1'}]}"));
            assertThatThrownBy(() -> page.hear(numberless))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("no jfsku");
            JtlStockPage changes = JtlStockPage.itemChanges(NOW, null);
            JtlAnswer updates = answer(changes, 200, Payloads.json("{'updates': [], 'moreDataAvailable': false}"));
            assertThatThrownBy(() -> changes.hear(updates))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("no data");
        }

        @Test
        @DisplayName("D9: updates say what is gone")
        void deletions() {
            JtlStockPage changes = JtlStockPage.itemChanges(NOW, null);
            changes.hear(answer(
                    changes,
                    200,
                    Payloads.json("{'data': [" + PRODUCT.formatted("MERC01AAAAA", "H-1", "A", "Deleted")
                            + "], 'to': '2026-11-22T01:00:00.000+00:00', 'moreDataAvailable': false}")));
            assertThat(changes.result().items())
                    .containsExactly(new Item("MERC01AAAAA", "H-1", Instant.parse("2026-11-21T12:00:00.500Z"), true));
        }
    }

    @Property(tries = 200)
    @Label("what is written and read back means the same")
    void comesBack(@ForAll @BigRange(min = "0", max = "500") @Scale(2) BigDecimal size) {
        Map<Field, Value> fields = Map.of(
                Field.SKU, Value.text("H-1"),
                Field.NAME, Value.text("Hut"),
                Field.WEIGHT_IN_KG, Value.decimal(size),
                Field.HEIGHT_IN_CM, Value.decimal(size),
                Field.LENGTH_IN_CM, Value.decimal(size),
                Field.GTIN, Value.text("400"),
                Field.CUSTOMS_CODE, Value.text("6504"));
        var sent = JtlInput.product(fields).put("jfsku", "MERC01AAAAA");
        Map<Field, Value> read = JtlProductMapper.variant(sent).fields();
        fields.forEach((field, value) ->
                assertThat(field.same(value, read.get(field))).as(field.key()).isTrue());
    }
}
