package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StocksTest extends RunningNetwork {

    String cup;

    @BeforeEach
    void product() {
        cup = merchant.create("CUP");
    }

    private JsonNode changes() {
        return merchant.get("/stocks/changes").json().path("items");
    }

    @Test
    @DisplayName("Stock is told per warehouse and per product, and the product's is the sum")
    void levels() {
        move("inbound", "CUP", "10", BERLIN);
        move("inbound", "CUP", "4", HAMBURG);
        move("block", "CUP", "3", BERLIN);
        JsonNode all = merchant.get("/stocks/" + cup).json();
        assertThat(levels(all)).isEqualTo("11 0 3 0");
        assertThat(all.path("merchantSku").asText()).isEqualTo("CUP");
        assertThat(all.path("warehouses").findValuesAsText("warehouseId")).containsExactly(BERLIN, HAMBURG);
        assertThat(levels(all.at("/warehouses/0"))).isEqualTo("7 0 3 0");
        assertThat(levels(merchant.get("/stocks/" + cup + "/" + HAMBURG).json()))
                .isEqualTo("4 0 0 0");
        assertThat(levels(merchant.get("/stocks").json().at("/items/0"))).isEqualTo("11 0 3 0");
        JsonNode there = merchant.get("/stocks/warehouse/" + HAMBURG).json();
        assertThat(there.path("items")).hasSize(1);
        assertThat(levels(there.at("/items/0"))).isEqualTo("4 0 0 0");
    }

    @Test
    @DisplayName("Every movement is a change of its type with ascending versions and the level after it")
    void changesOfAllTypes() {
        move("inbound", "CUP", "10");
        move("adjust", "CUP", "-2");
        move("block", "CUP", "3");
        move("unblock", "CUP", "1");
        twin.moveStock(
                "return", json("{\"sku\": \"CUP\", \"quantity\": 1, \"quantityBlocked\": 1, \"note\": \"Kratzer\"}"));
        JsonNode all = changes();
        assertThat(all.findValuesAsText("changeType"))
                .containsExactly("Inbound", "Adjustment", "Adjustment", "Adjustment", "Return");
        assertThat(all.findValuesAsText("stockVersion")).containsExactly("1", "2", "3", "4", "5");
        assertThat(all.findValuesAsText("current")).containsExactly("false", "false", "false", "false", "true");
        assertThat(quantities(all.get(2))).isEqualTo("-3 0 3 0");
        assertThat(levels(all.get(4))).isEqualTo("7 0 3 0");
        assertThat(all.get(4).path("note").asText()).isEqualTo("Kratzer");
        assertThat(all.get(0).at("/stockChangeId/warehouseId").asText()).isEqualTo(BERLIN);
        assertThat(all.get(0).at("/stockChangeId/jfsku").asText()).isEqualTo(cup);
    }

    @Test
    @DisplayName("Each warehouse and product counts its versions for itself")
    void versions() {
        move("inbound", "CUP", "1", BERLIN);
        move("inbound", "CUP", "1", HAMBURG);
        merchant.create("BAG");
        move("inbound", "BAG", "1", BERLIN);
        move("inbound", "CUP", "1", BERLIN);
        assertThat(changes().findValuesAsText("stockVersion")).containsExactly("1", "1", "1", "2");
        JsonNode there = merchant.get("/stocks/changes/" + HAMBURG).json();
        assertThat(there.path("items")).hasSize(1);
    }

    @Test
    @DisplayName("A divisible product's stock is a decimal, another's is not")
    void decimals() {
        merchant.create(
                json("{\"name\": \"Kabel\", \"merchantSku\": \"WIRE\", \"specifications\": {\"isDivisible\": true}}"));
        move("inbound", "WIRE", "203.202");
        move("adjust", "WIRE", "-0.202");
        assertThat(levels(twin.stockOf("WIRE"))).isEqualTo("203 0 0 0");
        assertThat(quantities(changes().get(0))).isEqualTo("203.202 0 0 0");
        assertThatThrownBy(() -> move("inbound", "CUP", "0.5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Stocks_ProductIsNotDivisible");
    }

    @Test
    @DisplayName("Goods that are not there cannot be taken, and nothing cannot be moved")
    void notEnough() {
        move("inbound", "CUP", "2");
        assertThatThrownBy(() -> move("adjust", "CUP", "-3")).hasMessageContaining("Stocks_NotEnoughStock");
        assertThatThrownBy(() -> move("unblock", "CUP", "1")).hasMessageContaining("Stocks_NotEnoughBlockedStock");
        assertThatThrownBy(() -> move("adjust", "CUP", "0")).hasMessageContaining("Stocks_QuantityAndBlockedIsZero");
        assertThatThrownBy(() -> move("inbound", "CUP", "-1")).isInstanceOf(IllegalArgumentException.class);
        assertThat(changes()).hasSize(1);
    }

    @Test
    @DisplayName("What is announced is on its way until it comes, or does not")
    void announced() {
        String items = "{\"items\": [{\"sku\": \"CUP\", \"quantity\": 5}]}";
        String comes = twin.announceInbound(json(items)).path("inboundId").asText();
        String lost = twin.announceInbound(json(items)).path("inboundId").asText();
        JsonNode waiting = merchant.get("/stocks/" + cup).json();
        assertThat(levels(waiting)).isEqualTo("0 0 0 10");
        assertThat(waiting.at("/stockAnnouncedDetails/0/inboundId").asText()).isEqualTo(comes);
        assertThat(waiting.at("/stockAnnouncedDetails/1/quantityAnnounced").asInt())
                .isEqualTo(5);
        twin.handleInbound(comes, "receive");
        twin.handleInbound(lost, "close");
        assertThat(levels(merchant.get("/stocks/" + cup).json())).isEqualTo("5 0 0 0");
        assertThat(changes().findValuesAsText("changeType"))
                .containsExactly("Announcement", "Announcement", "Inbound", "AnnouncementCanceled");
        assertThat(quantities(changes().get(2))).isEqualTo("5 0 0 -5");
        assertThat(merchant.get("/inbounds/" + comes).json().path("status").asText())
                .isEqualTo("Receipted");
        assertThat(merchant.get("/inbounds/" + lost).json().path("status").asText())
                .isEqualTo("Closed");
        assertThat(merchant.get("/inbounds/x").code()).isEqualTo("Inbounds_InboundNotFound");
    }

    @Test
    @DisplayName("With a deleted product its goods go")
    void deleted() {
        move("inbound", "CUP", "2");
        twin.deleteAsStaff(cup, false);
        assertThat(merchant.get("/products/" + cup).status()).isEqualTo(404);
        assertThat(merchant.get("/stocks/" + cup).code()).isEqualTo("Products_ProductNotFound");
        assertThat(merchant.get("/stocks").json().path("items")).isEmpty();
        assertThat(merchant.get("/stocks/warehouse/" + BERLIN).json().path("items"))
                .isEmpty();
        assertThat(changes().get(1).path("changeType").asText()).isEqualTo("Deleted");
        assertThat(levels(changes().get(1))).isEqualTo("0 0 0 0");
        assertThat(merchant.create("CUP")).isNotEqualTo(cup);
    }

    @Test
    @DisplayName("Stocks and changes can be filtered, and unknown warehouses are 404")
    void filtered() {
        merchant.create("BAG");
        move("inbound", "CUP", "2", HAMBURG);
        move("inbound", "BAG", "5", BERLIN);
        String filter = NetworkClient.encoded("warehouses/warehouseId eq '" + HAMBURG + "' and stockLevel lt 3");
        assertThat(merchant.get("/stocks?$filter=" + filter)
                        .json()
                        .path("items")
                        .findValuesAsText("merchantSku"))
                .containsOnly("CUP");
        String changed = NetworkClient.encoded("stockChangeId/jfsku eq '" + cup + "'");
        assertThat(merchant.get("/stocks/changes?$filter=" + changed).json().path("items"))
                .hasSize(1);
        for (String path : new String[] {"/stocks/warehouse/X", "/stocks/changes/X", "/stocks/" + cup + "/X"}) {
            NetworkClient.Answer unknown = merchant.get(path);
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.code()).isEqualTo("Warehouses_WarehouseNotFound");
        }
        assertThat(merchant.get("/stocks?date=2026-01-01T00:00:00%2B00:00").status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("Warehouses, fulfillers and shipping methods are there to be read")
    void masters() {
        JsonNode warehouses = merchant.get("/warehouses").json();
        assertThat(warehouses.path("items").findValuesAsText("warehouseId")).containsExactly(BERLIN, HAMBURG);
        assertThat(merchant.get("/warehouses/" + BERLIN)
                        .json()
                        .at("/address/city")
                        .asText())
                .isEqualTo("Berlin");
        assertThat(merchant.get("/warehouses/X").code()).isEqualTo("Warehouses_WarehouseNotFound");
        assertThat(merchant.get("/fulfillers").json().at("/items/0/userId").asText())
                .isEqualTo("FULF");
        assertThat(merchant.get("/shippingmethods").json().at("/items/0/name").asText())
                .isEqualTo("DHL Paket");
        assertThat(merchant.get("/shippingmethods/" + Seeding.SHIPPING_METHOD).status())
                .isEqualTo(200);
        assertThat(merchant.get("/shippingmethods/nope").code()).isEqualTo("ShippingMethods_ShippingMethodNotFound");
        String added = "{\"warehouseId\": \"FULF04DE-80331-0003\", \"name\": \"Lager München\"}";
        assertThat(merchant.control("POST", "warehouses", added).status()).isEqualTo(201);
        assertThat(merchant.control("POST", "warehouses", added).status()).isEqualTo(400);
        move("inbound", "CUP", "1", "FULF04DE-80331-0003");
        assertThat(merchant.get("/stocks/" + cup).json().path("warehouses")).hasSize(1);
    }
}
