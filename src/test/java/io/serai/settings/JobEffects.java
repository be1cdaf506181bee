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
import io.serai.job.BulkPolling;
import io.serai.job.Cleanup;
import io.serai.job.Fetch;
import io.serai.job.FetchRequests;
import io.serai.job.JobWork;
import io.serai.job.SyncJob;
import io.serai.job.SyncRequest;
import io.serai.platform.BulkOperation;
import io.serai.platform.Resource;
import io.serai.platform.Unavailable;
import io.serai.reconciliation.CatchUp;
import io.serai.reconciliation.ProductPasses;
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

    private static final BulkOperation UNDER_WAY =
            new BulkOperation("gid://shopify/BulkOperation/1", BulkOperation.State.UNDER_WAY, null, 0, 0, null);

    private JobEffects() {}

    static Stream<Effect> all() {
        return Stream.of(
                seen("serai.catch-up.retry-unread-after", JobEffects::isUnreadAgainAfterThreeMinutes)
                        .of("1M", true)
                        .of("10M", false),
                seen("serai.job.fetch-on-connect", JobEffects::begunWhenConnected)
                        .of("true", 4L)
                        .of("false", 0L),
                seen("serai.job.recent", Map.of("serai.job.fetch-on-connect", "true"), serai -> {
                            begunWhenConnected(serai);
                            return serai.since("SELECT since FROM sync_jobs WHERE type = 'recent_sync'");
                        })
                        .of("2D", Duration.ofDays(2))
                        .of("5H", Duration.ofHours(5)),
                seen("serai.job.overlap", JobEffects::fetchedAgain)
                        .of("5M", Duration.ofMinutes(65))
                        .of("30S", Duration.ofMinutes(60).plusSeconds(30)),
                seen("serai.job.not-again-within", serai -> {
                            anHourAgo(serai);
                            return serai.bean(FetchRequests.class)
                                    .sync(TENANT, List.of(Resource.ORDERS), false, "a test")
                                    .jobs()
                                    .size();
                        })
                        .of("30M", 1)
                        .of("2H", 0),
                seen("serai.job.sweep-every", JobEffects::sweeps).of("30M", 1L).of("2H", 0L),
                seen("serai.job.wait-for-sync", serai -> {
                            anHourAgo(serai);
                            return Duration.between(
                                    serai.now(),
                                    serai.bean(FetchRequests.class)
                                            .sync(TENANT, List.of(Resource.ORDERS), true, "a test")
                                            .until());
                        })
                        .of("7S", Duration.ofSeconds(7))
                        .of("1M", Duration.ofMinutes(1)),
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
                seen("serai.job.bulk-look-interval", serai -> {
                            serai.bean(Fetch.class).begun(orderJob(serai), UNDER_WAY);
                            return serai.until("SELECT lease_until FROM sync_jobs WHERE type = 'bulk_orders'");
                        })
                        .of("3S", Duration.ofSeconds(3))
                        .of("2M", Duration.ofMinutes(2)),
                seen("serai.job.bulk-poll-interval", serai -> {
                            serai.bean(Fetch.class).begun(orderJob(serai), UNDER_WAY);
                            SyncJob poll =
                                    serai.bean(JobWork.class).claimQuick().get(0);
                            serai.bean(BulkPolling.class).seen(poll, List.of(UNDER_WAY));
                            return serai.until("SELECT lease_until FROM sync_jobs WHERE type = 'poll_bulk'");
                        })
                        .of("3S", Duration.ofSeconds(3))
                        .of("2M", Duration.ofMinutes(2)),
                seen("serai.job.landing-batch", serai -> serai.bean(Fetch.class)
                                .batches(new ByteArrayInputStream(
                                        "{}\n".repeat(9).getBytes(US_ASCII)))
                                .next()
                                .lines()
                                .size())
                        .of("2", 2)
                        .of("7", 7),
                seen("serai.job.unavailable-wait", serai -> {
                            serai.bean(JobWork.class).putOff(job(serai), new Unavailable("no answer", false));
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

    private static Object begunWhenConnected(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        serai.bean(FetchRequests.class).connected(SHOP);
        return serai.count("SELECT count(*) FROM sync_jobs");
    }

    private static void anHourAgo(Turned serai) throws SQLException {
        serai.channel(SHOP, "woocommerce");
        serai.execute(
                """
                WITH hour_ago AS (SELECT CAST(? AS timestamptz) AS t),
                    done AS (
                        INSERT INTO control.completions
                        SELECT id, type, t FROM hour_ago, control.channels, unnest(ARRAY['bulk_orders', 'bulk_customers']) type)
                UPDATE control.channels SET (last_order_sync_at, last_customer_sync_at) = (t, t) FROM hour_ago
                """,
                serai.now().minus(Duration.ofHours(1)));
    }

    private static Object fetchedAgain(Turned serai) throws SQLException {
        anHourAgo(serai);
        serai.bean(FetchRequests.class).due(SHOP, Resource.ORDERS, false);
        return serai.since("SELECT since FROM sync_jobs");
    }

    private static Object sweeps(Turned serai) throws SQLException {
        anHourAgo(serai);
        serai.bean(FetchRequests.class).due(SHOP, Resource.CUSTOMERS, false);
        return serai.count("SELECT count(*) FROM sync_jobs");
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
        serai.bean(ProductPasses.class).begin(TENANT, false, "a test");
        return serai.bean(JobWork.class).claim().get(0);
    }

    private static SyncJob orderJob(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        serai.bean(FetchRequests.class)
                .begin(new SyncRequest(Resource.ORDERS, TENANT, Optional.empty(), true, Optional.empty()), "a test");
        return serai.bean(JobWork.class).claim().get(0);
    }

    private static SyncJob tried(SyncJob job, int attempts) {
        return new SyncJob(
                job.id(),
                job.tenant(),
                job.channel(),
                job.platform(),
                job.type(),
                job.item(),
                job.place(),
                job.since(),
                job.startedAt(),
                job.createMissing(),
                job.requestedBy(),
                attempts,
                job.leaseUntil());
    }

    private static Object anewAfter(Turned serai, int attempts) throws SQLException {
        serai.bean(JobWork.class).broken(tried(job(serai), attempts), BROKEN);
        return serai.until("SELECT lease_until FROM sync_jobs");
    }

    private static Object tries(Turned serai) throws SQLException {
        SyncJob job = job(serai);
        int tries = 1;
        serai.bean(JobWork.class).broken(job, BROKEN);
        while (serai.count("SELECT count(*) FROM sync_jobs WHERE status = 'failed'") == 0) {
            serai.later(Duration.ofDays(1));
            serai.bean(JobWork.class).broken(serai.bean(JobWork.class).claim().get(0), BROKEN);
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
        return serai.bean(ProductPasses.class).next(job).size();
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
