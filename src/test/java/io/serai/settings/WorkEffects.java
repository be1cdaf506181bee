package io.serai.settings;

import static io.serai.settings.Effect.seen;
import static io.serai.settings.Turned.SHOP;
import static io.serai.settings.Turned.TENANT;
import static io.serai.settings.Turned.WOO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.serai.channel.Platform;
import io.serai.config.IntakeConfig;
import io.serai.delivery.Deliveries;
import io.serai.delivery.Delivery;
import io.serai.delivery.Intake;
import io.serai.listing.Lane;
import io.serai.listing.Observations.Judgement;
import io.serai.listing.PushJob;
import io.serai.platform.Unavailable;
import io.serai.push.PushFailures;
import io.serai.push.Pushes;
import io.serai.reconciliation.PendingReads;
import io.serai.reconciliation.ReadBatch;
import io.serai.settings.Effect.Elsewhere;
import io.serai.settings.Effect.Running;
import io.serai.store.PendingReadRepository;
import io.serai.store.PendingReadRepository.PendingRead;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Durations;
import org.eclipse.microprofile.config.ConfigProvider;

/** What shows of the settings of deliveries, of reads and of pushes. */
final class WorkEffects {

    private static final String LIMIT = "flow.WebhookLimitTest";
    private static final String LIMITED = "limitsEachSource";
    private static final Unavailable NO_ANSWER = new Unavailable("no answer", false);
    private static final IllegalStateException BROKEN = new IllegalStateException("no luck");

    private WorkEffects() {}

    static Stream<Effect> all() {
        return Stream.of(ofDeliveries(), ofReads(), ofPushes()).flatMap(effects -> effects);
    }

    private static Stream<Effect> ofDeliveries() {
        return Stream.of(
                new Elsewhere("serai.intake.source-rate", LIMIT, LIMITED),
                new Elsewhere("serai.intake.source-burst", LIMIT, LIMITED),
                seen("serai.intake.batch-size", serai -> deliveries(serai, 9).size())
                        .of("2", 2)
                        .of("7", 7),
                seen("serai.intake.writers", WorkEffects::writers).of("1", 1L).of("3", 3L),
                seen("serai.intake.lease", serai -> {
                            deliveries(serai, 1);
                            return serai.until("SELECT lease_until FROM webhook_log");
                        })
                        .of("11S", Duration.ofSeconds(11))
                        .of("2M", Duration.ofMinutes(2)),
                seen("serai.intake.parked", WorkEffects::parkedFor)
                        .of("13S", Duration.ofSeconds(13))
                        .of("3M", Duration.ofMinutes(3)),
                seen("serai.intake.retry-delay", serai -> deliveryAgainAfter(serai, 1))
                        .of("9S", Duration.ofSeconds(9))
                        .of("70S", Duration.ofSeconds(70)),
                seen(
                                "serai.intake.retry-at-most",
                                Map.of("serai.intake.max-tries", "50"),
                                serai -> deliveryAgainAfter(serai, 20))
                        .of("1H", Duration.ofHours(1))
                        .of("4H", Duration.ofHours(4)),
                seen("serai.intake.max-tries", WorkEffects::deliveryTries)
                        .of("2", 2)
                        .of("5", 5));
    }

    private static Stream<Effect> ofReads() {
        return Stream.of(
                seen("serai.read.batch-size", serai -> reads(serai, 9).reads().size())
                        .of("2", 2)
                        .of("7", 7),
                seen("serai.read.lease", serai -> {
                            reads(serai, 1);
                            return serai.until("SELECT lease_until FROM control.pending_reads");
                        })
                        .of("11S", Duration.ofSeconds(11))
                        .of("2M", Duration.ofMinutes(2)),
                seen("serai.read.again-after", WorkEffects::readAgainAfter)
                        .of("700MS", Duration.ofMillis(700))
                        .of("9S", Duration.ofSeconds(9)),
                seen("serai.read.again-at-most", WorkEffects::brokenReadAgainAfter)
                        .of("10M", Duration.ofMinutes(10))
                        .of("3H", Duration.ofHours(3)),
                seen("serai.read.unavailable-wait", serai -> {
                            ReadBatch batch = reads(serai, 1);
                            serai.inTransaction(
                                    () -> serai.bean(PendingReads.class).unavailable(batch, NO_ANSWER));
                            return waitOf(serai, SHOP);
                        })
                        .of("6S", Duration.ofSeconds(6))
                        .of("2M", Duration.ofMinutes(2)));
    }

