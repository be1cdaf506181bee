package io.serai.store;

import io.serai.platform.ShopLocation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The places of shops, and whose stock each shows. */
@ApplicationScoped
public class LocationRepository {

    private final Jdbi jdbi;

    public LocationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** These are the places there are; others are no longer told anything, and come back as they were mapped. */
    public void replace(String channelId, List<ShopLocation> there) {
        jdbi.useHandle(handle -> {
            handle.createUpdate(
                            """
                            UPDATE control.locations SET is_active = false
                            WHERE channel_id = :channel AND location_id <> ALL (CAST(:there AS text[]))
                            """)
                    .bind("channel", channelId)
                    .bindArray(
                            "there",
                            String.class,
                            there.stream().map(ShopLocation::externalId).toArray())
                    .execute();
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO control.locations (channel_id, location_id, name, position)
                    VALUES (:channel, :location, :name, :position)
                    ON CONFLICT (channel_id, location_id) DO UPDATE
                    SET name = excluded.name, is_active = true
                    """);
            for (int i = 0; i < there.size(); i++) {
                batch.bind("channel", channelId)
                        .bind("location", there.get(i).externalId())
                        .bind("name", Json.withoutNul(there.get(i).name()))
                        .bind("position", i + 1)
                        .add();
            }
            if (!there.isEmpty()) {
                batch.execute();
            }
        });
    }
}
