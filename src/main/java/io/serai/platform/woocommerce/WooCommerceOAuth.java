package io.serai.platform.woocommerce;

import io.serai.platform.HmacSignature;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** OAuth 1.0a with one pair of keys and HMAC-SHA256, which WooCommerce asks for over plain http (W6). */
public final class WooCommerceOAuth {

    private WooCommerceOAuth() {}

    /**
     * The query with what authenticates it.
     *
     * @param url without query
     * @param nonce never used before with this key
     */
    public static SortedMap<String, String> sign(
            String method,
            String url,
            Map<String, String> query,
            String key,
            String secret,
            String nonce,
            Instant now) {
        SortedMap<String, String> signed = new TreeMap<>(query);
        signed.put("oauth_consumer_key", key);
        signed.put("oauth_nonce", nonce);
        signed.put("oauth_signature_method", "HMAC-SHA256");
        signed.put("oauth_timestamp", String.valueOf(now.getEpochSecond()));
        String text = method + "&" + encode(url) + "&" + encode(encode(signed));
        signed.put("oauth_signature", HmacSignature.of(text.getBytes(StandardCharsets.UTF_8), secret + "&"));
        return signed;
    }

    /** A query as it stands in a URL. */
    public static String encode(SortedMap<String, String> query) {
        return query.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** RFC 3986, which the signature is computed over. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
