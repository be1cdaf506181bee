package io.serai.store;

import static io.serai.store.Products.NOON;
import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.TENANT;
import static io.serai.store.TestDatabase.WOO;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The history of stock")
class StockHistoryTest {

    private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(8));
    private static final Instant BEFORE = NOON.minus(Duration.ofDays(7));

    private Jdbi jdbi;
    private StockHistoryRepository history;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        history = new StockHistoryRepository(jdbi);
    }

    @Test
    @DisplayName("is forgotten after its time, in parts and the oldest first, and what is younger stays")
    void changes() {
        for (int version = 1; version <= 5; version++) {
            change(version, LONG_AGO.plusSeconds(version));
        }
        change(6, BEFORE);

        assertThat(history.forgetChanges(BEFORE, 3)).isEqualTo(3);
        assertThat(versions()).isEqualTo("4 5 6");
        assertThat(history.forgetChanges(BEFORE, 3)).isEqualTo(2);
        assertThat(history.forgetChanges(BEFORE, 3)).isZero();
        assertThat(versions()).isEqualTo("6");
    }

    @Test
    @DisplayName("keeps each call whose outcome is not known, however old")
    void pushes() {
        push(SHOP, LONG_AGO, null);
        push(WOO, LONG_AGO, LONG_AGO);
        push(WOO, LONG_AGO, BEFORE);

        assertThat(history.forgetPushes(BEFORE, 10)).isEqualTo(1);
        assertThat(count("closed_at IS NULL")).isEqualTo(1);
        assertThat(count("closed_at IS NOT NULL")).isEqualTo(1);
    }

    private void change(int version, Instant receivedAt) {
        jdbi.useHandle(handle -> handle.execute(
                """
                INSERT INTO control.stock_changes (tenant_id, warehouse_id, item_id, stock_version, change_type, level,
                    reserved, happened_at, received_at)
                VALUES (?, 'w', 'i', ?, 'Inbound', 1, 0, ?, ?)
                """,
                TENANT,
                version,
                receivedAt,
                receivedAt));
    }

    private void push(String channel, Instant openedAt, Instant closedAt) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO control.stock_pushes (key, channel_id, lines, opened_at, closed_at) VALUES (?, ?, '[]', ?, ?)",
                UUID.randomUUID(),
                channel,
                openedAt,
                closedAt));
    }

    private String versions() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT string_agg(stock_version::text, ' ' ORDER BY stock_version) FROM control.stock_changes
                        WHERE tenant_id = ?
                        """)
                .bind(0, TENANT)
                .mapTo(String.class)
                .one());
    }

    private int count(String condition) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM control.stock_pushes WHERE " + condition)
                        .mapTo(Integer.class)
                        .one());
    }
}
