package io.serai.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.channel.Platform;
import io.serai.merge.Intent;
import io.serai.merge.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A listing with its open intent, as {@code control.listings} and {@code control.push_intents} hold them. */
final class ListingRow {

    /** Every column that {@link #read} wants. */
    static final String SELECT =
            """
            SELECT l.channel_id, l.platform, l.state, l.external_id, l.variants, l.images, l.shadow, l.generation,
                   i.id AS intent_id, i.meant AS intent_meant, i.opened_at AS intent_opened_at,
                   i.creates AS intent_creates
            FROM control.listings l
            LEFT JOIN control.push_intents i
                ON i.channel_id = l.channel_id AND i.product_id = l.product_id AND i.closed_at IS NULL
            """;

    private ListingRow() {}

    static Listing read(ResultSet row) throws SQLException {
        Map<String, UUID> variants = new TreeMap<>();
        Json.texts(row.getString("variants"))
                .forEach((external, variant) -> variants.put(external, UUID.fromString(variant)));
        return new Listing(
                row.getString("channel_id"),
                Platform.find(row.getString("platform")).orElseThrow(),
                Listing.State.valueOf(row.getString("state")),
                row.getString("external_id"),
                variants,
                Json.texts(row.getString("images")),
                ShadowJson.read(Json.read(row.getString("shadow"))),
                intent(row),
                row.getLong("generation"));
    }

    private static Intent intent(ResultSet row) throws SQLException {
        UUID key = row.getObject("intent_id", UUID.class);
        return key == null
                ? null
                : new Intent(
                        key,
                        CellJson.values(Json.read(row.getString("intent_meant"))),
                        row.getTimestamp("intent_opened_at").toInstant(),
                        row.getBoolean("intent_creates"));
    }

    static String images(Listing listing) {
        return Json.write(listing.images());
    }

    static String variants(Listing listing) {
        ObjectNode json = Json.object();
        listing.variants().forEach((external, variant) -> json.put(external, variant.toString()));
        return Json.write(json);
    }
}
