package io.serai.channel;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.InvalidRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The wish to connect a shop.
 *
 * @param id null to have one made
 * @param name null for the shop's own
 * @param url where calls go
 * @param shopDomain what the platform calls the shop, in small letters; null where it has no shops
 * @param webhookSecret null for the platform's usual one
 * @param apiVersion null for the one Serai is set to
 * @param caFile a file with a certificate authority to trust for this shop, null for none
 */
public record ConnectChannel(
        String id,
        String tenant,
        Platform platform,
        String name,
        URI url,
        String shopDomain,
        Credentials credentials,
        String webhookSecret,
        String apiVersion,
        String caFile,
        Map<String, String> settings) {

    /** @throws InvalidRequest naming each thing that cannot be */
    public ConnectChannel {
        requireNonNull(tenant, "tenant is null");
        requireNonNull(platform, "platform is null");
        requireNonNull(url, "url is null");
        shopDomain = shopDomain == null && platform.hasShops() ? ShopUrl.site(url) : shopDomain;
        shopDomain = shopDomain == null ? null : shopDomain.strip().toLowerCase(Locale.ROOT);
        credentials.mustSuit(platform);
        mustSuit(platform, webhookSecret);
        settings = Map.copyOf(settings);
    }

    /**
     * Reads it as the contract's {@code ConnectChannel}.
     *
     * @throws InvalidRequest naming each thing that cannot be
     */
    public static ConnectChannel of(JsonNode json) {
        return new ConnectChannel(
                text(json, "id"),
                text(json, "clientId"),
                Platform.find(text(json, "platform")).orElseThrow(),
                text(json, "name"),
                ShopUrl.of(text(json, "url")),
                text(json, "shopDomain"),
                Credentials.of(json.path("credentials")),
                text(json, "webhookSecret"),
                text(json, "apiVersion"),
                text(json, "caFile"),
                ChannelSettings.of(json.path("settings")));
    }

    /** @throws InvalidRequest if there is a secret although the platform delivers nothing it could sign */
    static void mustSuit(Platform platform, String webhookSecret) {
        if (webhookSecret != null && !platform.hasShops()) {
            throw InvalidRequest.at(
                    List.of("webhookSecret"), "A " + platform.key() + " channel has no webhooks", "Leave it out");
        }
    }

    static String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }

    @Override
    public String toString() {
        return "ConnectChannel[" + platform.key() + " " + url + " for " + tenant + "]";
    }
}
