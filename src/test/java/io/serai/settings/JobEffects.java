package io.serai.settings;

import static io.serai.settings.Effect.seen;
import static io.serai.settings.Turned.SHOP;
import static io.serai.settings.Turned.TENANT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.access.Caller;
import io.serai.access.Role;
import io.serai.imports.ImportCutOff;
import io.serai.imports.ImportLine;
import io.serai.imports.ProductImport;
import io.serai.imports.ProductImports;
import io.serai.job.Cleanup;
import io.serai.job.OrderFetch;
import io.serai.job.SyncJob;
import io.serai.job.SyncRequest;
import io.serai.platform.Unavailable;
import io.serai.platform.shopify.ShopifyBulk;
import io.serai.reconciliation.CatchUp;
import io.serai.reconciliation.CatchUpRun;
import io.serai.reconciliation.FullSyncs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What shows of the settings of the catch-up, of imports and of jobs over a whole channel. */
final class JobEffects {

    private static final IllegalStateException BROKEN = new IllegalStateException("no luck");

    private static final ShopifyBulk UNDER_WAY =
            new ShopifyBulk("gid://shopify/BulkOperation/1", ShopifyBulk.Status.RUNNING, null, 0, 0, null);

    private JobEffects() {}

    static Stream<Effect> all() {
        return Stream.of(
                seen("serai.catch-up.retry-unread-after", JobEffects::isUnreadAgainAfterThreeMinutes)
                        .of("1M", true)
                        .of("10M", false),
                seen("serai.catch-up.full-every", serai -> pass(serai).isFull())
                        .of("1H", true)
                        .of("3H", false),
                seen(
                                "serai.catch-up.overlap",
                                Map.of("serai.catch-up.full-every", "3H"),
                                serai -> Duration.between(pass(serai).since(), serai.now()))
                        .of("5M", Duration.ofMinutes(65))
                        .of("30S", Duration.ofMinutes(60).plusSeconds(30)),
                seen("serai.import.max-line", JobEffects::isRefusedForItsLength)
                        .of("100", true)
                        .of("1K", false),
                seen("serai.import.max-lines", Map.of("serai.import.max-line", "10"), JobEffects::linesTaken)
                        .of("2", 2)
                        .of("4", 4),
                seen("serai.job.lease", serai -> {
                            job(serai);
                            return serai.until("SELECT lease_until FROM sync_jobs");
                        })
                        .of("31S", Duration.ofSeconds(31))
                        .of("5M", Duration.ofMinutes(5)),
                seen("serai.job.batch-size", JobEffects::listingsAtOnce)
                        .of("2", 2)
                        .of("7", 7),
                seen("serai.job.bulk-poll-interval", serai -> {
                            serai.bean(OrderFetch.class).begun(orderJob(serai), UNDER_WAY);
                            return serai.until("SELECT lease_until FROM sync_jobs");
                        })
                        .of("3S", Duration.ofSeconds(3))
                        .of("2M", Duration.ofMinutes(2)),
                seen("serai.job.landing-batch", serai -> serai.bean(OrderFetch.class)
                                .batches(
                                        orderJob(serai),
                                        new ByteArrayInputStream(
                                                "{}\n".repeat(9).getBytes(US_ASCII)))
                                .next()
                                .lines()
                                .size())
                        .of("2", 2)
                        .of("7", 7),
                seen("serai.job.unavailable-wait", serai -> {
                            serai.bean(FullSyncs.class).putOff(job(serai), new Unavailable("no answer", false));
                            return serai.until("SELECT lease_until FROM sync_jobs");
                        })
                        .of("4S", Duration.ofSeconds(4))
                        .of("1M", Duration.ofMinutes(1)),
                seen("serai.job.retry-delay", serai -> anewAfter(serai, 0))
                        .of("7S", Duration.ofSeconds(7))
                        .of("2M", Duration.ofMinutes(2)),
                seen("serai.job.retry-at-most", Map.of("serai.job.max-tries", "50"), serai -> anewAfter(serai, 20))
                        .of("30M", Duration.ofMinutes(30))
                        .of("3H", Duration.ofHours(3)),
                seen("serai.job.max-tries", JobEffects::tries).of("2", 2).of("4", 4),
                seen("serai.job.keep", JobEffects::isKeptForThreeDays)
                        .of("2D", false)
                        .of("4D", true),
                seen("serai.job.cleanup-batch", JobEffects::parts)
                        .of("2", List.of(2, 2, 1))
                        .of("10", List.of(5)));
    }

    private static Object isUnreadAgainAfterThreeMinutes(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        serai.execute("UPDATE control.channels SET must_read_since = now()");
        CatchUp catchUp = serai.bean(CatchUp.class);
        if (!catchUp.unread().equals(List.of(SHOP))) {
            throw new AssertionError("the channel is not there to be read");
        }
        serai.later(Duration.ofMinutes(3));
        return catchUp.unread().equals(List.of(SHOP));
    }

    /** The last pass was an hour ago, the last over everything two. */
    private static CatchUpRun pass(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        serai.execute(
                "UPDATE control.channels SET last_catch_up_at = ?, last_product_sync_at = ?",
                serai.now().minus(Duration.ofHours(1)),
                serai.now().minus(Duration.ofHours(2)));
        return serai.bean(CatchUp.class).due().get(0);
    }

