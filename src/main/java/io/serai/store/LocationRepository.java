package io.serai.store;

import io.serai.platform.ShopLocation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The places of shops, and whose stock each shows. */
@ApplicationScoped
public class LocationRepository {

    private final Jdbi jdbi;

    public LocationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * These are the places there are; others are no longer told anything, and come back as they were mapped. The only place of a
     * shop goes on showing what it showed when there are more. Where others count now, all are reckoned anew.
     */
    public void replace(String channelId, List<ShopLocation> there, Instant now) {
        Set<String> before = active(channelId);
        Set<String> after = there.stream().map(ShopLocation::externalId).collect(Collectors.toCollection(TreeSet::new));
        if (before.size() == 1 && after.size() > 1) {
            mapToAll(channelId, before.iterator().next());
        }
        if (!before.equals(after)) {
            reckonAgain(channelId, now);
        }
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

    private Set<String> active(String channelId) {
        return jdbi.withHandle(handle -> new TreeSet<>(handle.createQuery(
                        "SELECT location_id FROM control.locations WHERE channel_id = :channel AND is_active")
                .bind("channel", channelId)
                .mapTo(String.class)
                .list()));
    }

    /** What a place shows without anybody having said so, somebody has said. */
    private void mapToAll(String channelId, String locationId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.locations o SET warehouses = known.all_of_them
                        FROM (SELECT array_agg(w.warehouse_id ORDER BY w.warehouse_id) AS all_of_them
                              FROM control.warehouses w JOIN control.channels c ON c.tenant_id = w.tenant_id
                              WHERE c.id = :channel) known
                        WHERE o.channel_id = :channel AND o.location_id = :location AND o.warehouses IS NULL
                        """)
                .bind("channel", channelId)
                .bind("location", locationId)
                .execute());
    }

    /** The ids of all places that are known of a shop. */
    public Set<String> of(String channelId) {
        return jdbi.withHandle(handle -> new HashSet<>(
                handle.createQuery("SELECT location_id FROM control.locations WHERE channel_id = :channel")
                        .bind("channel", channelId)
                        .mapTo(String.class)
                        .list()));
    }

    /** The warehouses that a person has mapped, by the ids of the places that show them. */
    public Map<String, Set<String>> mapped(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT location_id, unnest(warehouses) AS warehouse FROM control.locations
                        WHERE channel_id = :channel
                        """)
                .bind("channel", channelId)
                .reduceRows(new HashMap<>(), (found, row) -> {
                    found.computeIfAbsent(row.getColumn("location_id", String.class), place -> new TreeSet<>())
                            .add(row.getColumn("warehouse", String.class));
                    return found;
                }));
    }

    /** The place shows the stock of these warehouses, and is reckoned anew. */
    public void map(String channelId, String locationId, Set<String> warehouses, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.locations SET warehouses = CAST(:warehouses AS text[]), mapped_at = :now
                        WHERE channel_id = :channel AND location_id = :location
                        """)
                .bind("channel", channelId)
                .bind("location", locationId)
                .bindArray("warehouses", String.class, warehouses.toArray())
                .bind("now", now)
                .execute());
    }

    /** What the places of all the tenant's shops show is reckoned anew. */
    public void reckonTenantAgain(String tenantId, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.locations o SET mapped_at = :now
                        FROM control.channels c WHERE c.id = o.channel_id AND c.tenant_id = :tenant
                        """)
                .bind("tenant", tenantId)
                .bind("now", now)
                .execute());
    }

    /** What the channel's places show is reckoned anew. */
    public void reckonAgain(String channelId, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE control.locations SET mapped_at = :now WHERE channel_id = :channel")
                .bind("channel", channelId)
                .bind("now", now)
                .execute());
    }
}
