package io.serai.channel;

import io.serai.problem.InvalidRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Reads where a shop is from what a person gave. */
public final class ShopUrl {

    private static final List<String> PLACE = List.of("url");
    private static final int HIGHEST_PORT = 65_535;

    private ShopUrl() {}

    /** @throws InvalidRequest unless it is the http or https URL of a host and a port there is, without user, query or fragment */
    static URI of(String text) {
        URI url = parse(text.strip());
        boolean isHttp = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        if (!isHttp || url.getHost() == null) {
            throw wrong("It is not the URL of a shop");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw wrong("A shop's URL has no user, query or fragment");
        }
        if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
            throw wrong("There is no port " + url.getPort());
        }
        return URI.create(url.toString().replaceFirst("/+$", ""));
    }

    /** Whether calls can go there. */
    static boolean isAddress(String text) {
        try {
            return of(text) != null;
        } catch (InvalidRequest notAnAddress) {
            return false;
        }
    }

    /** What tells the shop from others: several may share a host, by port or by directory. */
    public static String site(URI url) {
        return url.getRawAuthority() + url.getRawPath().replaceFirst("/+$", "");
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw wrong("It is not a URL");
        }
    }

    private static InvalidRequest wrong(String detail) {
        return InvalidRequest.at(PLACE, detail, "Give the shop's address, such as https://shop.example.com");
    }
}