    private static ProductImport begun(Turned serai, String lines) {
        return serai.bean(ProductImports.class)
                .begin(
                        TENANT,
                        new Caller("a test", Role.OPERATOR, null),
                        null,
                        false,
                        null,
                        "application/x-ndjson",
                        new ByteArrayInputStream(lines.getBytes(US_ASCII)),
                        JobEffects::parsed);
    }

    private static JsonNode parsed(byte[] line) {
        try {
            return Turned.json(new String(line, US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object isRefusedForItsLength(Turned serai) {
        String line = "{\"name\": \"%s\"}%n".formatted("x".repeat(300));
        return begun(serai, line).lines().next().problem() != null;
    }

    private static Object linesTaken(Turned serai) {
        ProductImport begun = begun(serai, ("x".repeat(50) + "\n").repeat(6));
        List<ImportLine> taken = new ArrayList<>();
        try {
            while (begun.lines().hasNext()) {
                ImportLine line = begun.lines().next();
                serai.bean(ProductImports.class).take(begun, line, product -> {});
                taken.add(line);
            }
        } catch (ImportCutOff tooMany) {
            return taken.size();
        }
        return taken.size();
    }

    private static SyncJob job(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        FullSyncs fullSyncs = serai.bean(FullSyncs.class);
        fullSyncs.begin(TENANT, false, "a test");
        return fullSyncs.claim().get(0);
    }

    private static SyncJob orderJob(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        OrderFetch orders = serai.bean(OrderFetch.class);
        orders.begin(new SyncRequest(TENANT, Optional.empty(), true), "a test");
        return orders.claim().get(0);
    }

    private static SyncJob tried(SyncJob job, int attempts) {
        return new SyncJob(
                job.id(),
                job.tenant(),
                job.channel(),
                job.platform(),
                job.type(),
                job.cursor(),
                job.since(),
                job.startedAt(),
                job.createMissing(),
                job.requestedBy(),
                attempts,
                job.leaseUntil());
    }

    private static Object anewAfter(Turned serai, int attempts) throws SQLException {
        serai.bean(FullSyncs.class).broken(tried(job(serai), attempts), BROKEN);
        return serai.until("SELECT lease_until FROM sync_jobs");
    }

    private static Object tries(Turned serai) throws SQLException {
        SyncJob job = job(serai);
        int tries = 1;
        serai.bean(FullSyncs.class).broken(job, BROKEN);
        while (serai.count("SELECT count(*) FROM sync_jobs WHERE status = 'failed'") == 0) {
            serai.later(Duration.ofDays(1));
            serai.bean(FullSyncs.class)
                    .broken(serai.bean(FullSyncs.class).claim().get(0), BROKEN);
            tries++;
        }
        return tries;
    }

    private static Object listingsAtOnce(Turned serai) throws SQLException {
        SyncJob job = job(serai);
        for (int i = 0; i < 9; i++) {
            serai.execute(
                    "INSERT INTO control.listings (tenant_id, product_id, channel_id, platform, state, external_id)"
                            + " VALUES (?, ?, ?, 'shopify', 'LINKED', ?)",
                    TENANT,
                    serai.product(),
                    SHOP,
                    "7" + i);
        }
        return serai.bean(FullSyncs.class).next(job).size();
    }

    private static void ended(Turned serai, Duration age) throws SQLException {
        serai.execute(
                "INSERT INTO sync_jobs (organization_id, type, status, completed_at) VALUES (?, 'full_sync', 'completed', ?)",
                TENANT,
                serai.now().minus(age));
    }

    private static Object isKeptForThreeDays(Turned serai) throws SQLException {
        ended(serai, Duration.ofDays(3));
        serai.bean(Cleanup.class).deleteAll(null);
        return serai.count("SELECT count(*) FROM sync_jobs") == 1;
    }

    /** How many rows each statement took away. */
    private static Object parts(Turned serai) throws SQLException {
        for (int i = 0; i < 5; i++) {
            ended(serai, Duration.ofDays(300));
        }
        serai.execute("CREATE TABLE public.parts (rows integer, at bigserial)");
        serai.execute(
                """
                CREATE FUNCTION public.note_part() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO public.parts (rows) SELECT count(*) FROM gone HAVING count(*) > 0;
                    RETURN NULL;
                END $$""");
        serai.execute("CREATE TRIGGER parts AFTER DELETE ON sync_jobs REFERENCING OLD TABLE AS gone"
                + " FOR EACH STATEMENT EXECUTE FUNCTION public.note_part()");
        try (Connection connection = Turned.database();
                Statement statement = connection.createStatement()) {
            serai.bean(Cleanup.class).deleteAll(null);
            List<Integer> parts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT rows FROM public.parts ORDER BY at")) {
                while (rows.next()) {
                    parts.add(rows.getInt(1));
                }
            }
            return parts;
        } finally {
            serai.execute("DROP TRIGGER parts ON sync_jobs");
            serai.execute("DROP FUNCTION public.note_part");
            serai.execute("DROP TABLE public.parts");
        }
    }
}