    private static Stream<Effect> ofPushes() {
        return Stream.of(
                seen("serai.push.batch-size", Map.of("serai.push.per-channel", "100"), serai -> pushes(serai, 9)
                                .size())
                        .of("2", 2)
                        .of("7", 7),
                seen("serai.push.per-channel", serai -> pushes(serai, 9).size())
                        .of("1", 1)
                        .of("4", 4),
                seen("serai.push.lease", serai -> {
                            pushes(serai, 1);
                            return serai.until("SELECT lease_until FROM product_sync_queue");
                        })
                        .of("31S", Duration.ofSeconds(31))
                        .of("5M", Duration.ofMinutes(5)),
                new Running("serai.push.max-retries", "7", WorkEffects::triesOfAPush, 7L),
                seen("serai.push.retry-delay", serai -> pushAgainAfter(serai, 1))
                        .of("7S", Duration.ofSeconds(7))
                        .of("2M", Duration.ofMinutes(2)),
                seen(
                                "serai.push.retry-multiplier",
                                Map.of("serai.push.retry-delay", "1S"),
                                serai -> pushAgainAfter(serai, 3))
                        .of("3", Duration.ofSeconds(9))
                        .of("5", Duration.ofSeconds(25)),
                seen("serai.push.stale-delay", serai -> {
                            PushJob job = pushes(serai, 1).get(0);
                            serai.inTransaction(
                                    () -> serai.bean(PushFailures.class).stale(job, null));
                            return serai.until("SELECT scheduled_for FROM product_sync_queue");
                        })
                        .of("4S", Duration.ofSeconds(4))
                        .of("1M", Duration.ofMinutes(1)),
                seen("serai.push.recover-at-most", Map.of("serai.push.retry-delay", "60S"), WorkEffects::isTakenUpAgain)
                        .of("10M", true)
                        .of("1H", false),
                seen("serai.push.unavailable-wait", serai -> {
                            PushJob job = pushes(serai, 1).get(0);
                            serai.inTransaction(
                                    () -> serai.bean(PushFailures.class).unavailable(job, null, NO_ANSWER));
                            return waitOf(serai, SHOP);
                        })
                        .of("6S", Duration.ofSeconds(6))
                        .of("2M", Duration.ofMinutes(2)));
    }

    static Duration waitOf(Turned serai, String channel) throws SQLException {
        return serai.until("SELECT waits_until FROM control.channels WHERE id = ?", channel);
    }

    private static List<Delivery> deliveries(Turned serai, int number) throws SQLException {
        serai.channel(SHOP, "shopify");
        byte[] body = "{\"id\": 7, \"title\": \"Hat\", \"updated_at\": \"2026-01-01T00:00:00Z\", \"variants\": []}"
                .getBytes(UTF_8);
        for (int i = 0; i < number; i++) {
            serai.execute(
                    "INSERT INTO webhook_log (id, topic, shopify_id, received_at, tenant_id, channel_id, platform, sameness,"
                            + " content_hash, body) VALUES (?, 'products/update', '7', ?, ?, ?, 'shopify', 'ID', ?, ?)",
                    SHOP + ":" + i,
                    serai.now(),
                    TENANT,
                    SHOP,
                    new byte[] {(byte) i},
                    body);
        }
        return serai.inTransaction(() -> serai.bean(Deliveries.class).claim());
    }

