package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.HubProduct;
import io.serai.merge.Stamped;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Field.Level;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.store.ProductRepository.OwnedProduct;
import io.serai.store.TenantRepository.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads a product and its variants as one map of cells. A cell without a stamp was never set, whatever its column shows. */
final class ProductRows {

    private ProductRows() {}

    /** What stands beside a product's own values: whose it is, and where its images are to be fetched. */
    private record Beside(Tenant tenant, Map<String, ImageFile> imageFiles) {}

    /** @param product finds the product's row, and locks it if it is to be changed: what is read after it is as new as the lock */
    static Optional<OwnedProduct> read(Handle handle, Query product) {
        return product.map(
                        (row, context) -> Map.entry(row.getObject("id", UUID.class), cells(row, Level.PRODUCT, null)))
                .findOne()
                .flatMap(found -> {
                    UUID id = found.getKey();
                    Map<Cell, Stamped> cells = withVariants(handle, id, found.getValue());
                    return beside(handle, id)
                            .map(beside ->
                                    new OwnedProduct(beside.tenant(), new HubProduct(id, cells, beside.imageFiles())));
                });
    }

    private static Map<Cell, Stamped> withVariants(Handle handle, UUID productId, Map<Cell, Stamped> cells) {
        handle.createQuery("SELECT * FROM public.product_variants WHERE product_id = :id")
                .bind("id", productId)
                .map((row, context) -> cells(row, Level.VARIANT, row.getObject("id", UUID.class)))
                .forEach(cells::putAll);
        return cells;
    }

    private static Optional<Beside> beside(Handle handle, UUID productId) {
        return handle.createQuery(
                        """
                        SELECT t.*, (
                            SELECT jsonb_object_agg(i.id, jsonb_build_object('url', i.url, 'altText', i.alt_text))
                            FROM public.product_images i WHERE i.product_id = p.id) AS images
                        FROM public.products p JOIN control.tenants t ON t.id = p.organization_id
                        WHERE p.id = :id
                        """)
                .bind("id", productId)
                .map((row, context) -> new Beside(TenantRepository.tenant(row), imageFiles(row.getString("images"))))
                .findOne();
    }

    private static Map<String, ImageFile> imageFiles(String images) {
        Map<String, ImageFile> files = new HashMap<>();
        if (images != null) {
            Json.read(images)
                    .properties()
                    .forEach(image -> files.put(
                            image.getKey(),
                            new ImageFile(Json.text(image.getValue(), "url"), Json.text(image.getValue(), "altText"))));
        }
        return files;
    }

    private static Map<Cell, Stamped> cells(ResultSet row, Level level, UUID variant) throws SQLException {
        JsonNode stamps = Json.read(row.getString("last_field_updates"));
        Map<Cell, Stamped> cells = new TreeMap<>();
        for (Field field : Field.of(level)) {
            JsonNode stamp = stamps.get(field.key());
            if (stamp != null) {
                cells.put(new Cell(variant, field), CellJson.stamped(field, value(row, field), stamp));
            }
        }
        return cells;
    }

    private static Value value(ResultSet row, Field field) throws SQLException {
        return field == Field.EXISTS ? Value.flag(row.getObject("deleted_at") == null) : FieldColumn.read(row, field);
    }
}
