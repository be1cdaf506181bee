package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutboundsTest extends RunningNetwork {

    String cup;

    @BeforeEach
    void goods() {
        cup = merchant.create("CUP");
        move("inbound", "CUP", "10");
    }

    private JsonNode stock() {
        return merchant.get("/stocks/" + cup).json();
    }

    private JsonNode outbound(String id) {
        return merchant.get("/outbounds/" + id).json();
    }

    private JsonNode lastChange() {
        JsonNode all = merchant.get("/stocks/changes").json().path("items");
        return all.get(all.size() - 1);
    }

    @Test
    @DisplayName("An outbound reserves, and its shipping takes the goods and the reservation")
    void whole() {
        NetworkClient.Answer made = merchant.post("/outbounds", order("O-1", cup, 4));
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().path("outboundId").asText();
        assertThat(made.json().path("status").asText()).isEqualTo("Pending");
        assertThat(made.json().at("/items/0/quantityOpen").asInt()).isEqualTo(4);
        assertThat(made.json().at("/items/0/merchantSku").asText()).isEqualTo("CUP");
        assertThat(levels(stock())).isEqualTo("10 4 0 0");
        assertThat(stock().at("/stockReservedDetails/0/outboundId").asText()).isEqualTo(id);
        assertThat(lastChange().path("changeType").asText()).isEqualTo("Reservation");
        assertThat(quantities(lastChange())).isEqualTo("0 4 0 0");
        assertThat(lastChange().at("/outboundItem/outboundItemId").asText()).isEqualTo("1");

        twin.handleOutbound(id, "status", json("{\"status\": \"Acknowledged\"}"));
        twin.handleOutbound(id, "status", json("{\"status\": \"Pickprocess\"}"));
        assertThat(levels(stock())).isEqualTo("10 4 0 0");
        twin.handleOutbound(id, "ship", json("{\"trackingId\": \"TR1\"}"));

        assertThat(outbound(id).path("status").asText()).isEqualTo("Shipped");
        assertThat(outbound(id).at("/items/0/quantityOpen").asInt()).isZero();
        assertThat(outbound(id).at("/statusTimestamp/shipped").asText()).isNotEmpty();
        assertThat(levels(stock())).isEqualTo("6 0 0 0");
        assertThat(stock().path("stockReservedDetails")).isEmpty();
        assertThat(lastChange().path("changeType").asText()).isEqualTo("Delivery");
        assertThat(quantities(lastChange())).isEqualTo("-4 -4 0 0");
        JsonNode notifications =
                merchant.get("/outbounds/" + id + "/shipping-notifications").json();
        assertThat(notifications.isArray()).isTrue();
        assertThat(notifications.at("/0/packages/0/identifier/0/value").asText())
                .isEqualTo("TR1");
        assertThat(notifications.at("/0/outboundShippingNotificationId"))
                .isEqualTo(lastChange().at("/outboundShippingNotificationItem/outboundShippingNotificationId"));
    }

    @Test
    @DisplayName("A part may be shipped and the rest be canceled by the warehouse")
    void partial() {
        String id = ship("O-1", cup, 4);
        twin.handleOutbound(id, "ship", json("{\"items\": [{\"outboundItemId\": \"1\", \"quantity\": 3}]}"));
        assertThat(outbound(id).path("status").asText()).isEqualTo("PartiallyShipped");
        assertThat(levels(stock())).isEqualTo("7 1 0 0");
        twin.handleOutbound(id, "status", json("{\"status\": \"Pickprocess\"}"));
        assertThatThrownBy(() -> twin.handleOutbound(
                        id, "ship", json("{\"items\": [{\"outboundItemId\": \"1\", \"quantity\": 2}]}")))
                .hasMessageContaining("Outbounds_OutboundShippingNotificationNotEnoughQuantityOpen");
        twin.handleOutbound(id, "cancel", json("{\"reasonCode\": \"OutOfStock\", \"reason\": \"weg\"}"));
        assertThat(outbound(id).path("status").asText()).isEqualTo("PartiallyCanceled");
        assertThat(outbound(id).path("cancelReason").asText()).isEqualTo("weg");
        assertThat(levels(stock())).isEqualTo("7 0 0 0");
        assertThat(lastChange().path("changeType").asText()).isEqualTo("ReservationCanceled");
        assertThat(quantities(lastChange())).isEqualTo("0 -1 0 0");
        assertThatThrownBy(() -> twin.handleOutbound(id, "ship", json("{}")))
                .hasMessageContaining("Outbounds_OutboundShippingNotificationStatusForbidden");
    }

    @Test
    @DisplayName("A canceled outbound gives its reservation back, once")
    void cancel() {
        String id = ship("O-1", cup, 4);
        assertThat(merchant.post("/outbounds/" + id + "/cancel", "{}").status()).isEqualTo(204);
        assertThat(levels(stock())).isEqualTo("10 0 0 0");
        assertThat(outbound(id).path("status").asText()).isEqualTo("Canceled");
        NetworkClient.Answer again = merchant.post("/outbounds/" + id + "/cancel", null);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo("Outbounds_OutboundStatusChangeForbidden");
        assertThat(levels(stock())).isEqualTo("10 0 0 0");
        assertThat(merchant.post("/outbounds/X/cancel", null).code()).isEqualTo("Outbounds_OutboundNotFound");
    }

    @Test
    @DisplayName("An outbound is changed with its reservation, until it is picked")
    void change() {
        String id = ship("O-1", cup, 4);
        ObjectNode patch = json(
                "{\"externalNote\": \"Danke\", \"items\": [{\"outboundItemId\": \"1\", \"jfsku\": \"%s\", \"quantity\": 6}]}"
                        .formatted(cup));
        assertThat(merchant.patch("/outbounds/" + id, patch).status()).isEqualTo(204);
        assertThat(levels(stock())).isEqualTo("10 6 0 0");
        assertThat(outbound(id).path("externalNote").asText()).isEqualTo("Danke");
        merchant.patch("/outbounds/" + id, "{\"externalNote\": \"Danke\"}");
        assertThat(twin.calls().counts().unchanged()).hasSize(1);
        patch = json("{\"items\": [{\"outboundItemId\": \"1\", \"jfsku\": \"%s\", \"quantity\": 11}]}".formatted(cup));
        assertThat(merchant.patch("/outbounds/" + id, patch).code()).isEqualTo("Stocks_NotEnoughStock");
        assertThat(levels(stock())).isEqualTo("10 6 0 0");
        twin.handleOutbound(id, "status", json("{\"status\": \"Pickprocess\"}"));
        assertThat(merchant.patch("/outbounds/" + id, "{\"externalNote\": \"x\"}")
                        .code())
                .isEqualTo("Outbounds_OutboundStatusChangeForbidden");
    }

    @Test
    @DisplayName("An outbound that cannot be is refused whole")
    void refused() {
        assertThat(merchant.post("/outbounds", order("O-1", "MERC01XXXXX", 1)).code())
                .isEqualTo("Products_ProductNotFound");
        assertThat(merchant.post("/outbounds", order("O-1", "MERC01XXXXX", 1)).status())
                .isEqualTo(400);
        assertThat(merchant.post("/outbounds", order("O-1", cup, 1).put("warehouseId", "FULF04DE-99999-0009"))
                        .code())
                .isEqualTo("Warehouses_WarehouseNotFound");
        assertThat(merchant.post("/outbounds", order("O-1", cup, 0)).code()).isEqualTo("Shared_ModelValidation");
        ObjectNode both = order("O-1", cup, 1);
        both.put("shippingType", "Standard").put("shippingMethodId", Seeding.SHIPPING_METHOD);
        assertThat(merchant.post("/outbounds", both).code())
                .isEqualTo("Outbounds_OutboundShippingMethodAndShippingTypeSet");
        ObjectNode half = order("O-1", cup, 1);
        ((ObjectNode) half.at("/items/0")).put("quantity", new java.math.BigDecimal("0.5"));
        assertThat(merchant.post("/outbounds", half).code()).isEqualTo("Stocks_ProductIsNotDivisible");
        ObjectNode none = order("O-1", cup, 1);
        none.putArray("items");
        assertThat(merchant.post("/outbounds", none).code()).isEqualTo("Shared_ModelValidation");
        assertThat(merchant.get("/outbounds").json().path("items")).isEmpty();
        assertThat(levels(stock())).isEqualTo("10 0 0 0");
    }

    @Test
    @DisplayName("A bill of materials has its components added and reserves them")
    void billOfMaterials() {
        String set = merchant.create(json(
                "{\"name\": \"Set\", \"merchantSku\": \"SET\", \"specifications\": {\"isBillOfMaterials\": true, \"billOfMaterialsComponents\": [{\"jfsku\": \"%s\", \"quantity\": 2}]}}"
                        .formatted(cup)));
        NetworkClient.Answer made = merchant.post("/outbounds?autoCompleteBillOfMaterials=true", order("O-1", set, 3));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("items").findValuesAsText("itemType"))
                .containsExactly("BillOfMaterials", "Product");
        assertThat(made.json().at("/items/1/billOfMaterialsId").asText()).isEqualTo("1");
        assertThat(levels(stock())).isEqualTo("10 6 0 0");
        twin.handleOutbound(made.json().path("outboundId").asText(), "ship", json("{}"));
        assertThat(levels(stock())).isEqualTo("4 0 0 0");
        assertThat(merchant.post(
                                "/products",
                                json(
                                        "{\"name\": \"Set\", \"merchantSku\": \"S2\", \"specifications\": {\"billOfMaterialsComponents\": [{\"jfsku\": \"MERC01XXXXX\", \"quantity\": 2}]}}"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("A shipping method brings its type, a shipping type stands alone")
    void shipping() {
        NetworkClient.Answer made =
                merchant.post("/outbounds", order("O-1", cup, 1).put("shippingMethodId", Seeding.SHIPPING_METHOD));
        assertThat(made.json().path("shippingType").asText()).isEqualTo("Standard");
        String id = made.json().path("outboundId").asText();
        assertThat(merchant.patch("/outbounds/" + id, "{\"shippingType\": \"NextDay\"}")
                        .status())
                .isEqualTo(204);
        assertThat(outbound(id).has("shippingMethodId")).isFalse();
        assertThat(merchant.post("/outbounds", order("O-2", cup, 1).put("shippingMethodId", "nowhere"))
                        .code())
                .isEqualTo("ShippingMethods_ShippingMethodNotFound");
    }

    @Test
    @DisplayName("More may be reserved than there is, but not shipped")
    void oversale() {
        NetworkClient.Answer made = merchant.post("/outbounds?oversale=true", order("O-1", cup, 12));
        assertThat(made.status()).isEqualTo(201);
        assertThat(levels(stock())).isEqualTo("10 12 0 0");
        String id = made.json().path("outboundId").asText();
        assertThatThrownBy(() -> twin.handleOutbound(id, "ship", json("{}")))
                .hasMessageContaining("Stocks_NotEnoughStock");
        move("inbound", "CUP", "2");
        twin.handleOutbound(id, "ship", json("{}"));
        assertThat(levels(stock())).isEqualTo("0 0 0 0");
    }

    @Test
    @DisplayName("The warehouse goes the ways there are")
    void steps() {
        String id = ship("O-1", cup, 1);
        assertThatThrownBy(() -> twin.handleOutbound(id, "status", json("{\"status\": \"Shipped\"}")))
                .hasMessageContaining("Outbounds_OutboundStatusChangeForbidden");
        twin.handleOutbound(id, "status", json("{\"status\": \"Locked\"}"));
        twin.handleOutbound(id, "status", json("{\"status\": \"Acknowledged\"}"));
        assertThatThrownBy(() -> twin.handleOutbound("X", "ship", json("{}")))
                .isInstanceOf(NoSuchElementException.class);
        assertThat(merchant.get("/outbounds/X").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("Orders that come at once never reserve more than there is")
    void storm() {
        List<Integer> statuses = IntStream.range(0, 30)
                .parallel()
                .mapToObj(n ->
                        merchant.post("/outbounds", order("O-" + n, cup, 1)).status())
                .toList();
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(10);
        assertThat(Collections.frequency(statuses, 400)).isEqualTo(20);
        assertThat(levels(stock())).isEqualTo("10 10 0 0");
        assertThat(merchant.get("/stocks/changes").json().path("items").findValuesAsText("stockVersion"))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
    }
}
