package io.serai.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Observation;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Keeps a platform's own data of a product and its variants: {@code {"handle": …, "variants": {"4711": {…}}}}. */
final class PlatformDataWriter {

    /** Under this name adapters hand over the id by which the platform tells a variant's stock. */
    private static final String INVENTORY_ITEM = "inventoryItemId";

    private final Handle handle;
    private final UUID productId;
    private final String channelId;

    PlatformDataWriter(Handle handle, UUID productId, String channelId) {
        this.handle = handle;
        this.productId = productId;
        this.channelId = channelId;
    }

    void write(Observation observation) {
        ObjectNode variants = Json.object();
        observation.variants().forEach(variant -> {
            if (!variant.platformData().isEmpty()) {
                ObjectNode data = variants.putObject(variant.externalId());
                variant.platformData().forEach(data::put);
            }
        });
        handle.createUpdate(
                        """
                        UPDATE control.listings
                        SET platform_data = platform_data || CAST(:data AS jsonb) || jsonb_build_object('variants',
                                coalesce(platform_data -> 'variants', '{}') || CAST(:variants AS jsonb)),
                            platform_version = greatest(platform_version, :version)
                        WHERE product_id = :product AND channel_id = :channel
                        """)
                .bind("data", Json.write(observation.platformData()))
                .bind("variants", Json.write(variants))
                .bind("version", observation.version())
                .bind("product", productId)
                .bind("channel", channelId)
                .execute();
        writeInventoryItems(observation);
    }

    private void writeInventoryItems(Observation observation) {
        PreparedBatch batch = handle.prepareBatch(
                """
                UPDATE control.listing_variants SET inventory_item_id = :item
                WHERE channel_id = :channel AND external_variant_id = :variant
                  AND inventory_item_id IS DISTINCT FROM :item
                """);
        observation.variants().forEach(variant -> {
            String item = variant.platformData().get(INVENTORY_ITEM);
            if (item != null) {
                batch.bind("item", item)
                        .bind("channel", channelId)
                        .bind("variant", variant.externalId())
                        .add();
            }
        });
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
