package io.serai.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a page in a browser came from, as browsers write it: scheme, host and port, the port only where it is not the scheme's own.
 *
 * @param text such as {@code https://dashboard.example.com}
 */
public record WebOrigin(String text) {

    private static final Map<String, Integer> PORTS = Map.of("https", 443, "http", 80);

    /** @throws IllegalArgumentException if it is something else, such as all origins at once */
    public static WebOrigin parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no origin: " + text + " (such as https://dashboard.example.com)"));
    }

    static boolean isOne(String text) {
        return find(text).isPresent();
    }

    private static Optional<WebOrigin> find(String text) {
        URI uri;
        try {
            uri = new URI(text.strip().toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        boolean isPlain = PORTS.containsKey(String.valueOf(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!isPlain) {
            return Optional.empty();
        }
        boolean isUsualPort = uri.getPort() == -1
                || uri.getPort() == PORTS.get(uri.getScheme()).intValue();
        return Optional.of(
                new WebOrigin(uri.getScheme() + "://" + uri.getHost() + (isUsualPort ? "" : ":" + uri.getPort())));
    }
}
