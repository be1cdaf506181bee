package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flow C as {@link StockFlowTest} has it, while the network and both shops fail. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class StockUnderFaultsTest extends StockFlowTestBase {

    private static final int ITEMS = 8;
    private static final int STEPS = 12;
    private static final int AT_FIRST = 20;
    private static final double LOSS = 0.3;

    private final List<String> skus =
            IntStream.range(0, ITEMS).mapToObj(i -> "F-" + i).toList();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43})
    @DisplayName(
            "D6 C with faults: what the warehouse counts is what both shops show, and no figure is set twice or for nothing")
    void flowC(long seed) {
        shelves.everywhere(skus, AT_FIRST);
        skus.forEach(sku -> {
            jtl.list(sku);
            jtl.move("inbound", sku, String.valueOf(AT_FIRST));
        });
        jtl.connect();
        shelves.mapAll();
        shelves.ordersAreKnown();
        // both show it from the start: what is still asked or told must not be counted, nor meet the faults
        shelves.eventually(() -> shops.count(
                                "SELECT count(*) FROM control.shop_stock WHERE tenant_id = ? AND held IS NOT NULL",
                                shops.tenant)
                        == 2 * ITEMS
                && shelves.isQuiet()
                && shelves.show(skus, sku -> AT_FIRST));
        shops.settle();
        shops.forgetCalls();

        fail(shops.shopify, seed, LOSS);
        fail(shops.woocommerce, ~seed, LOSS);
        fail(jtl.twin, seed * 31, 0);
        Random random = new Random(seed);
        long[] counted = new long[ITEMS];
        Arrays.fill(counted, AT_FIRST);
        for (int step = 0; step < STEPS; step++) {
            int item = random.nextInt(ITEMS);
            boolean isMore = random.nextBoolean();
            long quantity = 1 + random.nextInt(isMore ? 9 : (int) Math.max(1, counted[item]));
            counted[item] += isMore ? quantity : -quantity;
            jtl.move("adjust", skus.get(item), String.valueOf(isMore ? quantity : -quantity));
            jtl.poll();
        }
        recover();
        jtl.twin.faults().clear();
        jtl.poll();
        shelves.ordersAreKnown();

        shelves.eventually(PATIENCE, () -> shelves.show(skus, sku -> counted[skus.indexOf(sku)]) && shelves.isQuiet());
        for (String sku : skus) {
            assertThat(shops.product(sku).at("/variants/0/available").asLong()).isEqualTo(counted[skus.indexOf(sku)]);
        }
        assertThat(shops.conflicts()).isEmpty();
        shops.assertNothingIdle();
    }
}
