package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.platform.Connections;
import io.serai.platform.ObservedOrder;
import io.serai.platform.ObservedOrder.State;
import io.serai.platform.ObservedOrderLine;
import io.serai.platform.OrderPage;
import io.serai.platform.OrdersRead;
import io.serai.support.PostgresResource;
import io.serai.twin.Sells;
import io.serai.twin.TwinServer;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("The calls for orders")
class OrderCallsFlowTest extends FlowTestBase {

    @Inject
    Connections connections;

    @BeforeEach
    void connect() {
        shops.connect();
        // so that no other call is made than the test's own
        shops.shopify.deliveries().hold();
        shops.woocommerce.deliveries().hold();
        shops.shopify.createAsStaff(
                json("{\"title\":\"Hat\",\"sku\":\"HAT\",\"stock\":900,\"inventoryItem\":{\"tracked\":true}}"));
        shops.woocommerce.createAsStaff(object().put("name", "Hat")
                .put("sku", "HAT")
                .put("price", "5.00")
                .put("stock", 900));
    }

    private TwinServer twin(String platform) {
        return platform.equals("shopify") ? shops.shopify : shops.woocommerce;
    }

    private Sells shop(String platform) {
        return (Sells) twin(platform);
    }

    private Object call(String platform, String route, Object body, String cursor, Instant since) {
        Exchange exchange = camel.request("direct:" + platform + "-" + route, sent -> {
            sent.setVariable(
                    "connection", connections.of(platform.equals("shopify") ? shops.shopifyChannel : shops.wooChannel));
            if (cursor != null) {
                sent.setVariable("cursor", cursor);
            }
            if (since != null) {
                sent.setVariable("updatedSince", since);
            }
            sent.getMessage().setBody(body);
        });
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    private List<ObservedOrder> all(String platform, Instant since) {
        List<ObservedOrder> all = new ArrayList<>();
        String cursor = null;
        do {
            OrderPage page = (OrderPage) call(platform, "orders-page", null, cursor, since);
            all.addAll(page.orders());
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }

    private static ObjectNode hats(int quantity) {
        return json("{\"lines\":[{\"sku\":\"HAT\",\"quantity\":%d}]}".formatted(quantity));
    }

    private static BigDecimal owed(ObservedOrder order) {
        return order.lines().stream().map(ObservedOrderLine::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    @DisplayName("say of each order what it still owes")
    void owes(String platform) {
        Sells shop = shop(platform);
        String open = shop.buy(hats(3));
        String shipped = shop.buy(hats(2));
        String cancelled = shop.buy(hats(1));
        shop.editOrder(open, object().put("sku", "HAT").put("quantity", 2));
        shop.fulfil(shipped);
        shop.cancel(cancelled, true);

        OrdersRead read =
                (OrdersRead) call(platform, "read-orders", List.of(open, shipped, cancelled, "999999999"), null, null);

        assertThat(read.missing()).containsExactly("999999999");
        assertThat(read.found())
                .extracting(order -> order.externalId() + " " + order.state() + " " + owed(order))
                .containsExactlyInAnyOrder(open + " OPEN 2", shipped + " FULFILLED 0", cancelled + " CANCELLED 0");
        assertThat(read.found().get(0).lines()).allSatisfy(line -> {
            assertThat(line.sku()).isEqualTo("HAT");
            assertThat(line.externalVariantId())
                    .isEqualTo(
                            platform.equals("shopify")
                                    ? shops.variantInShopify("HAT").path("id").asText()
                                    : shops.inWooCommerce("HAT").path("id").asText());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce"})
    @DisplayName("K6 page through all orders and skip none, also where an order changes between two pages")
    void pages(String platform) {
        Sells shop = shop(platform);
        List<String> ids =
                IntStream.range(0, 130).mapToObj(i -> shop.buy(hats(1))).toList();
        OrderPage first = (OrderPage) call(platform, "orders-page", null, null, null);
        // of WooCommerce the trash comes first
        while (first.orders().isEmpty()) {
            first = (OrderPage) call(platform, "orders-page", null, first.nextCursor(), null);
        }
        String seen = first.orders().get(0).externalId();
        String later = ids.get(129);
        twin(platform).clock().skew(Duration.ofSeconds(90));
        shop.fulfil(seen);
        shop.fulfil(later);

        List<ObservedOrder> rest = new ArrayList<>();
        String cursor = first.nextCursor();
        while (cursor != null) {
            OrderPage page = (OrderPage) call(platform, "orders-page", null, cursor, null);
            rest.addAll(page.orders());
            cursor = page.nextCursor();
        }

        assertThat(Stream.concat(first.orders().stream(), rest.stream())
                        .map(ObservedOrder::externalId)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(rest)
                .filteredOn(order -> order.state() == State.FULFILLED)
                .extracting(ObservedOrder::externalId)
                .contains(seen, later);
        Instant since = twin(platform).clock().instant().minusSeconds(60);
        assertThat(all(platform, platform.equals("shopify") ? since.plusSeconds(120) : since))
                .extracting(ObservedOrder::externalId)
                .containsExactlyInAnyOrder(seen, later);
    }
}
