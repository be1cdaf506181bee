package io.serai.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.channel.Platform;
import io.serai.problem.Flaw;
import io.serai.support.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadSchemasTest {

    private final PayloadSchemas schemas = new PayloadSchemas();

    @ParameterizedTest
    @CsvSource({
        "SHOPIFY, products/update, shopify/product/products-update.json",
        "SHOPIFY, products/delete, shopify/product/products-delete.json",
        "WOOCOMMERCE, product.updated, woocommerce/product/simple.json",
        "WOOCOMMERCE, product.updated, woocommerce/product/variation.json",
        "WOOCOMMERCE, product.updated, woocommerce/product/variable.json",
        "WOOCOMMERCE, product.deleted, woocommerce/product/deleted.json"
    })
    void takesWhatThePlatformsSend(Platform platform, String topic, String payload) {
        assertThat(schemas.check(platform, topic, Payloads.of(payload))).isEmpty();
    }

    @Test
    void saysWhatIsWrongInWords() {
        JsonNode body = Payloads.json("{'id': '12', 'variants': [{'price': true}]}");

        assertThat(schemas.check(Platform.SHOPIFY, "products/update", body))
                .containsExactlyInAnyOrder(
                        new Flaw("#/id", null, "string found, integer expected", null),
                        new Flaw("#/variants/0", null, "required property 'id' not found", null),
                        new Flaw("#/variants/0/price", null, "boolean found, [string, number, null] expected", null));
    }

    @Test
    void namesTheFirstTwentyAlone() {
        String variants = String.join(",", Collections.nCopies(1000, "{}"));

        assertThat(schemas.check(
                        Platform.SHOPIFY, "products/update", Payloads.json("{'variants': [" + variants + "]}")))
                .hasSize(20);
    }

    @Test
    void refusesABodyThatIsNoObject() {
        assertThat(schemas.check(Platform.WOOCOMMERCE, "product.updated", Payloads.json("[1]")))
                .isNotEmpty();
    }

    @Test
    void letsTopicsThroughThatNobodyReads() {
        assertThat(schemas.check(Platform.SHOPIFY, "carts/update", Payloads.json("{}")))
                .isEmpty();
        assertThat(schemas.check(Platform.SHOPIFY, "../secrets", Payloads.json("{}")))
                .isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "serai.samples", matches = ".+")
    @DisplayName("the samples of the folder that serai.samples names are taken as they are")
    void takesRealPayloads() throws IOException {
        for (Path file : files("shopify", ".json")) {
            String topic = file.getFileName().toString().replace(".json", "").replace("__", "/");
            assertThat(schemas.check(Platform.SHOPIFY, topic, json(file)))
                    .as("%s", file)
                    .isEmpty();
        }
        for (Path file : files("woocommerce", ".body")) {
            String topic = file.getFileName().toString().replaceAll("^\\d+-|\\.body$", "");
            if (!topic.equals("ping")) {
                assertThat(schemas.check(Platform.WOOCOMMERCE, topic, json(file)))
                        .as("%s", file)
                        .isEmpty();
            }
        }
    }

    private static List<Path> files(String platform, String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("serai.samples"), platform))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }
}
