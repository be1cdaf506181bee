package io.serai.bench;

import static io.serai.bench.BenchProcesses.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.support.SeraiProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How many deliveries are accepted, each stored before it is answered, against what the same server takes of the same rows
 * from {@code pgbench}; and how soon they are merged. Each delivery is an edit of one of a thousand products.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebhookBench {

    private static final int SECONDS = Integer.getInteger("serai.bench.seconds", 15);
    private static final int BURST = Integer.getInteger("serai.bench.burst", 20_000);

    /** Until the compiler has done its work, which takes a core of the two. */
    private static final int WARM_UP = 2 * SECONDS;

    private static final int PRODUCTS = 1_000;
    private static final int DESCRIBED = 3_000;
    private static final int NO_END = Integer.MAX_VALUE;
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 32);
    private static final String SECRET = "serai-dev-secret";
    private static final Map<String, String> SETTINGS =
            Map.of("serai.intake.source-rate", "1000000", "serai.intake.source-burst", "1000000");

    private BenchProcesses processes;
    private SeraiProcess serai;
    private BenchTenant tenant;
    private Path bodies;
    private int run;

    @BeforeAll
    void begin() throws Exception {
        processes = new BenchProcesses("webhooks");
        serai = processes.serai(Map.of(), SETTINGS);
        tenant = new BenchTenant(serai, processes.twins, processes.database, PRODUCTS, 100);
        tenant.fillShops(DESCRIBED);
        tenant.connectShops();
        await().atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(500)).until(() -> tenant.unfinished() == 0);
        bodies = Files.write(Files.createTempFile("deliveries", ".jsonl"), bodies());
        processes.say("a delivery has %d bytes".formatted(Files.size(bodies) / PRODUCTS));
    }

    @AfterAll
    void end() {
        processes.close();
    }

    /** What Shopify would send of each product if its title had changed. */
    private List<String> bodies() {
        List<String> lines = new ArrayList<>();
        for (JsonNode product : processes.twins.ask("shopify", "GET", "state", null).path("products")) {
            lines.add(((ObjectNode) product)
                    .put("title", DeliveryLoad.TITLE)
                    .put("updated_at", DeliveryLoad.UPDATED)
                    .toString());
        }
        return lines;
    }

    /** After the burst, for a process that has worked for minutes is what merges day by day. */
    @Test
    @Order(2)
    @DisplayName("from received to merged, at 200 a second for a minute")
    void steady() throws Exception {
        load(8, SECONDS, 200, NO_END);
        awaitMerged();
        Load sent = load(8, 60, 200, NO_END);
        awaitMerged();
        String lag =
                """
                SELECT 1000 * percentile_cont(%s) WITHIN GROUP (ORDER BY extract(epoch FROM processed_at - received_at))
                FROM webhook_log WHERE id LIKE '%%:%s%%'""";
        processes.say("%d deliveries at 200 a second: received to merged p50 %.0f ms, p95 %.0f ms, p99 %.0f ms".formatted(
                sent.accepted,
                tenant.number(lag.formatted("0.5", sent.prefix)),
                tenant.number(lag.formatted("0.95", sent.prefix)),
                tenant.number(lag.formatted("0.99", sent.prefix))));
    }

    @Test
    @Order(1)
    @DisplayName("a burst, and how fast its backlog drains")
    void burst() throws Exception {
        Load sent = load(32, 600, 0, BURST);
        Instant ended = Instant.now();
        long backlog = waiting();
        awaitMerged();
        double drained = seconds(ended, Instant.now());
        processes.say("a burst of %d within %.1f s: %d wait at its end, merged %.1f s later, %.0f a second".formatted(
                sent.accepted, sent.millis / 1000.0, backlog, drained, backlog / drained));
        assertThat(sent.stored).isEqualTo(BURST);
        awaitMerged();
    }

    @Test
    @Order(3)
    @DisplayName("deliveries accepted in a second while all is worked on in the same process")
    void acceptedBesideTheWork() throws Exception {
        accepted("all", CONNECTIONS);
        awaitMerged();
    }

    @Test
    @Order(4)
    @DisplayName("deliveries accepted in a second by a process that only answers")
    void accepted() throws Exception {
        serai.stop();
        serai = processes.serai(Map.of("WORKER_MODE", "web"), SETTINGS);
        load(32, WARM_UP, 0, NO_END);
        accepted("web", CONNECTIONS);
    }

    private void accepted(String mode, List<Integer> connections) throws Exception {
        for (int each : connections) {
            Load sent = load(each, SECONDS, 0, NO_END);
            if (mode.equals("all")) {
                awaitMerged();
            }
            double limit = pgbench(each);
            double perSecond = sent.accepted * 1000.0 / sent.millis;
            processes.say("%s, %d connections: %.0f accepted a second, p50 %.1f ms, p99 %.1f ms; pgbench %.0f; ratio %.2f".formatted(
                    mode, each, perSecond, sent.p50 / 1000.0, sent.p99 / 1000.0, limit, perSecond / limit));
            assertThat(sent.refused).isZero();
            assertThat(sent.stored).isEqualTo(sent.accepted);
        }
    }

    private record Load(String prefix, int accepted, int refused, long p50, long p99, long millis, long stored) {}

    private Load load(int connections, int seconds, int rate, int most) throws Exception {
        String prefix = "r" + ++run + "-";
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveryLoad.class.getName(),
                        serai.url() + "/api/integrations/webhooks/shopify-enhanced/products/update?channel="
                                + BenchTenant.SHOPIFY,
                        SECRET,
                        bodies.toString(),
                        prefix,
                        Integer.toString(connections),
                        Integer.toString(seconds),
                        Integer.toString(rate),
                        Integer.toString(most)))
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
                Long.parseLong(printed[4]),
                tenant.count("SELECT count(*) FROM webhook_log WHERE id LIKE '%:" + prefix + "%'"));
    }

    /** @return transactions a second, each of which inserts one row as Serai does, sent whole */
    private double pgbench(int clients) throws Exception {
        Path script = Files.writeString(
                Files.createTempFile("deliveries", ".sql"),
                """
                INSERT INTO webhook_log (id, topic, shopify_id, received_at, tenant_id, channel_id, platform, event_id, sameness,
                    content_hash, headers, body, status, lease_until)
                VALUES ('pgbench:' || gen_random_uuid(), 'products/update', '788032119674292922', now(), 'bench', '%s', 'shopify',
                    NULL, 'ID', sha256('x'), '{"x-shopify-topic": "products/update"}', :body, 'received', now() + interval '1 hour');
                """
                        .formatted(BenchTenant.SHOPIFY));
        byte[] body = Files.readAllLines(bodies).get(0).getBytes(StandardCharsets.UTF_8);
        ProcessBuilder pgbench = new ProcessBuilder(List.of(
                        "pgbench", "-n", "-M", "prepared", "-c", Integer.toString(clients), "-j",
                        Integer.toString(Math.min(2, clients)), "-T", Integer.toString(SECONDS), "-f", script.toString(),
                        "-D", "body=\\x" + HexFormat.of().formatHex(body),
                        "-h", "127.0.0.1", "-p", Integer.toString(processes.database.getPortNumbers()[0]), "-U", "serai",
                        processes.database.getDatabaseName()))
                .redirectErrorStream(true);
        pgbench.environment().put("PGPASSWORD", "serai");
        Process process = pgbench.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        try (var connection = processes.database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("DELETE FROM webhook_log WHERE id LIKE 'pgbench:%'");
            statement.execute("VACUUM webhook_log");
        }
        Matcher tps = Pattern.compile("tps = ([0-9.]+)").matcher(printed);
        assertThat(tps.find()).as(printed).isTrue();
        return Double.parseDouble(tps.group(1));
    }

    private long waiting() {
        return tenant.count("SELECT count(*) FROM webhook_log WHERE status IN ('received', 'parked')");
    }

    /** All deliveries are merged. What follows from them for WooCommerce goes on at the pace that shop allows. */
    private void awaitMerged() {
        await().atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(100)).until(() -> waiting() == 0);
    }
}
