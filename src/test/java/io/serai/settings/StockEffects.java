package io.serai.settings;

import static io.serai.settings.Effect.seen;
import static io.serai.settings.Turned.JTL;
import static io.serai.settings.Turned.SHOP;
import static io.serai.settings.Turned.TENANT;
import static io.serai.settings.Turned.WOO;

import io.serai.camel.JtlStock;
import io.serai.channel.Platform;
import io.serai.fulfilment.StockHistory;
import io.serai.fulfilment.StockIntake;
import io.serai.fulfilment.StockPoll;
import io.serai.fulfilment.StockPoll.Pass;
import io.serai.fulfilment.StockPoll.Stage;
import io.serai.platform.OrderPage;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.Unavailable;
import io.serai.push.StockJob;
import io.serai.push.StockOutcomes;
import io.serai.push.StockPushes;
import io.serai.push.StockStep;
import io.serai.reconciliation.OrderCatchUp;
import io.serai.reconciliation.OrderPass;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/** What shows of the settings of orders and of stock. */
final class StockEffects {

    private StockEffects() {}

    static Stream<Effect> all() {
        return Stream.concat(ofOrders(), ofStock());
    }

    private static Stream<Effect> ofOrders() {
        return Stream.of(
                seen("serai.order.pass-lease", serai -> {
                            orders(serai);
                            return serai.until("SELECT lease_until FROM control.order_cursors");
                        })
                        .of("31S", Duration.ofSeconds(31))
                        .of("5M", Duration.ofMinutes(5)),
                seen(
                                "serai.order.first-look-back",
                                serai -> Duration.between(orders(serai).since(), serai.now()))
                        .of("3D", Duration.ofDays(3))
                        .of("40D", Duration.ofDays(40)),
                seen("serai.order.overlap", StockEffects::nextLookReachesBack)
                        .of("3M", Duration.ofMinutes(3))
                        .of("1H", Duration.ofHours(1)),
                seen("serai.order.lag", StockEffects::sureSince)
                        .of("7S", Duration.ofSeconds(-7))
                        .of("2M", Duration.ofMinutes(-2)));
    }

    private static Stream<Effect> ofStock() {
        return Stream.of(
                seen("serai.stock.poll-lease", serai -> {
                            poll(serai);
                            return serai.until(
                                    "SELECT lease_until FROM control.stock_cursors WHERE channel_id = ?", JTL);
                        })
                        .of("31S", Duration.ofSeconds(31))
                        .of("5M", Duration.ofMinutes(5)),
                seen("serai.stock.full-every", serai -> poll(serai).rest() != null)
                        .of("1H", true)
                        .of("3H", false),
                seen(
                                "serai.stock.full-turn",
                                Map.of("serai.stock.full-every", "1H"),
                                serai -> Duration.between(
                                        serai.now(), poll(serai).rest().turnEnds()))
                        .of("31S", Duration.ofSeconds(31))
                        .of("5M", Duration.ofMinutes(5)),
                seen(
                                "serai.stock.updates-overlap",
                                serai -> Duration.between(poll(serai).since(), serai.now()))
                        .of("31S", Duration.ofSeconds(31))
                        .of("5M", Duration.ofMinutes(5)),
                seen("serai.stock.outbounds-reach-back", StockEffects::outboundsSince)
                        .of("3D", Duration.ofDays(3))
                        .of("40D", Duration.ofDays(40)),
                seen("serai.stock.push-lease", serai -> {
                            stock(serai, 0);
                            return serai.until(
                                    "SELECT lease_until FROM control.stock_cursors WHERE channel_id = ?", WOO);
                        })
                        .of("31S", Duration.ofSeconds(31))
                        .of("5M", Duration.ofMinutes(5)),
                seen("serai.stock.retry-delay", serai -> figureAgainAfter(serai, 0))
                        .of("7S", Duration.ofSeconds(7))
                        .of("2M", Duration.ofMinutes(2)),
                seen("serai.stock.retry-at-most", serai -> figureAgainAfter(serai, 25))
                        .of("10M", Duration.ofMinutes(10))
                        .of("3H", Duration.ofHours(3)),
                seen("serai.stock.unavailable-wait", serai -> {
                            StockJob job = stock(serai, 0);
                            serai.inTransaction(() ->
                                    serai.bean(StockPushes.class).putOff(job, new Unavailable("no answer", false)));
                            return WorkEffects.waitOf(serai, WOO);
                        })
                        .of("6S", Duration.ofSeconds(6))
                        .of("2M", Duration.ofMinutes(2)),
                seen("serai.stock.keep", serai -> leftOf(serai, 1, Duration.ofDays(3)))
                        .of("2D", 0L)
                        .of("4D", 1L),
                seen("serai.stock.forget-batch", serai -> leftOf(serai, 5, Duration.ofDays(300)))
                        .of("3", 2L)
                        .of("10", 0L));
    }

