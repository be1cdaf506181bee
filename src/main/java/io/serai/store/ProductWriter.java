package io.serai.store;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.HubProduct;
import io.serai.merge.Stamped;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Field.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** Writes the cells that changed, and what readers find ready beside them. */
final class ProductWriter {

    private static final String INSERT_VARIANT =
            """
            INSERT INTO public.product_variants (id, product_id, organization_id, position, last_field_updates%s)
            SELECT :variant, p.id, p.organization_id,
                   1 + coalesce((SELECT max(position) FROM public.product_variants WHERE product_id = p.id), 0),
                   CAST(:stamps AS jsonb)%s
            FROM public.products p WHERE p.id = :product
            """;

    private static final String UPDATE_VARIANT =
            """
            UPDATE public.product_variants
            SET last_field_updates = CAST(:stamps AS jsonb), updated_at = now()%s
            WHERE id = :variant AND product_id = :product
            """;

    private static final String UPDATE_PRODUCT =
            """
            UPDATE public.products
            SET last_field_updates = CAST(:stamps AS jsonb), last_updated_by = :origin, updated_at = now(),
                version = version + :raise,
                (price, sku) = (
                    SELECT v.net_sales_price, v.sku FROM public.product_variants v
                    WHERE v.product_id = :product AND v.deleted_at IS NULL
                    ORDER BY v.position, v.id LIMIT 1),
                image_url = (
                    SELECT i.url FROM public.product_images i
                    WHERE i.product_id = :product AND i.id = :image)%s
            WHERE id = :product
            """;

    private final Handle handle;
    private final HubProduct before;
    private final HubProduct after;

    ProductWriter(Handle handle, HubProduct before, HubProduct after) {
        this.handle = handle;
        this.before = before;
        this.after = after;
    }

    void writeVariants() {
        Map<Set<Field>, List<UUID>> added = new LinkedHashMap<>();
        Map<Set<Field>, List<UUID>> changed = new LinkedHashMap<>();
        Set<UUID> known = before.variants();
        Stream.concat(known.stream(), after.variants().stream()).distinct().forEach(variant -> {
            Set<Field> fields = changedFields(Level.VARIANT, variant);
            if (!fields.isEmpty()) {
                (known.contains(variant) ? changed : added)
                        .computeIfAbsent(fields, same -> new ArrayList<>())
                        .add(variant);
            }
        });
        changed.forEach(
                (fields, variants) -> writeVariants(UPDATE_VARIANT.formatted(assignments(fields)), fields, variants));
        added.forEach((fields, variants) ->
                writeVariants(INSERT_VARIANT.formatted(columns(fields), parameters(fields)), fields, variants));
    }

    /** Adds the images that were not known before; what is known of one never changes. */
    void writeImages() {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO public.product_images (id, product_id, organization_id, url, alt_text)
                SELECT :image, p.id, p.organization_id, :url, CAST(:altText AS text)
                FROM public.products p WHERE p.id = :product
                """);
        after.imageFiles().forEach((image, file) -> {
            if (!before.imageFiles().containsKey(image)) {
                batch.bind("image", image)
                        .bind("url", Json.withoutNul(file.url()))
                        .bind("altText", Json.withoutNul(file.altText()))
                        .bind("product", after.id())
                        .add();
            }
        });
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** @param raise by how much the version rises */
    void writeProduct(String origin, int raise) {
        Set<Field> fields = changedFields(Level.PRODUCT, null);
        Update update = handle.createUpdate(UPDATE_PRODUCT.formatted(assignments(fields)))
                .bind("origin", origin)
                .bind("raise", raise)
                .bind("image", after.imagesInOrder().stream().findFirst().orElse(null));
        bind(update, fields, null);
        update.execute();
    }

    private void writeVariants(String sql, Set<Field> fields, List<UUID> variants) {
        PreparedBatch batch = handle.prepareBatch(sql);
        for (UUID variant : variants) {
            bind(batch.bind("variant", variant), fields, variant);
            batch.add();
        }
        batch.execute();
    }

    private void bind(SqlStatement<?> statement, Set<Field> fields, UUID variant) {
        statement.bind("product", after.id());
        statement.bind("stamps", Json.write(stamps(variant == null ? Level.PRODUCT : Level.VARIANT, variant)));
        for (Field field : fields) {
            if (field == Field.EXISTS) {
                bindDeletedAt(statement, variant);
            } else {
                FieldColumn.bind(statement, field, after.value(new Cell(variant, field)));
            }
        }
    }

    private void bindDeletedAt(SqlStatement<?> statement, UUID variant) {
        Instant removedAt = after.at(Cell.of(variant, Field.EXISTS))
                .map(exists -> exists.stamp().receivedAt())
                .orElse(Instant.EPOCH);
        statement.bindByType("deleted_at", after.exists(variant) ? null : removedAt, Instant.class);
    }

    private ObjectNode stamps(Level level, UUID variant) {
        ObjectNode stamps = Json.object();
        for (Field field : Field.of(level)) {
            after.at(new Cell(variant, field))
                    .ifPresent(stamped -> stamps.set(field.key(), CellJson.stamp(field, stamped)));
        }
        return stamps;
    }

    private Set<Field> changedFields(Level level, UUID variant) {
        Set<Field> changed = EnumSet.noneOf(Field.class);
        for (Field field : Field.of(level)) {
            Cell cell = new Cell(variant, field);
            Stamped was = before.cells().get(cell);
            boolean isNew = variant != null
                    && field == Field.EXISTS
                    && !before.variants().contains(variant);
            if (isNew || !Objects.equals(was, after.cells().get(cell))) {
                changed.add(field);
            }
        }
        return changed;
    }

    private static String assignments(Set<Field> fields) {
        return fields.stream()
                .map(field -> ", " + column(field) + " = " + parameter(field))
                .collect(joining());
    }

    private static String columns(Set<Field> fields) {
        return fields.stream().map(field -> ", " + column(field)).collect(joining());
    }

    private static String parameters(Set<Field> fields) {
        return fields.stream().map(field -> ", " + parameter(field)).collect(joining());
    }

    private static String column(Field field) {
        return field == Field.EXISTS ? "deleted_at" : FieldColumn.name(field);
    }

    private static String parameter(Field field) {
        return field == Field.EXISTS ? "CAST(:deleted_at AS timestamptz)" : FieldColumn.parameter(field);
    }
}
