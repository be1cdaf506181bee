package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults;
import io.serai.twin.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FaultsTest extends RunningNetwork {

    private static ObjectNode product(String sku) {
        return Json.object().put("name", sku).put("merchantSku", sku);
    }

    @Test
    @DisplayName("Too many calls are 429, a broken network 503, both without effect")
    void refused() {
        twin.faults().next(Faults.Fate.THROTTLED);
        twin.faults().next(Faults.Fate.SERVER_ERROR);
        NetworkClient.Answer throttled = merchant.post("/products", product("A"));
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).isEqualTo("1");
        assertThat(merchant.post("/products", product("A")).status()).isEqualTo(503);
        assertThat(twin.listed()).isEmpty();
    }

    @Test
    @DisplayName("An answer may be lost after the effect: the product is there, the refresh token used")
    void lost() {
        twin.faults().next(Faults.Fate.RESET_AFTER);
        assertThatThrownBy(() -> merchant.post("/products", product("A"))).isInstanceOf(UncheckedIOException.class);
        await().atMost(Durations.ONE_MINUTE)
                .untilAsserted(() -> assertThat(twin.listed()).hasSize(1));
        String refresh = twin.signIn(JtlFfnTwin.SCOPE).path("refresh_token").asText();
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", refresh);
        twin.faults().next(Faults.Fate.RESET_AFTER);
        assertThatThrownBy(() -> merchant.token(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET, form))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(merchant.token(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET, form)
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("The same seed gives the same faults")
    void seeded() {
        List<List<Integer>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            twin.reset();
            twin.faults().set(new FaultSettings(11, 0, 3, 0.3, 0.3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                statuses.add(merchant.get("/products").status());
            }
            runs.add(statuses);
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains(200, 429, 503);
    }
}
