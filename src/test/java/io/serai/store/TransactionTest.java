package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.channel.Platform;
import io.serai.listing.Lane;
import io.serai.merge.HubProduct;
import io.serai.provenance.Origin;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Repositories work in the transaction of their caller")
class TransactionTest {

    private ProductRepository products;
    private QueueRepository queue;

    @BeforeEach
    void start() throws Exception {
        Jdbi jdbi = TestDatabase.fresh();
        products = new ProductRepository(jdbi);
        queue = new QueueRepository(jdbi);
    }

    @Test
    @DisplayName("A rollback takes back what two repositories wrote")
    void aRollbackTakesBackWhatTwoRepositoriesWrote() throws Exception {
        HubProduct kept = Products.stored(products, "KEPT");
        HubProduct lost = Products.named("Lost");

        assertThatThrownBy(() -> TestDatabase.inTransaction(() -> {
                    products.insert(TestDatabase.TENANT, lost, "EUR");
                    enqueue(kept);
                    assertThat(products.find(lost.id())).contains(lost);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(products.find(lost.id())).isEmpty();
        assertThat(queue.countsOf(kept.id())).isEmpty();
    }

    @Test
    @DisplayName("A commit keeps what two repositories wrote")
    void aCommitKeepsWhatTwoRepositoriesWrote() throws Exception {
        HubProduct product = Products.named("Kept");

        TestDatabase.inTransaction(() -> {
            products.insert(TestDatabase.TENANT, product, "EUR");
            return enqueue(product);
        });

        assertThat(products.find(product.id())).contains(product);
        assertThat(queue.countsOf(product.id())).containsEntry("pending", 1L);
    }

    private Object enqueue(HubProduct product) {
        return queue.enqueue(
                product.id(),
                TestDatabase.SHOP,
                Platform.SHOPIFY,
                Lane.LIVE,
                0,
                Origin.NOLIMITS,
                null,
                Products.NOON,
                3);
    }
}
