package io.serai.store;

import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.TENANT;
import static io.serai.store.TestDatabase.WOO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("B7 what was sold on each day")
class OrderAnalyticsProperties {

    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "No/Where");

    /** Added up from nothing, by another way: the day is asked of each order. */
    private static final String FROM_SCRATCH =
            """
            SELECT o.organization_id, o.channel_id, to_char(o.order_date AT TIME ZONE
                       CASE WHEN z.name IS NULL THEN 'UTC' ELSE z.name END, 'YYYY-MM-DD') AS day, o.currency,
                   count(*)::integer AS orders, sum(coalesce(o.total, 0)) AS revenue,
                   round(avg(coalesce(o.total, 0)), 4) AS average_order, sum(coalesce(o.refunded, 0)) AS refunded
            FROM orders o
            LEFT JOIN control.channels c ON c.id = o.channel_id
            LEFT JOIN pg_timezone_names z ON z.name = c.settings ->> 'timeZone'
            WHERE NOT (o.status = 'cancelled' OR o.cancelled_at IS NOT NULL OR o.deleted_at IS NOT NULL OR o.is_test)
            GROUP BY 1, 2, 3, 4
            """;

    private static final String ROLLED_UP =
            """
            SELECT tenant_id, channel_id, to_char(day, 'YYYY-MM-DD') AS day, currency, orders, revenue, average_order, refunded
            FROM order_analytics
            """;

    private Jdbi jdbi;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        jdbi.useHandle(handle -> {
            handle.execute("INSERT INTO control.tenants (id, name) VALUES ('other', 'Other')");
            handle.execute("INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain)"
                    + " VALUES ('other_shop', 'other', 'shopify', 'Other', 'other.myshopify.com')");
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName(
            "B7 is what adding up all orders anew would say, whatever was bought, edited, moved, cancelled or lost between the turns")
    void equalsFromScratch(long seed) {
        Random random = new Random(seed);
        for (int turn = 0; turn < 12; turn++) {
            int changes = random.nextInt(12);
            for (int i = 0; i < changes; i++) {
                jdbi.useHandle(handle -> change(handle, random));
            }
            rollUp(TENANT);
            rollUp("other");
            assertThat(difference()).as("turn %d of seed %d", turn, seed).isEmpty();
            assertThat(rollUp(TENANT)).as("nothing is left to do").isZero();
        }
    }

    @Test
    @DisplayName("B7 misses no order whose transaction began before a turn and ended after it")
    void missesNothingThatCommitsLate() throws Exception {
        TestDatabase.inTransaction(() -> {
            jdbi.useHandle(slow -> buy(slow, SHOP, "2026-11-02T10:00:00Z", "EUR", "10"));
            CompletableFuture.runAsync(() -> {
                        jdbi.useHandle(handle -> buy(handle, SHOP, "2026-11-02T11:00:00Z", "EUR", "5"));
                        assertThat(rollUp(TENANT)).isEqualTo(1);
                        assertThat(text("SELECT orders || ' ' || revenue FROM order_analytics"))
                                .isEqualTo("1 5");
                    })
                    .get();
            return null;
        });
        assertThat(rollUp(TENANT)).isEqualTo(1);
        assertThat(text("SELECT orders || ' ' || revenue || ' ' || average_order FROM order_analytics"))
                .isEqualTo("2 15 7.5000");
    }

    @Test
    @DisplayName("B7 an edit of what is not counted adds nothing up, and a sum that stayed keeps its time")
    void leavesAloneWhatStayed() {
        jdbi.useHandle(handle -> buy(handle, SHOP, "2026-11-02T10:00:00Z", "EUR", "10"));
        rollUp(TENANT);
        String before = text("SELECT updated_at FROM order_analytics");
        jdbi.useHandle(handle -> handle.execute("UPDATE orders SET note = 'gift', updated_at = now()"));
        assertThat(rollUp(TENANT)).isZero();
        jdbi.useHandle(handle -> handle.execute("UPDATE orders SET total = 11"));
        jdbi.useHandle(handle -> handle.execute("UPDATE orders SET total = 10"));
        assertThat(rollUp(TENANT)).isEqualTo(1);
        assertThat(text("SELECT updated_at FROM order_analytics")).isEqualTo(before);
    }

    @Test
    @DisplayName("B7 the days are the shop's own: what is sold there before midnight is sold on that day")
    void countsTheShopsDays() {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "UPDATE control.channels SET settings = '{\"timeZone\": \"America/New_York\"}' WHERE id = ?", SHOP);
            buy(handle, SHOP, "2026-11-03T04:59:59Z", "USD", "1");
            buy(handle, SHOP, "2026-11-03T05:00:00Z", "USD", "2");
        });
        rollUp(TENANT);
        assertThat(text("SELECT string_agg(day || ':' || revenue, ' ' ORDER BY day) FROM order_analytics"))
                .isEqualTo("2026-11-02:1 2026-11-03:2");
        jdbi.useHandle(handle -> handle.execute("UPDATE control.channels SET settings = '{}' WHERE id = ?", SHOP));
        rollUp(TENANT);
        assertThat(text("SELECT string_agg(day || ':' || revenue, ' ' ORDER BY day) FROM order_analytics"))
                .isEqualTo("2026-11-03:3");
    }

    private void change(Handle handle, Random random) {
        String id = handle.select("SELECT id::text FROM orders ORDER BY id OFFSET ? LIMIT 1", random.nextInt(30))
                .mapTo(String.class)
                .findOne()
                .orElse(null);
        switch (id == null ? 0 : random.nextInt(12)) {
            case 0, 1, 2 -> buyAny(handle, random);
            case 3 -> edit(handle, id, "order_date = '" + moment(random) + "'");
            case 4 -> edit(handle, id, "status = 'cancelled', cancelled_at = now()");
            case 5 -> edit(handle, id, "status = 'open', cancelled_at = NULL, deleted_at = NULL");
            case 6 ->
                edit(handle, id, "total = " + random.nextInt(9999) + " / 100.0, refunded = " + random.nextInt(20));
            case 7 ->
                edit(
                        handle,
                        id,
                        "currency = nullif('" + List.of("EUR", "USD", "").get(random.nextInt(3)) + "', '')");
            case 8 -> edit(handle, id, "is_test = NOT is_test");
            case 9 -> edit(handle, id, "deleted_at = now()");
            case 10 -> handle.execute("DELETE FROM orders WHERE id::text = ?", id);
            default -> change(handle, random, random.nextInt(4));
        }
    }

    private void change(Handle handle, Random random, int kind) {
        switch (kind) {
            case 0 ->
                handle.execute(
                        "UPDATE control.channels SET settings = jsonb_build_object('timeZone', ?::text) WHERE id = ?",
                        ZONES.get(random.nextInt(ZONES.size())),
                        random.nextBoolean() ? SHOP : "other_shop");
            case 1 -> handle.execute("DELETE FROM control.channels WHERE id = ?", WOO);
            case 2 ->
                handle.execute(
                        "INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain)" + " VALUES ('" + WOO
                                + "', '" + TENANT + "', 'woocommerce', 'Woo', 'woo.one') ON CONFLICT DO NOTHING");
            default -> handle.execute("UPDATE orders SET total = total + 1 WHERE is_test = ?", random.nextBoolean());
        }
    }

    private void buyAny(Handle handle, Random random) {
        List<String> channels = handle.select("SELECT id FROM control.channels ORDER BY id")
                .mapTo(String.class)
                .list();
        buy(
                handle,
                channels.get(random.nextInt(channels.size())),
                moment(random),
                random.nextBoolean() ? "EUR" : "USD",
                random.nextInt(9999) + ".99");
    }

    private static void buy(Handle handle, String channel, String moment, String currency, String total) {
        handle.execute(
                "INSERT INTO orders (organization_id, channel_id, order_number, status, currency, total, refunded, order_date)"
                        + " SELECT tenant_id, id, '#1', 'open', ?, ?::numeric, 0, ?::timestamptz FROM control.channels WHERE id = ?",
                currency,
                total,
                moment,
                channel);
    }

    private static void edit(Handle handle, String id, String change) {
        handle.execute("UPDATE orders SET " + change + ", updated_at = now() WHERE id::text = ?", id);
    }

    /** Around the end of summer time, on both sides of midnight in each zone. */
    private static String moment(Random random) {
        return "2026-%s-%02dT%02d:%02d:00Z"
                .formatted(
                        random.nextBoolean() ? "10" : "11",
                        1 + random.nextInt(3) + 24 * random.nextInt(2),
                        random.nextInt(24),
                        random.nextInt(60));
    }

    private int rollUp(String tenant) {
        return jdbi.withHandle(handle -> handle.select("SELECT control.roll_up_orders(?)", tenant)
                .mapTo(Integer.class)
                .one());
    }

    private List<String> difference() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT ((SELECT x FROM (SELECT a.*) x))::text FROM (("
                        + FROM_SCRATCH + ") EXCEPT (" + ROLLED_UP
                        + ")) a UNION ALL SELECT ((SELECT x FROM (SELECT b.*) x))::text FROM ((" + ROLLED_UP
                        + ") EXCEPT (" + FROM_SCRATCH + ")) b")
                .mapTo(String.class)
                .list());
    }

    private String text(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(String.class).one());
    }
}
