package io.serai.store;

import static java.util.stream.Collectors.toMap;

import io.serai.delivery.Delivery;
import io.serai.delivery.Delivery.Sameness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;

/** Takes deliveries in, each once (E1). {@link DeliveryClaims} hands them out. */
@ApplicationScoped
public class WebhookLog {

    private final Jdbi jdbi;

    public WebhookLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Stores deliveries, or counts them as repetitions. Must run in a transaction: two deliveries about one resource are
     * compared one after the other.
     *
     * @param deliveries no two with the same id, and no two about the same resource that are told by their content
     * @return the ids of those that are no repetition
     */
    public Set<String> store(List<Delivery> deliveries) {
        return jdbi.withHandle(handle -> {
            Set<String> repetitions = repeatTheLast(handle, deliveries);
            List<Delivery> others = deliveries.stream()
                    .filter(delivery -> !repetitions.contains(delivery.id()))
                    // in one order, or two who store some of the same would wait for each other
                    .sorted(Comparator.comparing(Delivery::id))
                    .toList();
            Set<String> taken = others.isEmpty() ? new HashSet<>() : insert(handle, others, Fate.TAKEN);
            others.stream()
                    .filter(delivery -> !taken.contains(delivery.id()))
                    .filter(delivery -> takeWhatWasRefused(handle, delivery))
                    .map(Delivery::id)
                    .toList()
                    .forEach(taken::add);
            return taken;
        });
    }

    /** Keeps a delivery that cannot be used, with the reason, or counts it as a repetition. */
    public void refuse(Delivery delivery, String reason, Instant at) {
        jdbi.useHandle(handle -> insert(handle, List.of(delivery), Fate.refused(reason, at)));
    }

    /** What is to become of rows that are new. */
    private record Fate(String status, String error, Instant processedAt) {

        private static final Fate TAKEN = new Fate("received", null, null);

        static Fate refused(String reason, Instant at) {
            return new Fate("refused", Json.withoutNul(reason), at);
        }
    }

    /**
     * A repetition of what was refused that can be read now, since Serai learned to: were it only counted, what the shop
     * tries to say would stay unsaid.
     */
    private static boolean takeWhatWasRefused(Handle handle, Delivery delivery) {
        return handle.createUpdate(
                                """
                                UPDATE public.webhook_log
                                SET status = 'received', error = NULL, processed_at = NULL, lease_until = NULL,
                                    shopify_id = CAST(:resource AS text), content_hash = :hash, body = :body
                                WHERE id = :id AND status = 'refused'
                                """)
                        .bind("id", delivery.id())
                        .bind("resource", delivery.resourceId())
                        .bind("hash", delivery.contentHash())
                        .bind("body", delivery.body())
                        .execute()
                == 1;
    }

    /** @return the ids of those that say again what their resource's last delivery said */
    private static Set<String> repeatTheLast(Handle handle, List<Delivery> deliveries) {
        List<Delivery> compared = deliveries.stream()
                .filter(delivery -> delivery.sameness() == Sameness.CONTENT && delivery.resourceId() != null)
                .toList();
        if (compared.isEmpty()) {
            return Set.of();
        }
        String[] channels = column(compared, Delivery::channelId);
        String[] resources = column(compared, Delivery::resourceId);
        // In one order, so that two who hold some of them do not wait for each other.
        handle.createQuery(
                        """
                        SELECT count(pg_advisory_xact_lock(key))
                        FROM (SELECT DISTINCT hashtextextended(channel || E'\\n' || resource, 0) AS key
                              FROM unnest(CAST(:channels AS text[]), CAST(:resources AS text[])) AS named (channel, resource)
                              ORDER BY key) AS keys
                        """)
                .bind("channels", channels)
                .bind("resources", resources)
                .mapTo(Long.class)
                .one();
        return new HashSet<>(handle.createQuery(
                        """
                        WITH given AS MATERIALIZED (
                            SELECT * FROM unnest(CAST(:ids AS text[]), CAST(:channels AS text[]), CAST(:resources AS text[]),
                                                 CAST(:hashes AS bytea[])) AS given (id, channel_id, resource, hash)),
                        repeated AS (
                            SELECT given.id AS repetition, given.hash, last.id
                            FROM given CROSS JOIN LATERAL (
                                SELECT w.id FROM public.webhook_log w
                                WHERE w.channel_id = given.channel_id AND w.shopify_id = given.resource
                                  AND w.status NOT IN ('refused', 'failed')
                                ORDER BY w.accepted DESC LIMIT 1) AS last),
                        locked AS MATERIALIZED (
                            SELECT id FROM public.webhook_log WHERE id IN (SELECT id FROM repeated)
                            ORDER BY id FOR NO KEY UPDATE)
                        UPDATE public.webhook_log w SET duplicates = duplicates + 1
                        FROM repeated JOIN locked USING (id)
                        WHERE w.id = repeated.id AND w.content_hash = repeated.hash
                        RETURNING repeated.repetition
                        """)
                .bind("ids", column(compared, Delivery::id))
                .bind("channels", channels)
                .bind("resources", resources)
                .bind("hashes", bytes(compared, Delivery::contentHash))
                .mapTo(String.class)
                .list());
    }

