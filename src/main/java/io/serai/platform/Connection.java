package io.serai.platform;

import static java.util.Objects.requireNonNull;

import io.serai.channel.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * All that a call to a channel's platform needs. Immutable; {@link #toString} tells no secret.
 *
 * @param url where calls go: Shopify's {@code https://<shop domain>}, WooCommerce's site address, JTL's API
 * @param shopDomain the shop's identity, whatever address its calls go to; null where the platform has no shops
 * @param credentials Shopify: {@code accessToken}; WooCommerce: {@code consumerKey} and {@code consumerSecret}; JTL:
 *     {@code clientId} and {@code clientSecret}
 * @param apiVersion Shopify's API version such as {@code 2026-10}; null where a platform has none
 * @param caFile PEM file of the authorities this channel's certificate is checked against, null for the usual ones
 * @param signIn the number of the sign-in whose tokens let Serai in, empty where nobody signs in, or has
 * @param settings what was read of the shop and the mapping depends on, see {@link ShopDescription#settings}
 */
public record Connection(
        String channelId,
        Platform platform,
        URI url,
        String shopDomain,
        Map<String, String> credentials,
        String apiVersion,
        Path caFile,
        Map<String, String> settings,
        OptionalLong signIn) {

    public Connection {
        requireNonNull(channelId, "channelId is null");
        requireNonNull(platform, "platform is null");
        requireNonNull(url, "url is null");
        requireNonNull(signIn, "signIn is null");
        credentials = Map.copyOf(credentials);
        settings = Map.copyOf(settings);
    }

    /** @throws Unauthorized if the channel has no such credential: nobody can call its platform then */
    public String credential(String name) {
        String credential = credentials.get(name);
        if (credential == null) {
            throw new Unauthorized("channel " + channelId + " has no " + name);
        }
        return credential;
    }

    @Override
    public String toString() {
        return "Connection[" + channelId + ", " + platform.key() + ", " + url + ", credentials " + credentials.keySet()
                + "]";
    }
}
