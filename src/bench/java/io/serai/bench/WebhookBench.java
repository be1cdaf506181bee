package io.serai.bench;

import static io.serai.bench.TwinsProcess.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.support.Payloads;
import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How many deliveries are accepted, each stored before it is answered, against what the same server takes of the same rows
 * from {@code pgbench}. Serai, PostgreSQL, the twins and whoever sends each have a process of their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebhookBench {

    private static final int SECONDS = Integer.getInteger("serai.bench.seconds", 15);
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 32);
    private static final String SECRET = "serai-dev-secret";
    private static final Map<String, String> SETTINGS =
            Map.of("serai.intake.source-rate", "1000000", "serai.intake.source-burst", "1000000");

    private final List<String> rows = new ArrayList<>();
    private TwinsProcess twins;
    private SeraiProcess serai;
    private PGSimpleDataSource database;
    private BenchTenant tenant;
    private Path body;
    private int run;

    @BeforeAll
    void begin() throws Exception {
        String jdbcUrl = PostgresResource.newDatabase();
        database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl);
        database.setUser("serai");
        database.setPassword("serai");
        twins = new TwinsProcess();
        Instant begun = Instant.now();
        serai = SeraiProcess.on(
                jdbcUrl.replace("jdbc:postgresql://", "postgres://serai:serai@"), Map.of(), SETTINGS);
        say("start to ready, with an empty database to migrate: %.1f s"
                .formatted(Duration.between(begun, Instant.now()).toMillis() / 1000.0));
        tenant = new BenchTenant(serai, twins, database, 10, 100);
        tenant.begin();
        JsonNode product = Payloads.of("shopify/product/products-update.json");
        body = Files.write(Files.createTempFile("delivery", ".json"), JSON.writeValueAsBytes(product));
        say("a delivery has %d bytes".formatted(Files.size(body)));
    }

    @AfterAll
    void end() throws Exception {
        Path file = Files.createDirectories(Path.of("target", "benchmarks")).resolve("webhooks.md");
        Files.writeString(file, String.join("\n", rows) + "\n");
        System.out.println(Files.readString(file));
        serai.close();
        twins.close();
    }

    @Test
    @Order(1)
    @DisplayName("deliveries accepted in a second, against the same rows inserted by pgbench")
    void accepted() throws Exception {
        load(8, SECONDS, 0);
        awaitDrained();
        for (int connections : CONNECTIONS) {
            Load sent = load(connections, SECONDS, 0);
            long backlog = unfinished();
            double drained = awaitDrained();
            double limit = pgbench(connections);
            double perSecond = sent.accepted / (double) SECONDS;
            say("%d connections: %.0f accepted a second, p50 %.1f ms, p99 %.1f ms; pgbench %.0f; ratio %.2f".formatted(
                    connections, perSecond, sent.p50 / 1000.0, sent.p99 / 1000.0, limit, perSecond / limit));
            say("  %d deliveries not worked on at its end, done %.1f s later".formatted(backlog, drained));
            assertThat(sent.refused).isZero();
            assertThat(sent.stored).isEqualTo(sent.accepted);
        }
    }

    @Test
    @Order(2)
    @DisplayName("from received to worked on, at 200 a second for a minute")
    void steady() throws Exception {
        Load sent = load(8, 60, 200);
        awaitDrained();
        String lag =
                """
                SELECT 1000 * percentile_cont(%s) WITHIN GROUP (ORDER BY extract(epoch FROM processed_at - received_at))
                FROM webhook_log WHERE id LIKE '%%:%s%%'""";
        say("%d deliveries at 200 a second: received to worked on p50 %.0f ms, p95 %.0f ms, p99 %.0f ms".formatted(
                sent.accepted,
                tenant.number(lag.formatted("0.5", sent.prefix)),
                tenant.number(lag.formatted("0.95", sent.prefix)),
                tenant.number(lag.formatted("0.99", sent.prefix))));
    }

    private record Load(String prefix, int accepted, int refused, long p50, long p99, long stored) {}

    private Load load(int connections, int seconds, int rate) throws Exception {
        String prefix = "r" + ++run + "-";
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveryLoad.class.getName(),
                        serai.url() + "/api/integrations/webhooks/shopify-enhanced/products/update?channel="
                                + BenchTenant.SHOPIFY,
                        signature(),
                        body.toString(),
                        prefix,
                        Integer.toString(connections),
                        Integer.toString(seconds),
                        Integer.toString(rate)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split(" ");
        assertThat(process.waitFor()).isZero();
        return new Load(
                prefix,
                Integer.parseInt(printed[0]),
                Integer.parseInt(printed[1]),
                Long.parseLong(printed[2]),
                Long.parseLong(printed[3]),
                tenant.count("SELECT count(*) FROM webhook_log WHERE id LIKE '%:" + prefix + "%'"));
    }

    /** @return transactions a second */
    private double pgbench(int clients) throws Exception {
        Path script = Files.writeString(
                Files.createTempFile("deliveries", ".sql"),
                """
                INSERT INTO webhook_log (id, topic, shopify_id, received_at, tenant_id, channel_id, platform, event_id, sameness,
                    content_hash, headers, body, status, lease_until)
                VALUES ('pgbench:' || gen_random_uuid(), 'products/update', '788032119674292922', now(), 'bench', '%s', 'shopify',
                    NULL, 'ID', sha256('x'), '{"x-shopify-topic": "products/update"}', '\\x%s', 'received',
                    now() + interval '1 hour');
                """
                        .formatted(BenchTenant.SHOPIFY, HexFormat.of().formatHex(Files.readAllBytes(body))));
        ProcessBuilder pgbench = new ProcessBuilder(List.of(
                        "pgbench", "-n", "-M", "prepared", "-c", Integer.toString(clients), "-j",
                        Integer.toString(Math.min(2, clients)), "-T", Integer.toString(SECONDS), "-f", script.toString(),
                        "-h", "127.0.0.1", "-p", Integer.toString(database.getPortNumbers()[0]), "-U", "serai",
                        database.getDatabaseName()))
                .redirectErrorStream(true);
        pgbench.environment().put("PGPASSWORD", "serai");
        Process process = pgbench.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("DELETE FROM webhook_log WHERE id LIKE 'pgbench:%'");
        }
        Matcher tps = Pattern.compile("tps = ([0-9.]+)").matcher(printed);
        assertThat(tps.find()).as(printed).isTrue();
        return Double.parseDouble(tps.group(1));
    }

    private long unfinished() {
        return tenant.count("SELECT count(*) FROM webhook_log WHERE status IN ('received', 'processing', 'parked')");
    }

    /** @return seconds until nothing was left to be done */
    private double awaitDrained() {
        Instant begun = Instant.now();
        await().atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(200)).until(() -> unfinished() == 0);
        return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    }

    private String signature() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(Files.readAllBytes(body)));
    }

    private void say(String line) {
        rows.add(line);
        System.out.println(String.format(Locale.ROOT, "%s", line));
    }
}
