package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("B7 days whose orders changed")
class TouchedDaysTest {

    private static final int ORDERS = 20_000;

    /** PostgreSQL plans a statement of a function anew so often, and may then keep a plan for good. */
    private static final int PLANNED_ANEW = 6;

    @Test
    @DisplayName("are noted of all of a shop's orders as fast after many small changes as without them")
    void manyAfterFew() throws Exception {
        Jdbi jdbi = TestDatabase.fresh();
        jdbi.useHandle(handle -> {
            handle.execute(
                    """
                    INSERT INTO orders (organization_id, channel_id, shopify_order_id, order_number, status, currency, total,
                        order_date)
                    SELECT ?, ?, CAST(n AS text), '#' || n, 'open', 'EUR', 1, TIMESTAMPTZ '2026-11-02T10:00Z'
                    FROM generate_series(1, ?) n
                    """,
                    TestDatabase.TENANT,
                    TestDatabase.SHOP,
                    ORDERS);
            IntStream.range(0, PLANNED_ANEW)
                    .forEach(i -> handle.execute("UPDATE orders SET total = total + 1 WHERE shopify_order_id = '1'"));
            // a plan that was made for one order goes through all of them for each: minutes
            handle.execute("SET statement_timeout = '60s'");
            handle.execute("UPDATE orders SET total = total + 1");
            handle.execute("RESET statement_timeout");
        });

        String days = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT string_agg(DISTINCT CAST(day AS text), ', ') FROM control.touched_days")
                .mapTo(String.class)
                .one());
        assertThat(days).isEqualTo("2026-11-02");
    }
}
