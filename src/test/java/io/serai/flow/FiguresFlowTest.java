package io.serai.flow;

import static io.restassured.RestAssured.given;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.access.Contract;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("The figures for Prometheus")
class FiguresFlowTest extends FlowTestBase {

    private static final FaultSettings THROTTLED = new FaultSettings(1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @Inject
    Contract contract;

    @ConfigProperty(name = "quarkus.micrometer.binder.http-server.match-patterns")
    List<String> patterns;

    @Test
    @DisplayName("count deliveries, pushes and calls, tell throttled ones apart, and how long each push took")
    void countWork() {
        double accepted = value("serai_deliveries_received_total", "outcome=\"accepted\"", "platform=\"shopify\"");
        double pushed = value("serai_pushes_lag_seconds_count", "outcome=\"completed\"", "platform=\"woocommerce\"");
        shops.connect();
        shops.shopify.createAsStaff(
                object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"));
        shops.settle();

        assertThat(value("serai_deliveries_received_total", "outcome=\"accepted\"", "platform=\"shopify\""))
                .isGreaterThan(accepted);
        assertThat(value("serai_pushes_lag_seconds_count", "outcome=\"completed\"", "platform=\"woocommerce\""))
                .isGreaterThan(pushed);
        assertThat(value("serai_deliveries_lag_seconds_count", "outcome=\"processed\"", "platform=\"shopify\""))
                .isPositive();
        assertThat(value("serai_platform_calls_total", "outcome=\"answered\"", "platform=\"woocommerce\""))
                .isPositive();

        double throttled = value("serai_platform_calls_total", "outcome=\"throttled\"", "platform=\"woocommerce\"");
        shops.woocommerce.faults().set(THROTTLED);
        shops.patch(shops.product("H-1").path("id").asText(), object().put("name", "Strohhut"));
        await().atMost(PATIENCE)
                .until(() -> value("serai_platform_calls_total", "outcome=\"throttled\"", "platform=\"woocommerce\"")
                        > throttled);
        shops.woocommerce.faults().clear();
        shops.settle(PATIENCE);
    }

    @Test
    @DisplayName("show what waits and for how long, also where nothing does")
    void showWhatWaits() {
        shops.connect();
        String hat = shops.create(object().put("name", "Hut").put("sku", "H-1").put("price", 10));
        shops.settle();
        shops.execute(
                "UPDATE product_sync_queue SET status = 'failed' WHERE product_id = CAST(? AS uuid) AND channel_id = ?",
                hat,
                shops.shopifyChannel);

        camel.sendBody("direct:count-waiting-work", "");

        assertThat(value("serai_queue_rows", "platform=\"shopify\"", "status=\"failed\""))
                .isPositive();
        assertThat(value("serai_channels", "platform=\"shopify\"", "status=\"active\""))
                .isPositive();
        assertThat(metrics())
                .contains("serai_queue_oldest_seconds{", "serai_reads_pending{", "serai_stock_due{")
                .contains("serai_deliveries_unfinished{", "serai_conflicts_open");
    }

    @Test
    @DisplayName("name a path by what the contract calls it, and no id: there is room for a hundred of them")
    void namePaths() {
        List<String> templates = contract.operations().stream()
                .map(operation -> contract.basePath() + "/" + String.join("/", operation.segments()))
                .filter(template -> template.contains("{"))
                .distinct()
                .toList();
        assertThat(templates).allSatisfy(template -> {
            String path = template.replaceAll("\\{[^}]+}", "x");
            assertThat(patterns.stream()
                            .map(pattern -> pattern.split("=", 2))
                            .filter(pattern -> path.matches(pattern[0]))
                            .map(pattern -> pattern[1])
                            .collect(Collectors.toList()))
                    .containsExactly(template);
        });
        UUID id = UUID.randomUUID();
        given().auth().oauth2("serai-dev-admin").get("/api/products/" + id + "/stock");
        assertThat(metrics()).doesNotContain(id.toString());
    }

    private static double value(String name, String... tags) {
        for (String line : metrics().split("\n")) {
            Matcher sample = Pattern.compile("(\\w+)\\{(.*)} (\\S+)").matcher(line);
            if (sample.matches()
                    && sample.group(1).equals(name)
                    && List.of(tags).stream().allMatch(sample.group(2)::contains)) {
                return Double.parseDouble(sample.group(3));
            }
        }
        return 0;
    }

    private static String metrics() {
        return given().auth().oauth2("serai-dev-admin").get("/q/metrics").asString();
    }
}