    private static OrderPass orders(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        return serai.inTransaction(() -> serai.bean(OrderCatchUp.class).begin(SHOP));
    }

    private static Object nextLookReachesBack(Turned serai) throws SQLException {
        orders(serai);
        serai.execute("UPDATE control.order_cursors SET orders_until = ?, lease_until = NULL", serai.now());
        OrderPass next =
                serai.inTransaction(() -> serai.bean(OrderCatchUp.class).begin(SHOP));
        return Duration.between(next.since(), serai.now());
    }

    private static Object sureSince(Turned serai) throws SQLException {
        OrderPass pass = orders(serai);
        serai.inTransaction(() -> serai.bean(OrderCatchUp.class).look(pass, new OrderPage(List.of(), null, null)));
        return serai.until("SELECT orders_until FROM control.order_cursors");
    }

    /** All is known up to now, and the last pass over everything was two hours ago. */
    private static StockPoll poll(Turned serai) throws SQLException {
        serai.channel(JTL, "jtl");
        serai.execute(
                "INSERT INTO control.stock_cursors (channel_id, changes_until, items_until, full_pass_at) VALUES (?, ?, ?, ?)",
                JTL,
                serai.now(),
                serai.now(),
                serai.now().minus(Duration.ofHours(2)));
        return serai.inTransaction(() -> serai.bean(StockIntake.class).begin(JTL));
    }

    private static Object outboundsSince(Turned serai) {
        Instant since = serai.now().truncatedTo(ChronoUnit.MILLIS);
        StockPoll full = new StockPoll(
                JTL, UUID.randomUUID(), Pass.FULL, Stage.OUTBOUNDS, null, since, since, null, since, null);
        io.serai.platform.Connection connection = new io.serai.platform.Connection(
                JTL,
                Platform.JTL,
                URI.create("http://127.0.0.1:1"),
                null,
                Map.of(),
                null,
                null,
                Map.of(),
                OptionalLong.empty());
        String query =
                serai.bean(JtlStock.class).ask(full, connection).question().query();
        String from = URLDecoder.decode(query.replaceAll(".*fromDate=([^&]+).*", "$1"), StandardCharsets.UTF_8);
        return Duration.between(OffsetDateTime.parse(from).toInstant(), since);
    }

    private static StockJob stock(Turned serai, int attempts) throws SQLException {
        serai.channel(WOO, "woocommerce");
        UUID product = serai.product();
        UUID variant = serai.ask(
                UUID.class,
                "INSERT INTO product_variants (product_id, organization_id) VALUES (?, ?) RETURNING id",
                product,
                TENANT);
        serai.execute(
                "INSERT INTO control.shop_stock (channel_id, external_variant_id, location_id, tenant_id, variant_id,"
                        + " external_product_id, target, owed, held, must_read, due_at, changed_at, attempts)"
                        + " VALUES (?, '71', 'shop', ?, ?, '7', 3, 0, 9, false, ?, ?, ?)",
                WOO,
                TENANT,
                variant,
                serai.now(),
                serai.now(),
                attempts);
        return serai.inTransaction(() -> serai.bean(StockPushes.class).claim()).get(0);
    }

    private static Object figureAgainAfter(Turned serai, int attempts) throws SQLException {
        StockJob job = stock(serai, attempts);
        StockStep step = serai.inTransaction(() -> serai.bean(StockPushes.class).begin(job));
        Rejected refusal = new Rejected(List.of(Reason.invalid(null, "no luck")));
        serai.inTransaction(() -> serai.bean(StockOutcomes.class).rejected(job, step, refusal));
        return serai.until("SELECT due_at FROM control.shop_stock");
    }

    private static Object leftOf(Turned serai, int calls, Duration age) throws SQLException {
        serai.channel(WOO, "woocommerce");
        for (int i = 0; i < calls; i++) {
            serai.execute(
                    "INSERT INTO control.stock_pushes (key, channel_id, lines, opened_at, closed_at, outcome)"
                            + " VALUES (gen_random_uuid(), ?, '[]', ?, ?, 'done')",
                    WOO,
                    serai.now().minus(age),
                    serai.now().minus(age));
        }
        serai.inTransaction(() -> serai.bean(StockHistory.class).forget());
        return serai.count("SELECT count(*) FROM control.stock_pushes");
    }
}
