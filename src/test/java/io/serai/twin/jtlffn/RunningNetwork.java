package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One twin for all tests of a class, empty and as it was set from the start before each. */
abstract class RunningNetwork {

    static final String BERLIN = Seeding.FIRST_WAREHOUSE;
    static final String HAMBURG = Seeding.SECOND_WAREHOUSE;

    static JtlFfnTwin twin;
    NetworkClient merchant;

    @BeforeAll
    static void start() {
        twin = new JtlFfnTwin();
        twin.start(0);
    }

    @AfterAll
    static void stop() {
        twin.stop();
    }

    @BeforeEach
    void empty() {
        twin.reset();
        twin.settings(Json.MAPPER.valueToTree(FfnSettings.DEFAULT));
        merchant = NetworkClient.signedIn(twin);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void set(String name, int value) {
        twin.settings(Json.object().put(name, value));
    }

    static void set(String name, boolean value) {
        twin.settings(Json.object().put(name, value));
    }

    static ObjectNode move(String kind, String sku, String quantity) {
        return move(kind, sku, quantity, BERLIN);
    }

    static ObjectNode move(String kind, String sku, String quantity, String warehouse) {
        return twin.moveStock(
                kind,
                json("{\"sku\": \"%s\", \"quantity\": %s, \"warehouseId\": \"%s\"}"
                        .formatted(sku, quantity, warehouse)));
    }

    static ObjectNode order(String number, String jfsku, int quantity) {
        return json(
                """
                {"merchantOutboundNumber": "%s", "warehouseId": "%s", "currency": "EUR",
                 "shippingAddress": {"lastname": "Sommer", "street": "Weg 1", "city": "Köln", "country": "DE"},
                 "items": [{"outboundItemId": "1", "jfsku": "%s", "quantity": %d}]}
                """
                        .formatted(number, BERLIN, jfsku, quantity));
    }

    String ship(String number, String jfsku, int quantity) {
        NetworkClient.Answer made = merchant.post("/outbounds", order(number, jfsku, quantity));
        if (made.status() != 201) {
            throw new IllegalStateException(made.text());
        }
        return made.json().path("outboundId").asText();
    }

    /** Level, reserved, blocked, announced. */
    static String levels(JsonNode stock) {
        return "%s %s %s %s"
                .formatted(
                        stock.path("stockLevel"),
                        stock.path("stockLevelReserved"),
                        stock.path("stockLevelBlocked"),
                        stock.path("stockLevelAnnounced"));
    }

    static String quantities(JsonNode change) {
        return "%s %s %s %s"
                .formatted(
                        change.path("quantity"),
                        change.path("quantityReserved"),
                        change.path("quantityBlocked"),
                        change.path("quantityAnnounced"));
    }
}