    /** @return the ids of those that are new */
    private static Set<String> insert(Handle handle, List<Delivery> deliveries, Fate fate) {
        Map<String, Boolean> isNew = handle.createQuery(
                        """
                        INSERT INTO public.webhook_log AS stored
                            (id, topic, shopify_id, received_at, tenant_id, channel_id, platform, event_id,
                             sameness, triggered_at, content_hash, headers, body, status, error, processed_at)
                        SELECT id, topic, resource, received_at, tenant_id, channel_id, platform, event_id,
                               sameness, triggered_at, hash, CAST(headers AS jsonb), body, :status,
                               CAST(:error AS text), CAST(:processedAt AS timestamptz)
                        FROM unnest(CAST(:ids AS text[]), CAST(:topics AS text[]), CAST(:resources AS text[]),
                                    CAST(:receivedAt AS timestamptz[]), CAST(:tenants AS text[]), CAST(:channels AS text[]),
                                    CAST(:platforms AS text[]), CAST(:events AS text[]), CAST(:samenesses AS text[]),
                                    CAST(:triggeredAt AS timestamptz[]), CAST(:hashes AS bytea[]), CAST(:headers AS text[]),
                                    CAST(:bodies AS bytea[]))
                             AS given (id, topic, resource, received_at, tenant_id, channel_id, platform, event_id,
                                       sameness, triggered_at, hash, headers, body)
                        ON CONFLICT (id) DO UPDATE SET duplicates = stored.duplicates + 1
                        RETURNING id, duplicates = 0 AS is_new
                        """)
                .bind("ids", column(deliveries, Delivery::id))
                .bind("topics", column(deliveries, Delivery::topic))
                .bind("resources", column(deliveries, Delivery::resourceId))
                .bind("receivedAt", moments(deliveries, Delivery::receivedAt))
                .bind("tenants", column(deliveries, Delivery::tenantId))
                .bind("channels", column(deliveries, Delivery::channelId))
                .bind("platforms", column(deliveries, delivery -> delivery.platform()
                        .key()))
                .bind("events", column(deliveries, Delivery::eventId))
                .bind("samenesses", column(deliveries, delivery -> delivery.sameness()
                        .name()))
                .bind("triggeredAt", moments(deliveries, Delivery::triggeredAt))
                .bind("hashes", bytes(deliveries, Delivery::contentHash))
                .bind("headers", column(deliveries, delivery -> Json.write(delivery.headers())))
                .bind("bodies", bytes(deliveries, Delivery::body))
                .bind("status", fate.status())
                .bind("error", fate.error())
                .bind("processedAt", fate.processedAt())
                .map((row, context) -> Map.entry(row.getString("id"), row.getBoolean("is_new")))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        isNew.values().removeIf(known -> !known);
        return new HashSet<>(isNew.keySet());
    }

    private static String[] column(List<Delivery> deliveries, Function<Delivery, String> value) {
        return deliveries.stream().map(value).toArray(String[]::new);
    }

    /** As text with its zone: as timestamps they would be told in the zone of this process, where an hour can come twice. */
    private static String[] moments(List<Delivery> deliveries, Function<Delivery, Instant> value) {
        return column(deliveries, delivery -> Objects.toString(value.apply(delivery), null));
    }

    private static Argument bytes(List<Delivery> deliveries, Function<Delivery, byte[]> value) {
        byte[][] all = deliveries.stream().map(value).toArray(byte[][]::new);
        return (position, statement, context) ->
                statement.setArray(position, statement.getConnection().createArrayOf("bytea", all));
    }
}
