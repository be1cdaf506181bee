package io.serai.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.platform.shopify.ShopifySignature;
import io.serai.platform.woocommerce.WooCommerceSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class HmacSignatureTest {

    /** RFC 4231, test case 2. */
    private static final byte[] RFC_BODY = "what do ya want for nothing?".getBytes(UTF_8);

    private static final String RFC_SECRET = "Jefe";
    private static final String RFC_SIGNATURE = Base64.getEncoder()
            .encodeToString(
                    HexFormat.of().parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));

    private final ShopifySignature shopify = new ShopifySignature();
    private final WooCommerceSignature wooCommerce = new WooCommerceSignature();

    @Test
    @DisplayName("fact 1: the published vector verifies, and no other body, secret or signature does")
    void verifiesThePublishedVector() {
        assertThat(HmacSignature.of(RFC_BODY, RFC_SECRET)).isEqualTo(RFC_SIGNATURE);
        assertThat(shopify(RFC_BODY, RFC_SIGNATURE, RFC_SECRET)).isTrue();
        assertThat(shopify("what do ya want for nothing!".getBytes(UTF_8), RFC_SIGNATURE, RFC_SECRET))
                .isFalse();
        assertThat(shopify(RFC_BODY, RFC_SIGNATURE, "jefe")).isFalse();
        assertThat(shopify(RFC_BODY, "AAAA", RFC_SECRET)).isFalse();
    }

    @Test
    @DisplayName("K10, K17: without a signature, with one that is no base64, or without a secret nothing verifies")
    void refusesWhatIsMissing() {
        assertThat(shopify.isValid(Map.of(), RFC_BODY, List.of(RFC_SECRET))).isFalse();
        assertThat(shopify(RFC_BODY, "%%%", RFC_SECRET)).isFalse();
        assertThat(shopify(RFC_BODY, "", RFC_SECRET)).isFalse();
        assertThat(shopify(RFC_BODY, RFC_SIGNATURE)).isFalse();
        assertThat(shopify(RFC_BODY, RFC_SIGNATURE, "")).isFalse();
    }

    @Test
    @DisplayName("fact 2: while a secret is rotated the one before verifies too")
    void takesTheSecretBefore() {
        assertThat(shopify(RFC_BODY, RFC_SIGNATURE, "new", RFC_SECRET)).isTrue();
    }

    @Test
    @DisplayName("K10: the raw bytes are signed, escaped or not")
    void signsTheRawBytes() {
        byte[] escaped = "{\"title\":\"\\u003cb\\u003e\"}".getBytes(UTF_8);
        byte[] plain = "{\"title\":\"<b>\"}".getBytes(UTF_8);

        assertThat(shopify(escaped, HmacSignature.of(escaped, RFC_SECRET), RFC_SECRET))
                .isTrue();
        assertThat(shopify(plain, HmacSignature.of(escaped, RFC_SECRET), RFC_SECRET))
                .isFalse();
    }

    @Test
    @DisplayName("facts 42 and W11: WooCommerce decodes the secret from HTML before it signs")
    void decodesWooCommercesSecret() {
        String signature = HmacSignature.of(RFC_BODY, "a&b\"c'<d>");

        assertThat(wooCommerce.isValid(
                        Map.of(WooCommerceSignature.HEADER, signature),
                        RFC_BODY,
                        List.of("a&amp;b&quot;c&#039;&lt;d&gt;")))
                .isTrue();
    }

    @Test
    @EnabledIfSystemProperty(named = "serai.samples", matches = ".+")
    @DisplayName("the recorded deliveries of the folder that serai.samples names verify")
    void verifiesRecordedDeliveries() throws IOException {
        int verified = 0;
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("serai.samples"), "woocommerce"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".http.json")).toList()) {
                JsonNode recorded = new ObjectMapper().readTree(Files.readString(file));
                if (recorded.path("signature_received").isTextual()) {
                    byte[] body = Files.readAllBytes(
                            file.resolveSibling(recorded.path("body_file").asText()));
                    Map<String, String> headers = Map.of(
                            WooCommerceSignature.HEADER,
                            recorded.path("signature_received").asText());
                    assertThat(wooCommerce.isValid(
                                    headers,
                                    body,
                                    List.of(recorded.path("secret").asText())))
                            .as("%s", file)
                            .isTrue();
                    verified++;
                }
            }
        }
        assertThat(verified).isPositive();
    }

    private boolean shopify(byte[] body, String signature, String... secrets) {
        return shopify.isValid(Map.of(ShopifySignature.HEADER, signature), body, List.of(secrets));
    }
}
