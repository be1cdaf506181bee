package io.serai.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.listing.PlannedCall;
import io.serai.merge.Observation;
import io.serai.product.Field;
import io.serai.product.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A write to WooCommerce")
class WooCommercePushTest {

    private static final String BATCH = "POST /products/{id}/variations/batch";
    private static final String PRODUCT =
            """
            {"id": 11, "type": "variable", "name": "%s", "status": "publish", "date_modified_gmt": "2026-11-21T15:12:%s",
             "tags": [{"id": 1, "name": "%s"}]}
            """;
    private static final String VARIATION =
            """
            {"id": %d, "sku": "%s", "regular_price": "%s", "date_modified_gmt": "2026-11-21T15:12:%s",
             "attributes": [{"name": "Size", "option": "S%d"}]}
            """;

    @Test
    @DisplayName("D2 is known by what it answered itself, not by what somebody made of it before it was read")
    void takesWhatTheWriteAnswered() {
        WooCommercePush push = push(
                """
                {"product": {"name": "ours"},
                 "variations": {"create": [{"sku": "sku 12"}], "update": [{"id": 12, "regular_price": "5"}]}}
                """);
        hear(push, "PUT", PRODUCT.formatted("ours, as stored", "18", "sale"));
        hear(
                push,
                "POST",
                "{\"create\": [%s], \"update\": [%s]}"
                        .formatted(
                                VARIATION.formatted(13, "sku 12", "", "18", 3),
                                VARIATION.formatted(12, "sku 5", "5.00", "18", 0)));
        hear(push, "GET", PRODUCT.formatted("theirs", "19", "new"));
        hear(
                push,
                "GET",
                "[%s, %s, %s]"
                        .formatted(
                                VARIATION.formatted(12, "sku 5", "7.00", "19", 0),
                                VARIATION.formatted(13, "sku 16", "", "19", 3),
                                VARIATION.formatted(14, "sku 14", "3.00", "17", 4)));

        Observation answer = push.result();

        assertThat(answer.fields().get(Field.NAME)).isEqualTo(Value.text("ours, as stored"));
        assertThat(answer.fields().get(Field.TAGS)).isEqualTo(Value.terms(List.of("new")));
        assertThat(value(answer, "13", Field.SKU)).isEqualTo(Value.text("sku 12"));
        assertThat(value(answer, "12", Field.NET_SALES_PRICE)).isEqualTo(Value.decimal("5.00"));
        assertThat(value(answer, "14", Field.SKU)).isEqualTo(Value.text("sku 14"));
    }

    private static Value value(Observation answer, String variation, Field field) {
        return answer.variants().stream()
                .filter(variant -> variant.externalId().equals(variation))
                .findFirst()
                .orElseThrow()
                .fields()
                .get(field);
    }

    private static WooCommercePush push(String body) {
        return new WooCommercePush(new PlannedCall(BATCH, "products/11", tree(body), Map.of(), false), Map.of());
    }

    private static void hear(WooCommercePush push, String method, String body) {
        assertThat(push.question().method()).isEqualTo(method);
        push.hear(new WooCommerceAnswer(200, Map.of("x-wp-total", "3"), tree(body), Instant.EPOCH));
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
