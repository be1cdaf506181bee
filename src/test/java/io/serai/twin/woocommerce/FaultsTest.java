package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.twin.FaultSettings;
import io.serai.twin.Faults;
import java.io.UncheckedIOException;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FaultsTest extends RunningShop {

    private static FaultSettings webhookFaults(double loss, double duplicate) {
        return new FaultSettings(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, loss, duplicate, 0, 0);
    }

    @Test
    @DisplayName("Too many calls are 429, a broken host 502, both with HTML and without effect")
    void refused() {
        twin.faults().next(Faults.Fate.THROTTLED);
        twin.faults().next(Faults.Fate.SERVER_ERROR);
        ShopClient.Answer throttled = shop.post("/products", ShopClient.product("x", "x"));
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).isEqualTo("1");
        ShopClient.Answer broken = shop.post("/products", ShopClient.product("x", "x"));
        assertThat(broken.status()).isEqualTo(502);
        assertThat(broken.text()).startsWith("<html>");
        assertThat(shop.get("/products").json()).isEmpty();
    }

    @Test
    @DisplayName("HTML may come with 200, without effect")
    void html() {
        shop.control("POST", "html/1", null);
        ShopClient.Answer answer = shop.post("/products", ShopClient.product("x", "x"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).startsWith("<!DOCTYPE html>");
        assertThat(shop.get("/products").json()).isEmpty();
    }

    @Test
    @DisplayName("An answer may be lost after the effect, over https too")
    void resetAfter() {
        twin.faults().next(Faults.Fate.RESET_AFTER);
        assertThatThrownBy(() -> shop.put("/products/1", "{}")).isInstanceOf(UncheckedIOException.class);
        twin.faults().next(Faults.Fate.RESET_AFTER);
        assertThatThrownBy(() -> shop.post("/products", ShopClient.product("x", "x")))
                .isInstanceOf(UncheckedIOException.class);
        await().atMost(Durations.ONE_MINUTE)
                .untilAsserted(() -> assertThat(twin.listed()).hasSize(1));
    }

    @Test
    @DisplayName("A webhook that faults swallow does not stand in the way of the next")
    void lost() {
        subscribe("product.updated");
        long product = shop.create(ShopClient.product("x", "x"));
        twin.faults().set(webhookFaults(1, 0));
        shop.put("/products/" + product, "{\"name\":\"verloren\"}");
        twin.faults().clear();
        shop.put("/products/" + product, "{\"name\":\"gehört\"}");
        quiet();
        assertThat(receiver.of("product.updated"))
                .singleElement()
                .satisfies(got -> assertThat(got.json().path("name").asText()).isEqualTo("gehört"));
    }

    @Test
    @DisplayName("A webhook may come twice")
    void doubled() {
        subscribe("product.created");
        twin.faults().set(webhookFaults(0, 1));
        shop.create(ShopClient.product("x", "x"));
        quiet();
        assertThat(receiver.of("product.created")).hasSize(2);
    }
}
