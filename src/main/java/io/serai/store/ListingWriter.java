package io.serai.store;

import io.serai.channel.Platform;
import io.serai.merge.Listing;
import io.serai.merge.Observation;
import io.serai.merge.Shadow;
import io.serai.product.Cell;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes of a listing what changed: of the shadow only the cells that did. */
final class ListingWriter {

    private final Handle handle;
    private final UUID productId;

    ListingWriter(Handle handle, UUID productId) {
        this.handle = handle;
        this.productId = productId;
    }

    void insert(Listing listing, int ownershipRevision) {
        handle.createUpdate(
                        """
                        INSERT INTO control.listings (tenant_id, product_id, channel_id, platform, state, external_id,
                            variants, images, shadow, generation, ownership_revision)
                        SELECT p.organization_id, p.id, :channel, :platform, :state, CAST(:externalId AS text),
                            CAST(:variants AS jsonb), CAST(:images AS jsonb), CAST(:shadow AS jsonb), :generation, :revision
                        FROM public.products p WHERE p.id = :product
                        """)
                .bind("product", productId)
                .bind("channel", listing.channel())
                .bind("platform", listing.platform().key())
                .bind("state", listing.state().name())
                .bind("externalId", listing.externalId())
                .bind("variants", ListingRow.variants(listing))
                .bind("images", ListingRow.images(listing))
                .bind("shadow", Json.write(ShadowJson.write(listing.shadow())))
                .bind("generation", listing.generation())
                .bind("revision", ownershipRevision)
                .execute();
        writeIds(listing);
    }

    /** @param seen what came besides the fields, null if nothing did */
    void update(Listing before, Listing after, Observation seen) {
        boolean otherIds = !Objects.equals(before.externalId(), after.externalId())
                || !before.variants().equals(after.variants());
        boolean otherImages = !before.images().equals(after.images());
        Map<Cell, Shadow> changed = new TreeMap<>(after.shadow());
        changed.entrySet()
                .removeIf(entry -> entry.getValue().equals(before.shadow().get(entry.getKey())));
        Map<Cell, Shadow> gone = new TreeMap<>(before.shadow());
        gone.keySet().removeAll(after.shadow().keySet());
        Optional<PlatformData> told = Optional.ofNullable(seen).map(PlatformData::of);
        boolean isToldAgain = handle.createQuery(
                        """
                        UPDATE control.listings l
                        SET state = :state, external_id = CAST(:externalId AS text), generation = :generation,
                            variants = CASE WHEN :otherIds THEN CAST(:variants AS jsonb) ELSE variants END,
                            images = CASE WHEN :otherImages THEN CAST(:images AS jsonb) ELSE images END,
                            shadow = CASE WHEN :otherShadow
                                     THEN (shadow - CAST(:gone AS text[])) || CAST(:changed AS jsonb)
                                     ELSE shadow END,
                            platform_data = CASE WHEN :told
                                     THEN platform_data || CAST(:data AS jsonb) || jsonb_build_object('variants',
                                         coalesce(platform_data -> 'variants', '{}') || CAST(:variantData AS jsonb))
                                     ELSE platform_data END,
                            platform_version = greatest(platform_version, CAST(:version AS timestamptz)),
                            updated_at = now()
                        WHERE product_id = :product AND channel_id = :channel
                        RETURNING coalesce((
                            SELECT before.platform_data -> 'variants' @> CAST(:variantData AS jsonb)
                            FROM control.listings before WHERE before.id = l.id), false)
                        """)
                .bind("product", productId)
                .bind("channel", after.channel())
                .bind("state", after.state().name())
                .bind("externalId", after.externalId())
                .bind("generation", after.generation())
                .bind("otherIds", otherIds)
                .bind("variants", otherIds ? ListingRow.variants(after) : "{}")
                .bind("otherImages", otherImages)
                .bind("images", otherImages ? ListingRow.images(after) : "{}")
                .bind("otherShadow", !changed.isEmpty() || !gone.isEmpty())
                .bindArray(
                        "gone",
                        String.class,
                        gone.keySet().stream().map(Cell::key).toList())
                .bind("changed", Json.write(ShadowJson.write(changed)))
                .bind("told", told.isPresent())
                .bind("data", told.map(PlatformData::data).orElse("{}"))
                .bind("variantData", told.map(PlatformData::variants).orElse("{}"))
                .bind("version", seen == null ? null : seen.version())
                .mapTo(Boolean.class)
                .one();
        if (otherIds) {
            writeIds(after);
        }
        if (otherIds || before.state() != after.state()) {
            forgetFigures(after);
        }
        if (otherIds || !isToldAgain) {
            told.ifPresent(data -> writeInventoryItems(after.channel(), data.inventoryItems()));
        }
    }

