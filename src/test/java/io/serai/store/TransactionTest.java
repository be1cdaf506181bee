package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.channel.Platform;
import io.serai.listing.Lane;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.provenance.Origin;
import io.serai.store.ProductRepository.OwnedProduct;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Repositories work in the transaction of their caller")
class TransactionTest {

    private ProductRepository products;
    private QueueRepository queue;
    private ListingRepository listings;

    @BeforeEach
    void start() throws Exception {
        Jdbi jdbi = TestDatabase.fresh();
        products = new ProductRepository(jdbi);
        queue = new QueueRepository(jdbi);
        listings = new ListingRepository(jdbi);
    }

    @Test
    @DisplayName("A rollback takes back what two repositories wrote")
    void aRollbackTakesBackWhatTwoRepositoriesWrote() throws Exception {
        HubProduct kept = Products.stored(products, "KEPT");
        HubProduct lost = Products.named("Lost");

        assertThatThrownBy(() -> TestDatabase.inTransaction(() -> {
                    products.insert(TestDatabase.TENANT, lost, "EUR");
                    enqueue(kept);
                    assertThat(products.find(lost.id()).map(OwnedProduct::hub)).contains(lost);
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

        assertThat(products.find(product.id()).map(OwnedProduct::hub)).contains(product);
        assertThat(queue.countsOf(product.id())).containsEntry("pending", 1L);
    }

    @Test
    @DisplayName("Listings are looked at without waiting for who has locked them, and without keeping anybody waiting")
    void looksAtListingsWithoutALock() throws Exception {
        HubProduct product = Products.stored(products, "A");
        Listing wanted = Listing.wanted(TestDatabase.SHOP, Platform.SHOPIFY);
        listings.insert(product.id(), wanted, 1);

        List<Listing> seen = TestDatabase.inTransaction(() -> {
            listings.of(product.id());
            List<Listing> locked = elsewhere(() -> listings.lockedFor(product.id()));
            assertThat(listings.lockedFor(product.id())).isEqualTo(locked);
            return elsewhere(() -> listings.of(product.id()));
        });

        assertThat(seen).containsExactly(wanted);
    }

    private static <T> T elsewhere(Supplier<T> work) throws Exception {
        return CompletableFuture.supplyAsync(work).get(10, TimeUnit.SECONDS);
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
