package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.Listed;
import io.serai.twin.SampleCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a JTL-FFN twin that is kept in a file")
class JtlFfnRestartTest {

    @TempDir
    Path directory;

    JtlFfnTwin twin;

    @BeforeEach
    void start() {
        twin = new JtlFfnTwin();
        assertThat(twin.keepIn(directory.resolve("jtl-ffn.json"))).isFalse();
        twin.seed(SampleCatalogue.of(7, 10));
        twin.start(0);
    }

    @AfterEach
    void stop() {
        twin.stop();
    }

    private void restart() {
        int port = twin.url().getPort();
        twin.stop();
        twin = new JtlFfnTwin();
        assertThat(twin.keepIn(directory.resolve("jtl-ffn.json"))).isTrue();
        twin.start(port);
    }

    @Test
    @DisplayName(
            "is the same network after a restart: products, stock with its versions, outbounds, programs and tokens")
    void restarts() {
        ObjectNode tokens = twin.signIn(JtlFfnTwin.SCOPE);
        NetworkClient merchant =
                new NetworkClient(twin, tokens.path("access_token").asText());
        twin.addClient("another", "secret", "http://localhost:1/back");
        twin.settings(Json.object().put("chunkSize", 9));
        String cup = merchant.create(
                RunningNetwork.json(
                        "{\"name\": \"Kabel\", \"merchantSku\": \"WIRE\", \"weight\": 0.5, \"specifications\": {\"isDivisible\": true}}"));
        twin.moveStock("inbound", RunningNetwork.json("{\"sku\": \"WIRE\", \"quantity\": 7.5, \"note\": \"neu\"}"));
        String shipped = place("WIRE", "2.5");
        twin.handleOutbound(shipped, "ship", Json.object());
        place("WIRE", "1");
        twin.announceInbound(RunningNetwork.json("{\"items\": [{\"sku\": \"WIRE\", \"quantity\": 3}]}"));
        String deleted = twin.listed().get(0).id();
        twin.deleteAsStaff(deleted, false);
        List<String> ids = twin.listed().stream().map(Listed::id).toList();
        String before = twin.state().toString();
        String changes = merchant.get("/stocks/changes?$top=500").text();
        String updates = "/products/updates?fromDate=0001-01-01T00:00:00Z&toDate=9999-01-01T00:00:00Z";
        String told = merchant.get(updates).text();

        restart();

        assertThat(twin.state()).hasToString(before);
        assertThat(merchant.get("/stocks/changes?$top=500").text()).isEqualTo(changes);
        NetworkClient again =
                new NetworkClient(twin, tokens.path("access_token").asText());
        assertThat(again.get(updates).text()).isEqualTo(told);
        assertThat(again.patch("/products/" + cup, "{\"weight\": 0.5}").status())
                .isEqualTo(204);
        assertThat(twin.calls().counts().unchanged()).hasSize(1);
        assertThat(again.post("/products", RunningNetwork.json("{\"name\": \"x\", \"merchantSku\": \"wire\"}"))
                        .code())
                .isEqualTo("Products_DuplicateProduct");
        assertThat(again.create("NEXT")).isNotIn(ids).isNotEqualTo(deleted);
        assertThat(again.token(
                                JtlFfnTwin.CLIENT_ID,
                                JtlFfnTwin.CLIENT_SECRET,
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "refresh_token",
                                        tokens.path("refresh_token").asText()))
                        .status())
                .isEqualTo(200);
        twin.moveStock("inbound", RunningNetwork.json("{\"sku\": \"WIRE\", \"quantity\": 1}"));
        assertThat(twin.stockOf("WIRE").path("stockLevelReserved").asInt()).isEqualTo(1);
    }

    private String place(String sku, String quantity) {
        return twin.placeOutbound(RunningNetwork.json(
                        "{\"items\": [{\"sku\": \"%s\", \"quantity\": %s}]}".formatted(sku, quantity)))
                .path("outboundId")
                .asText();
    }
}
