package io.serai.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.FetchedPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is fetched of a WooCommerce shop, page by page")
class WooCommerceFetchTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param modified null for never
     * @param readable whether it is shown, or only counted (fact 51)
     */
    private record Row(long id, Instant modified, String status, boolean readable) {

        ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("status", status)
                    .put(
                            "date_modified_gmt",
                            modified == null ? null : modified.toString().replace("Z", ""));
        }
    }

    /** Lists as WooCommerce does, by offset over what is there at the moment. */
    private static final class Shop {

        private final Map<Long, Row> rows = new TreeMap<>();
        private final List<Map<String, String>> asked = new ArrayList<>();
        private List<Long> shown = List.of();

        void put(long id, Instant modified, String status) {
            rows.put(id, new Row(id, modified, status, true));
        }

        WooCommerceAnswer answer(WooCommerceQuestion question) {
            Map<String, String> query = question.query();
            asked.add(query);
            boolean byId = query.get("orderby").equals("id");
            Comparator<Row> byModified =
                    Comparator.comparing(Row::modified, Comparator.nullsFirst(Comparator.naturalOrder()));
            Comparator<Row> order = byId ? Comparator.comparing(Row::id) : byModified.thenComparing(Row::id);
            List<Row> found = rows.values().stream()
                    .filter(row -> byId
                            || row.status().equals("trash")
                                    == query.get("status").equals("trash"))
                    .filter(row -> isAfter(row, query.get("modified_after")))
                    .sorted(order)
                    .toList();
            ArrayNode page = JSON.createArrayNode();
            found.stream()
                    .skip(Long.parseLong(query.get("offset")))
                    .limit(Long.parseLong(query.get("per_page")))
                    .filter(Row::readable)
                    .forEach(row -> page.add(row.json()));
            shown = StreamSupport.stream(page.spliterator(), false)
                    .map(row -> row.path("id").asLong())
                    .toList();
            return new WooCommerceAnswer(200, Map.of("x-wp-total", String.valueOf(found.size())), page, Instant.EPOCH);
        }

        private static boolean isAfter(Row row, String second) {
            return second == null
                    || row.modified() != null
                            && row.modified()
                                    .isAfter(LocalDateTime.parse(second).toInstant(ZoneOffset.UTC));
        }
    }

    /** All pages, each by a conversation of its own, as after a kill. */
    private static List<FetchedPage> read(
            Shop shop, Function<String, WooCommerceFetch> conversation, Consumer<Integer> meanwhile) {
        List<FetchedPage> pages = new ArrayList<>();
        String cursor = null;
        do {
            WooCommerceFetch fetch = conversation.apply(cursor);
            while (fetch.isOpen()) {
                fetch.hear(shop.answer(fetch.question()));
                meanwhile.accept(shop.asked.size());
            }
            pages.add(fetch.result());
            cursor = fetch.result().nextCursor();
            assertThat(pages).as("it ends").hasSizeLessThan(500);
        } while (cursor != null);
        return pages;
    }

    /** The documents as they came last. */
    private static Map<Long, String> documents(List<FetchedPage> pages) {
        Map<Long, String> documents = new HashMap<>();
        pages.forEach(page -> page.lines().forEach(line -> {
            JsonNode document = json(line);
            documents.put(document.path("id").asLong(), line);
        }));
        documents.remove(0L);
        return documents;
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    @DisplayName("K6 K18 every order is seen as it is in the end, whatever moves, comes and goes while it is read")
    void nothingIsSkipped(long seed) {
        Random random = new Random(seed);
        Shop shop = new Shop();
        int seconds = 1 + random.nextInt(5);
        for (int id = 1; id <= 1500; id++) {
            Instant modified = id <= 150 && seed % 3 == 0 ? null : START.plusSeconds(random.nextInt(seconds));
            shop.put(id, modified, random.nextInt(20) == 0 ? "trash" : "processing");
        }
        for (int i = 0; seed % 2 == 0 && i < 200; i++) {
            shop.rows.computeIfPresent(
                    1L + random.nextInt(1500), (id, row) -> new Row(id, row.modified(), row.status(), false));
        }
        List<Long> gone = new ArrayList<>();

        List<FetchedPage> pages = read(shop, cursor -> WooCommerceFetch.orders(cursor, null), round -> {
            Instant now = START.plusSeconds(60 + round / 3);
            // what changes after the last page is the next pass's
            boolean isCalm = round > 10;
            for (int i = 0; !isCalm && i < 30; i++) {
                Long id = 1L + random.nextInt(1500);
                if (random.nextBoolean()) {
                    shop.rows.computeIfPresent(id, (same, row) -> new Row(same, now, row.status(), row.readable()));
                } else if (shop.rows.remove(id) != null) {
                    gone.add(id);
                }
            }
            if (!isCalm) {
                shop.put(2000 + round, now, "pending");
            }
        });

        Map<Long, String> seen = documents(pages);
        Map<Long, String> there = new HashMap<>();
        shop.rows.values().stream()
                // what lies in the trash was read before the others; its changes are the next pass's
                .filter(row -> row.readable() && !row.status().equals("trash"))
                .forEach(row -> there.put(row.id(), row.json().toString()));
        assertThat(seen).containsAllEntriesOf(there);
        assertThat(seen.keySet()).isSubsetOf(union(shop.rows.keySet(), gone));
    }

    private static List<Long> union(Iterable<Long> some, List<Long> others) {
        List<Long> all = new ArrayList<>(others);
        some.forEach(all::add);
        return all;
    }

    @Test
    @DisplayName("facts 52 and 60 none is skipped where many share one second and some of them vanish after each page")
    void oneSecond() {
        Shop shop = new Shop();
        for (int id = 1; id <= 1000; id++) {
            shop.put(id, START, "processing");
        }
        List<FetchedPage> pages = read(shop, cursor -> WooCommerceFetch.orders(cursor, START), round -> {
            // those that were read last, so that all that follow move up
            shop.shown.stream().skip(Math.max(0, shop.shown.size() - 30)).forEach(shop.rows::remove);
        });
        assertThat(documents(pages)).hasSize(1000);
        assertThat(shop.asked).allSatisfy(query -> assertThat(query)
                .containsEntry("modified_after", "2026-11-21T09:59:59")
                .containsEntry("dates_are_gmt", "true"));
    }

    @Test
    @DisplayName("are counted once, few are asked for twice, and offsets stay short")
    void calm() {
        Shop shop = new Shop();
        for (int id = 1; id <= 1050; id++) {
            shop.put(id, START.plusSeconds(id / 2), "processing");
        }
        List<FetchedPage> pages = read(shop, cursor -> WooCommerceFetch.orders(cursor, null), round -> {});
        assertThat(pages.stream().mapToInt(FetchedPage::items).sum()).isEqualTo(1050);
        assertThat(pages.stream().map(FetchedPage::total).filter(Objects::nonNull))
                .containsExactly(1050L);
        assertThat(shop.asked).hasSize(12);
        assertThat(shop.asked).allSatisfy(query -> assertThat(query).containsEntry("offset", "0"));
    }

    @Test
    @DisplayName("fact 51 a page may be short without being the last, and says so")
    void withheld() {
        Shop shop = new Shop();
        for (int id = 1; id <= 250; id++) {
            shop.rows.put((long) id, new Row(id, START, "processing", id > 120 && id < 240));
        }
        List<FetchedPage> pages = read(shop, cursor -> WooCommerceFetch.orders(cursor, null), round -> {});
        assertThat(documents(pages)).hasSize(119);
        assertThat(pages.get(1).lines()).containsExactly("{\"withheld\": 100}");
    }

    @Test
    @DisplayName("fact 53 customers by id, whoever goes and comes meanwhile")
    void customers() {
        Shop shop = new Shop();
        for (int id = 1; id <= 450; id++) {
            shop.put(id, null, "");
        }
        List<FetchedPage> pages = read(shop, WooCommerceFetch::customers, round -> {
            shop.rows.remove(100L * round - 1);
            shop.rows.remove(100L * round);
            shop.put(500 + round, null, "");
        });
        assertThat(shop.asked.get(0)).containsEntry("role", "all").containsEntry("order", "asc");
        assertThat(documents(pages).keySet())
                .containsAll(shop.rows.keySet().stream().filter(id -> id <= 450).toList());
    }
}