    private static Object deliveryAgainAfter(Turned serai, int tries) throws SQLException {
        Delivery delivery = deliveries(serai, 1).get(0);
        serai.execute("UPDATE webhook_log SET failures = ?", tries - 1);
        serai.inTransaction(() -> serai.bean(Deliveries.class).failed(delivery, BROKEN));
        return serai.until("SELECT lease_until FROM webhook_log");
    }

    private static Object deliveryTries(Turned serai) throws SQLException {
        Delivery delivery = deliveries(serai, 1).get(0);
        int tries = 0;
        while (serai.count("SELECT count(*) FROM webhook_log WHERE status = 'failed'") == 0) {
            serai.inTransaction(() -> serai.bean(Deliveries.class).failed(delivery, BROKEN));
            tries++;
        }
        return tries;
    }

    /** A product nobody knows may be the one that is being created there. */
    private static Object parkedFor(Turned serai) throws SQLException {
        Delivery delivery = deliveries(serai, 1).get(0);
        intent(serai, serai.product(), Duration.ZERO);
        serai.inTransaction(() -> serai.bean(Deliveries.class).process(delivery));
        return serai.until("SELECT lease_until FROM webhook_log WHERE status = 'parked'");
    }

    private static void intent(Turned serai, UUID product, Duration age) throws SQLException {
        serai.execute(
                "INSERT INTO control.push_intents (id, tenant_id, channel_id, product_id, call, meant, creates, opened_at)"
                        + " VALUES (gen_random_uuid(), ?, ?, ?, '{\"operation\": \"create\", \"body\": {}}', '{}', true, ?)",
                TENANT,
                SHOP,
                product,
                serai.now().minus(age));
    }