    private void writeInventoryItems(String channelId, Map<String, String> items) {
        if (items.isEmpty()) {
            return;
        }
        List<String> variants = List.copyOf(items.keySet());
        handle.createUpdate(
                        """
                        UPDATE control.listing_variants v SET inventory_item_id = told.item
                        FROM unnest(CAST(:variants AS text[]), CAST(:items AS text[])) AS told (variant, item)
                        WHERE v.channel_id = :channel AND v.external_variant_id = told.variant
                          AND v.inventory_item_id IS DISTINCT FROM told.item
                        """)
                .bind("channel", channelId)
                .bindArray("variants", String.class, variants)
                .bindArray(
                        "items", String.class, variants.stream().map(items::get).toList())
                .execute();
    }

    /** What the shop was told of variants that it has no longer, or that are others now: they are reckoned as if they were new. */
    private void forgetFigures(Listing listing) {
        handle.createUpdate(
                        """
                        DELETE FROM control.shop_stock s
                        WHERE s.channel_id = :channel
                          AND s.variant_id IN (SELECT id FROM public.product_variants WHERE product_id = :product)
                          AND (NOT :isLinked OR NOT EXISTS (
                              SELECT FROM control.listing_variants v
                              WHERE v.channel_id = s.channel_id AND v.external_variant_id = s.external_variant_id
                                AND v.variant_id = s.variant_id))
                        """)
                .bind("channel", listing.channel())
                .bind("product", productId)
                .bind("isLinked", listing.state() == Listing.State.LINKED)
                .execute();
    }

    /** The rows that lead from the platform's ids to the hub's, and the ids that readers find on product and variants. */
    private void writeIds(Listing listing) {
        handle.createUpdate(
                        """
                        DELETE FROM control.listing_variants
                        WHERE channel_id = :channel AND product_id = :product
                          AND external_variant_id <> ALL (CAST(:kept AS text[]))
                        """)
                .bind("channel", listing.channel())
                .bind("product", productId)
                .bindArray("kept", String.class, listing.variants().keySet().toArray())
                .execute();
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO control.listing_variants
                    (channel_id, external_variant_id, external_product_id, product_id, variant_id)
                VALUES (:channel, :external, coalesce(CAST(:externalProduct AS text), ''), :product, :variant)
                ON CONFLICT (channel_id, external_variant_id) DO UPDATE
                SET external_product_id = excluded.external_product_id, product_id = excluded.product_id,
                    variant_id = excluded.variant_id
                """);
        listing.variants().forEach((external, variant) -> batch.bind("channel", listing.channel())
                .bind("external", external)
                .bind("externalProduct", listing.externalId())
                .bind("product", productId)
                .bind("variant", variant)
                .add());
        if (batch.size() > 0) {
            batch.execute();
        }
        writeIdsForReaders(listing.platform());
    }

    private void writeIdsForReaders(Platform platform) {
        if (platform == Platform.JTL) {
            return;
        }
        handle.createUpdate(
                        """
                        UPDATE public.products p
                        SET shopify_product_id = (
                                SELECT l.external_id FROM control.listings l
                                WHERE l.product_id = p.id AND l.platform = 'shopify' AND l.external_id IS NOT NULL
                                ORDER BY l.created_at, l.channel_id LIMIT 1),
                            woocommerce_product_id = (
                                SELECT l.external_id FROM control.listings l
                                WHERE l.product_id = p.id AND l.platform = 'woocommerce' AND l.external_id IS NOT NULL
                                ORDER BY l.created_at, l.channel_id LIMIT 1)
                        WHERE p.id = :product
                        """)
                .bind("product", productId)
                .execute();
        if (platform == Platform.SHOPIFY) {
            handle.createUpdate(
                            """
                            UPDATE public.product_variants v
                            SET shopify_variant_ids = ARRAY(
                                SELECT lv.external_variant_id
                                FROM control.listing_variants lv JOIN control.channels c ON c.id = lv.channel_id
                                WHERE lv.variant_id = v.id AND c.platform = 'shopify'
                                ORDER BY lv.external_variant_id)
                            WHERE v.product_id = :product
                            """)
                    .bind("product", productId)
                    .execute();
        }
    }
}
