package io.serai.store;

import io.serai.merge.HubProduct;
import io.serai.provenance.Origin;
import io.serai.store.TenantRepository.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Products and their variants as the hub holds them. Writes belong in a transaction that holds {@link #lock}. */
@ApplicationScoped
public class ProductRepository {

    /** A product, and whose it is. */
    public record OwnedProduct(Tenant tenant, HubProduct hub) {}

    /** Finds by the start of the SKU, which the index has, and then compares all of it. */
    static final String BY_SKU =
            """
            SELECT product_id FROM public.product_variants
            WHERE organization_id = :tenant AND left(btrim(sku), 255) = left(btrim(CAST(:sku AS text)), 255)
              AND btrim(sku) = btrim(CAST(:sku AS text))
              AND btrim(sku) <> '' AND deleted_at IS NULL
            LIMIT 2
            """;

    private final Jdbi jdbi;

    public ProductRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Reads the product and keeps everybody else from deciding about it until the transaction ends. */
    public Optional<OwnedProduct> lock(UUID productId) {
        return jdbi.withHandle(handle -> ProductRows.read(
                handle,
                handle.createQuery("SELECT * FROM public.products WHERE id = :id FOR NO KEY UPDATE")
                        .bind("id", productId)));
    }

    /** As {@link #lock(UUID)}, the product with this id on the channel, also where it was removed there. */
    public Optional<OwnedProduct> lockListed(String channelId, String externalId) {
        return jdbi.withHandle(handle -> ProductRows.read(
                handle,
                handle.createQuery(
                                """
                                SELECT p.* FROM control.listings l JOIN public.products p ON p.id = l.product_id
                                WHERE l.channel_id = :channel AND l.external_id = :externalId
                                FOR NO KEY UPDATE OF p
                                """)
                        .bind("channel", channelId)
                        .bind("externalId", externalId)));
    }

    public Optional<OwnedProduct> find(UUID productId) {
        return jdbi.withHandle(handle -> ProductRows.read(
                handle,
                handle.createQuery("SELECT * FROM public.products WHERE id = :id")
                        .bind("id", productId)));
    }

    /** @param currency of its prices, null if unknown */
    public void insert(String tenantId, HubProduct product, String currency) {
        jdbi.useHandle(handle -> {
            handle.createUpdate(
                            """
                            INSERT INTO public.products (id, organization_id, currency)
                            VALUES (:id, :tenant, CAST(:currency AS text))
                            """)
                    .bind("id", product.id())
                    .bind("tenant", tenantId)
                    .bind("currency", currency)
                    .execute();
            ProductWriter writer = new ProductWriter(handle, HubProduct.unset(product.id()), product);
            writer.writeVariants();
            writer.writeImages();
            writer.writeProduct(latestOrigin(product).name(), 0);
        });
    }

    /**
     * Writes what differs and raises the version by one; nothing if nothing differs. Where to fetch an image is no value of
     * the product and raises nothing.
     *
     * @param before the product as {@link #lock} read it
     */
    public void save(HubProduct before, HubProduct after, Origin lastUpdatedBy) {
        if (before.equals(after)) {
            return;
        }
        jdbi.useHandle(handle -> {
            ProductWriter writer = new ProductWriter(handle, before, after);
            writer.writeVariants();
            writer.writeImages();
            if (!before.cells().equals(after.cells())) {
                writer.writeProduct(lastUpdatedBy.name(), 1);
            }
        });
    }

    /** The product with the one living variant of this SKU; empty if there is none, or more than one. */
    public Optional<UUID> bySku(String tenantId, String sku) {
        List<UUID> products = jdbi.withHandle(handle -> handle.createQuery(BY_SKU)
                .bind("tenant", tenantId)
                .bind("sku", sku)
                .mapTo(UUID.class)
                .list());
        return products.size() == 1 ? Optional.of(products.get(0)) : Optional.empty();
    }

    /** Until the end of the transaction nobody else makes a product with any of these SKUs by this way. */
    public void lockSkus(String tenantId, Collection<String> skus) {
        // one after the other in their order, or two would wait for each other
        skus.stream()
                .sorted()
                .forEach(sku -> jdbi.useHandle(handle -> handle.createQuery(
                                "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:tenant || ' ' || :sku, 0))")
                        .bind("tenant", tenantId)
                        .bind("sku", sku)
                        .mapTo(Integer.class)
                        .one()));
    }

    /**
     * The products that have a living variant with any of these SKUs.
     *
     * @param skus none longer than 255 characters, without blanks at their edges
     */
    public Set<UUID> withSkus(String tenantId, Collection<String> skus) {
        if (skus.isEmpty()) {
            return Set.of();
        }
        return jdbi.withHandle(handle -> new TreeSet<>(handle.createQuery(
                        """
                        SELECT DISTINCT product_id FROM public.product_variants
                        WHERE organization_id = :tenant AND deleted_at IS NULL
                          AND left(btrim(sku), 255) = ANY (CAST(:skus AS text[])) AND btrim(sku) = ANY (CAST(:skus AS text[]))
                          AND btrim(sku) <> ''
                        """)
                .bind("tenant", tenantId)
                .bindArray("skus", String.class, skus.toArray())
                .mapTo(UUID.class)
                .list()));
    }

    /** The living variants of a product by their SKUs; of doubled ones either. */
    public Map<String, UUID> variantsBySku(UUID productId) {
        Map<String, UUID> variants = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT id, btrim(sku) AS sku FROM public.product_variants
                        WHERE product_id = :product AND deleted_at IS NULL AND btrim(sku) <> ''
                        """)
                .bind("product", productId)
                .map((row, context) -> Map.entry(row.getString("sku"), row.getObject("id", UUID.class)))
                .forEach(variant -> variants.put(variant.getKey(), variant.getValue())));
        return variants;
    }

    /** Rises by one with every change; what an If-Match is compared with. Empty if there is no such product. */
    public Optional<Long> version(UUID productId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT version FROM public.products WHERE id = :id")
                .bind("id", productId)
                .mapTo(Long.class)
                .findOne());
    }

    public Optional<String> tenantOf(UUID productId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT organization_id FROM public.products WHERE id = :id")
                        .bind("id", productId)
                        .mapTo(String.class)
                        .findOne());
    }

    private static Origin latestOrigin(HubProduct product) {
        return product.cells().values().stream()
                .map(stamped -> stamped.stamp())
                .max(Comparator.comparing(stamp -> stamp.receivedAt()))
                .map(stamp -> stamp.origin())
                .orElse(Origin.NOLIMITS);
    }
}