    /**
     * Nobody can store while the table is locked: so many transactions wait for it as there are writers. Deliveries come one
     * after the other, since those that come together share a writer.
     */
    private static Object writers(Turned serai) throws SQLException {
        Delivery sample = deliveries(serai, 1).get(0);
        Intake intake = serai.bean(Intake.class);
        int writers = serai.bean(IntakeConfig.class).writers();
        connectAtOnce();
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try (Connection lock = Turned.database();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE webhook_log IN ACCESS EXCLUSIVE MODE");
            Callable<Long> waiting = () -> serai.count(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%webhook_log%'");
            for (int sent = 0; sent < 8; sent++) {
                int number = sent;
                senders.execute(() -> intake.store(another(sample, number)));
                await().atMost(Duration.ofSeconds(30)).until(waiting, count -> count >= Math.min(writers, number + 1));
            }
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(waiting, count -> count == writers);
            lock.rollback();
            return (long) writers;
        } finally {
            senders.shutdown();
            await().atMost(Durations.ONE_MINUTE).until(() -> senders.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    /** So that none of those who come then waits for a connection to be made. */
    private static void connectAtOnce() throws SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                connections.add(Turned.database());
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static Delivery another(Delivery sample, int number) {
        return new Delivery(
                SHOP + ":another-" + number,
                sample.sameness(),
                sample.tenantId(),
                sample.channelId(),
                sample.platform(),
                sample.topic(),
                "another-" + number,
                null,
                null,
                sample.receivedAt(),
                new byte[] {2, (byte) number},
                Map.of(),
                sample.body());
    }

    private static ReadBatch reads(Turned serai, int number) throws SQLException {
        serai.channel(SHOP, "shopify");
        for (int i = 0; i < number; i++) {
            serai.bean(PendingReadRepository.class)
                    .request(SHOP, "8" + i, "a test", Lane.LIVE, serai.now(), serai.now());
        }
        return serai.inTransaction(() -> serai.bean(PendingReads.class).claim()).get(0);
    }

    private static Object readAgainAfter(Turned serai) throws SQLException {
        ReadBatch batch = reads(serai, 1);
        serai.inTransaction(() -> serai.bean(PendingReads.class).judge(batch, Map.of("80", () -> Judgement.PARKED)));
        return serai.until("SELECT not_before FROM control.pending_reads");
    }

    private static Object brokenReadAgainAfter(Turned serai) throws SQLException {
        ReadBatch claimed = reads(serai, 1);
        PendingRead read = claimed.reads().get(0);
        PendingRead tried = new PendingRead(
                read.channelId(), read.resource(), read.externalId(), read.reason(), read.requestedAt(), 30);
        ReadBatch batch = new ReadBatch(SHOP, claimed.platform(), claimed.resource(), List.of(tried), Map.of());
        serai.inTransaction(() -> serai.bean(PendingReads.class).broken(batch, BROKEN));
        return serai.until("SELECT not_before FROM control.pending_reads");
    }

    private static List<PushJob> pushes(Turned serai, int number) throws SQLException {
        serai.channel(SHOP, "shopify");
        for (int i = 0; i < number; i++) {
            queue(serai, serai.product(), "pending", Duration.ZERO);
        }
        return serai.inTransaction(() -> serai.bean(Pushes.class).claim());
    }

    private static void queue(Turned serai, UUID product, String status, Duration age) throws SQLException {
        serai.execute(
                "INSERT INTO product_sync_queue (operation, trigger_origin, status, scheduled_for, tenant_id, product_id,"
                        + " channel_id, completed_at) VALUES (?, 'NOLIMITS', ?, ?, ?, ?, ?, ?)",
                Platform.SHOPIFY.pushOperation(),
                status,
                serai.now().minus(age),
                TENANT,
                product,
                SHOP,
                status.equals("failed") ? serai.now().minus(age) : null);
    }

    private static Object pushAgainAfter(Turned serai, int attempts) throws SQLException {
        PushJob job = pushes(serai, 1).get(0);
        PushJob tried = new PushJob(
                job.id(),
                job.tenantId(),
                job.productId(),
                job.channelId(),
                job.platform(),
                job.lane(),
                job.priority(),
                job.triggerOrigin(),
                job.triggerEventId(),
                attempts,
                attempts + 1,
                job.scheduledFor(),
                job.leaseUntil());
        serai.inTransaction(() -> serai.bean(PushFailures.class).broken(tried, BROKEN));
        return serai.until("SELECT scheduled_for FROM product_sync_queue");
    }

    /** Eight rows have failed, the last twenty minutes ago: the wait by doubling alone is two hours. */
    private static Object isTakenUpAgain(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        UUID product = serai.product();
        serai.execute(
                "INSERT INTO control.listings (tenant_id, product_id, channel_id, platform, state, external_id)"
                        + " VALUES (?, ?, ?, 'shopify', 'LINKED', '7')",
                TENANT,
                product,
                SHOP);
        intent(serai, product, Duration.ofMinutes(50));
        for (int i = 0; i < 8; i++) {
            queue(serai, product, "failed", Duration.ofMinutes(20L + i));
        }
        serai.inTransaction(() -> serai.bean(Pushes.class).takeUpAbandoned());
        return serai.count("SELECT count(*) FROM product_sync_queue WHERE status = 'pending'") == 1;
    }

    private static Object triesOfAPush(Turned serai) throws Exception {
        serai.channel(WOO, "woocommerce");
        URI address = URI.create("http://localhost:"
                + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class)
                + "/api/integrations/product-sync/create");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer serai-dev-admin")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"clientId\": \"%s\", \"name\": \"Hat\", \"sku\": \"S-1\", \"price\": 10}".formatted(TENANT)))
                .build();
        HttpResponse<String> created = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (created.statusCode() != 201) {
            throw new AssertionError(created.body());
        }
        long tries = serai.count("SELECT max_attempts FROM product_sync_queue");
        // the application pushes it; what it looks at next is not to be another row's
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> serai.count(
                                "SELECT count(*) FROM control.channels WHERE waits_until IS NOT NULL OR NOT is_active")
                        == 1);
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> Turned.camel().getInflightRepository().size("push-due-products") == 0);
        return tries;
    }
}
