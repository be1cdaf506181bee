package io.serai.twin.woocommerce;

import io.serai.twin.TwinClock;
import io.serai.twin.TwinRequest;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who calls: keys by Basic or in the query over https, OAuth 1.0a everywhere (fact 61, W6). Thread-safe. */
final class Authenticator {

    private static final int WINDOW_SECONDS = 15 * 60;
    private static final Pattern HEADER_PARAMETER = Pattern.compile("(oauth_[a-z_-]*)=\"?([^\",]*)\"?");
    private static final List<String> OAUTH = List.of(
            "oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method");

    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
    private final Map<String, Long> nonces = new HashMap<>();
    private final TwinClock clock;

    Authenticator(TwinClock clock) {
        this.clock = clock;
    }

    void add(ApiKey key) {
        keys.put(key.key(), key);
    }

    List<ApiKey> all() {
        return List.copyOf(keys.values());
    }

    /** These keys and no others. */
    void restore(List<ApiKey> stored) {
        keys.clear();
        stored.forEach(this::add);
    }

    void remove(String key) {
        keys.remove(key);
    }

    /**
     * The key the call is made with, or null if it names none this way.
     *
     * @param stripped whether the host swallows the Authorization header
     * @throws WpError 401 if it names one and proves it wrongly
     */
    ApiKey identify(TwinRequest request, boolean stripped) {
        String header = stripped ? null : request.header("Authorization");
        if (request.secure()) {
            ApiKey found = direct(request, header);
            if (found != null) {
                return found;
            }
        }
        return oauth(request, header);
    }

    private ApiKey direct(TwinRequest request, String header) {
        String key = request.parameter("consumer_key");
        String secret = request.parameter("consumer_secret");
        if (key == null || secret == null) {
            String[] pair = basic(header);
            key = pair[0];
            secret = pair[1];
        }
        ApiKey known = key == null ? null : keys.get(key);
        if (known != null && !MessageDigest.isEqual(utf8(known.secret()), utf8(secret))) {
            throw refused("Consumer secret is invalid.");
        }
        return known;
    }

    private static String[] basic(String header) {
        if (header == null || !header.startsWith("Basic ")) {
            return new String[2];
        }
        try {
            String pair = new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int at = pair.indexOf(':');
            return at < 0 ? new String[2] : new String[] {pair.substring(0, at), pair.substring(at + 1)};
        } catch (IllegalArgumentException e) {
            return new String[2];
        }
    }

    private ApiKey oauth(TwinRequest request, String header) {
        Map<String, String> parameters = new HashMap<>();
        MultiMap query = request.query();
        query.forEach(each -> parameters.put(each.getKey(), each.getValue()));
        if (header != null && header.startsWith("OAuth ")) {
            Matcher each = HEADER_PARAMETER.matcher(header);
            while (each.find()) {
                parameters.put(each.group(1), URLDecoder.decode(each.group(2), StandardCharsets.UTF_8));
            }
        }
        List<String> missing = new ArrayList<>(OAUTH);
        missing.removeIf(name -> !parameters.getOrDefault(name, "").isEmpty());
        if (missing.size() == OAUTH.size()) {
            return null;
        }
        if (!missing.isEmpty()) {
            throw new WpError(
                    401,
                    "woocommerce_rest_authentication_missing_parameter",
                    "Missing OAuth parameter" + (missing.size() > 1 ? "s " : " ") + String.join(", ", missing));
        }
        ApiKey key = keys.get(parameters.get("oauth_consumer_key"));
        if (key == null) {
            throw refused("Consumer key is invalid.");
        }
        checkSignature(request, parameters, key);
        checkFreshness(parameters, key);
        return key;
    }

    private static void checkSignature(TwinRequest request, Map<String, String> parameters, ApiKey key) {
        Map<String, String> signed = new TreeMap<>(parameters);
        String given = signed.remove("oauth_signature").replace(' ', '+');
        String all = signed.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
        String url = (request.secure() ? "https://" : "http://") + request.header("Host") + request.path();
        String text = request.method() + "&" + encode(url) + "&" + encode(all);
        String method = parameters.get("oauth_signature_method");
        if (!method.equals("HMAC-SHA1") && !method.equals("HMAC-SHA256")) {
            throw refused("Invalid signature - signature method is invalid.");
        }
        byte[] digest = hmac("Hmac" + method.substring(5), utf8(key.secret() + "&"), utf8(text));
        if (!MessageDigest.isEqual(utf8(Base64.getEncoder().encodeToString(digest)), utf8(given))) {
            throw refused("Invalid signature - provided signature does not match.");
        }
    }

    private void checkFreshness(Map<String, String> parameters, ApiKey key) {
        long now = clock.instant().getEpochSecond();
        String stamp = parameters.get("oauth_timestamp");
        long at = stamp.matches("\\d{1,15}") ? Long.parseLong(stamp) : 0;
        if (Math.abs(now - at) > WINDOW_SECONDS) {
            throw refused("Invalid timestamp.");
        }
        synchronized (nonces) {
            nonces.values().removeIf(used -> used < now - WINDOW_SECONDS);
            if (nonces.putIfAbsent(key.key() + " " + parameters.get("oauth_nonce"), at) != null) {
                throw refused("Invalid nonce - nonce has already been used.");
            }
        }
    }

    private static WpError refused(String message) {
        return new WpError(401, "woocommerce_rest_authentication_error", message);
    }

    static byte[] hmac(String algorithm, byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 3986. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
