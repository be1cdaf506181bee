package io.serai.store;

import static io.serai.store.Products.NOON;
import static io.serai.store.TestDatabase.TENANT;
import static io.serai.store.TestDatabase.WOO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 16 What is due to a shop")
class DueStockTest {

    private Jdbi jdbi;
    private DueStockRepository stock;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        stock = new DueStockRepository(jdbi);
    }

    @Test
    @DisplayName(
            "begins with what is nearest to being sold out there, whatever came first and however much else is due")
    void urgency() {
        place("raised", 5, 9L, false, 0);
        place("unknown", 0, 4L, true, 1);
        place("by one of many", 31, 30L, false, 2);
        place("by half", 10, 5L, false, 3);
        place("sold out", 3, 0L, false, 4);
        place("oversold", 1, -2L, false, 5);
        place("sells on order", 0, -3L, false, 6);

        assertThat(stock.due(WOO, false, NOON.plusSeconds(60), 10))
                .extracting(due -> due.place().externalVariantId())
                .containsExactly("sold out", "oversold", "by half", "by one of many", "raised", "sells on order");
        assertThat(stock.mostUrgentIsToRead(WOO, NOON.plusSeconds(60))).contains(false);
    }

    @Test
    @DisplayName("is asked for before anything is raised, and told before that where it shows too much")
    void readOrTold() {
        place("raised", 5, 9L, false, 0);
        assertThat(stock.mostUrgentIsToRead(WOO, NOON.plusSeconds(60))).contains(false);
        place("unknown", 0, 4L, true, 1);
        assertThat(stock.mostUrgentIsToRead(WOO, NOON.plusSeconds(60))).contains(true);
        place("too much", 9, 8L, false, 2);
        assertThat(stock.mostUrgentIsToRead(WOO, NOON.plusSeconds(60))).contains(false);
        assertThat(stock.mostUrgentIsToRead(WOO, NOON.minusSeconds(1))).isEmpty();
    }

    private void place(String id, long held, long target, boolean mustRead, int second) {
        UUID product = UUID.randomUUID();
        UUID variant = UUID.randomUUID();
        jdbi.useHandle(handle -> {
            handle.execute("INSERT INTO products (id, organization_id, name) VALUES (?, ?, 'X')", product, TENANT);
            handle.execute(
                    "INSERT INTO product_variants (id, product_id, organization_id) VALUES (?, ?, ?)",
                    variant,
                    product,
                    TENANT);
            handle.execute(
                    """
                    INSERT INTO control.shop_stock (channel_id, external_variant_id, location_id, tenant_id, variant_id,
                        external_product_id, target, held, must_read, due_at, changed_at)
                    VALUES (?, ?, 'shop', ?, ?, '1', ?, ?, ?, ?, now())
                    """,
                    WOO,
                    id,
                    TENANT,
                    variant,
                    target,
                    held,
                    mustRead,
                    NOON.plusSeconds(second));
        });
    }
}
