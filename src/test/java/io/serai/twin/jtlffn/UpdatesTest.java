package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UpdatesTest extends RunningNetwork {

    Instant begin;

    @BeforeEach
    void begin() {
        begin = twin.clock().instant();
    }

    @AfterEach
    void rightTime() {
        twin.clock().skew(Duration.ZERO);
    }

    /** Later than all that happened until now. */
    private void later() {
        twin.clock().skew(twin.clock().skew().plusSeconds(10));
    }

    private static String at(Instant time) {
        return NetworkClient.encoded(FfnTime.written(time));
    }

    private JsonNode updates(String of, Instant from, String more) {
        NetworkClient.Answer answer = merchant.get("/" + of + "/updates?fromDate=" + at(from) + more);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    @Test
    @DisplayName("Stock changes come in chunks whose links lead to the end, each once and in order")
    void chunks() {
        set("chunkSize", 3);
        merchant.create("CUP");
        for (int i = 1; i <= 8; i++) {
            move("inbound", "CUP", String.valueOf(i));
        }
        later();
        JsonNode chunk = updates("stocks", begin, "");
        String to = chunk.path("to").asText();
        List<String> versions = new ArrayList<>(chunk.path("data").findValuesAsText("stockVersion"));
        int chunks = 1;
        while (chunk.path("moreDataAvailable").asBoolean()) {
            move("inbound", "CUP", "1");
            chunk = merchant.follow(chunk.path("nextChunkUrl").asText()).json();
            assertThat(chunk.path("to").asText()).isEqualTo(to);
            versions.addAll(chunk.path("data").findValuesAsText("stockVersion"));
            chunks++;
        }
        assertThat(chunks).isEqualTo(3);
        assertThat(chunk.has("nextChunkUrl")).isFalse();
        assertThat(versions).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
        later();
        JsonNode next = updates("stocks", FfnTime.read(to).orElseThrow(), "");
        assertThat(next.path("data").findValuesAsText("stockVersion")).containsExactly("9", "10");
    }

    @Test
    @DisplayName("The link to the next chunk is written as the network writes it")
    void link() {
        set("chunkSize", 1);
        merchant.create("A");
        merchant.create("B");
        later();
        JsonNode chunk = updates("products", begin, "&ignoreOwnUserId=false");
        assertThat(chunk.path("nextChunkUrl").asText())
                .isEqualTo(
                        "%s/api/v1/merchant/products/updates?fromDate=%s&toDate=%s&page=2&ignoreOwnApplicationId=false&ignoreOwnUserId=false"
                                .formatted(
                                        twin.url(),
                                        chunk.path("from")
                                                .asText()
                                                .replace(":", "%3a")
                                                .replace("+", "%2b"),
                                        chunk.path("to")
                                                .asText()
                                                .replace(":", "%3a")
                                                .replace("+", "%2b")));
        assertThat(updates("products", begin, "&page=2")
                        .path("moreDataAvailable")
                        .asBoolean())
                .isFalse();
        assertThat(updates("products", begin, "&page=3").path("data")).isEmpty();
        merchant.control("POST", "warehouses", "{\"warehouseId\": \"FULF04DE-80331-0003\", \"name\": \"M\"}");
        later();
        JsonNode methods = updates("shippingmethods", Instant.EPOCH, "");
        assertThat(methods.path("data")).hasSize(1);
        assertThat(merchant.get("/shippingMethods/updates").status()).isEqualTo(200);
        assertThat(updates("warehouses", Instant.EPOCH, "&page=3").path("data")).hasSize(1);
    }

    @Test
    @DisplayName("Several changes of one product are one row that says how often it changed in the time asked for")
    void folded() {
        String jfsku = merchant.create("CUP");
        later();
        Instant made = twin.clock().instant();
        merchant.patch("/products/" + jfsku, "{\"note\": \"1\"}");
        merchant.patch("/products/" + jfsku, "{\"note\": \"2\"}");
        later();
        JsonNode all = updates("products", begin, "").path("data");
        assertThat(all).hasSize(1);
        assertThat(all.at("/0/note").asText()).isEqualTo("2");
        assertThat(all.at("/0/modificationInfo/changesInRange").findValuesAsText("state"))
                .containsExactly("New", "Modified", "Modified");
        JsonNode since = updates("products", made, "").path("data");
        assertThat(since.at("/0/modificationInfo/changesInRange")).hasSize(2);
        JsonNode before = updates("products", begin, "&toDate=" + at(made)).path("data");
        assertThat(before.at("/0/modificationInfo/changesInRange").findValuesAsText("state"))
                .containsExactly("New");
        assertThat(updates("products", twin.clock().instant(), "").path("data")).isEmpty();
    }

    @Test
    @DisplayName("A deleted product is told as deleted")
    void deleted() {
        String jfsku = merchant.create("CUP");
        twin.deleteAsStaff(jfsku, false);
        later();
        JsonNode all = updates("products", begin, "").path("data");
        assertThat(all.at("/0/jfsku").asText()).isEqualTo(jfsku);
        assertThat(all.at("/0/modificationInfo/state").asText()).isEqualTo("Deleted");
    }

    @Test
    @DisplayName("What one's own program or user did can be left out, and the rest stays")
    void own() {
        merchant.create("OURS");
        twin.createAsStaff(json("{\"title\": \"Theirs\", \"sku\": \"THEIRS\"}"));
        move("inbound", "OURS", "5");
        later();
        assertThat(updates("products", begin, "").path("data").findValuesAsText("merchantSku"))
                .containsExactly("OURS", "THEIRS");
        assertThat(updates("products", begin, "&ignoreOwnApplicationId=true")
                        .path("data")
                        .findValuesAsText("merchantSku"))
                .containsExactly("THEIRS");
        assertThat(updates("products", begin, "&ignoreOwnUserId=true").path("data"))
                .isEmpty();
        assertThat(updates("stocks", begin, "&ignoreOwnUserId=true&ignoreOwnApplicationId=true")
                        .path("data"))
                .hasSize(1);
    }

    @Test
    @DisplayName("Outbounds and inbounds have updates of their own")
    void others() {
        String cup = merchant.create("CUP");
        move("inbound", "CUP", "5");
        String outbound = ship("O-1", cup, 1);
        twin.announceInbound(json("{\"items\": [{\"sku\": \"CUP\", \"quantity\": 5}]}"));
        twin.handleOutbound(outbound, "status", json("{\"status\": \"Pickprocess\"}"));
        later();
        JsonNode outbounds = updates("outbounds", begin, "").path("data");
        assertThat(outbounds).hasSize(1);
        assertThat(outbounds.at("/0/status").asText()).isEqualTo("Pickprocess");
        assertThat(updates("outbounds", begin, "&ignoreOwnApplicationId=true")
                        .at("/data/0/modificationInfo/changesInRange")
                        .findValuesAsText("state"))
                .containsExactly("Modified");
        assertThat(updates("inbounds", begin, "").path("data")).hasSize(1);
    }
}
