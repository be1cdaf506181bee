package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.HubProduct;
import io.serai.merge.Stamped;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Field.Level;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads a product and its variants as one map of cells. A cell without a stamp was never set, whatever its column shows. */
final class ProductRows {

    private ProductRows() {}

    static Optional<HubProduct> read(Handle handle, UUID productId, boolean locked) {
        Optional<Map<Cell, Stamped>> product = handle.createQuery(
                        locked
                                ? """
                        SELECT * FROM public.products WHERE id = :id FOR NO KEY UPDATE
                        """
                                : "SELECT * FROM public.products WHERE id = :id")
                .bind("id", productId)
                .map((row, context) -> cells(row, Level.PRODUCT, null))
                .findOne();
        return product.map(cells ->
                new HubProduct(productId, withVariants(handle, productId, cells), imageFiles(handle, productId)));
    }

    private static Map<Cell, Stamped> withVariants(Handle handle, UUID productId, Map<Cell, Stamped> cells) {
        handle.createQuery("SELECT * FROM public.product_variants WHERE product_id = :id")
                .bind("id", productId)
                .map((row, context) -> cells(row, Level.VARIANT, row.getObject("id", UUID.class)))
                .forEach(cells::putAll);
        return cells;
    }

    private static Map<String, ImageFile> imageFiles(Handle handle, UUID productId) {
        return handle.createQuery("SELECT id, url, alt_text FROM public.product_images WHERE product_id = :id")
                .bind("id", productId)
                .map((row, context) ->
                        Map.entry(row.getString("id"), new ImageFile(row.getString("url"), row.getString("alt_text"))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
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
