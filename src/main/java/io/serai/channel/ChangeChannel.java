package io.serai.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;

/**
 * What changes of a channel. Null is what stays.
 *
 * @param caFile empty to trust none of its own any more
 * @param active false pauses the channel
 * @param settings replace all there were
 */
public record ChangeChannel(
        String name,
        URI url,
        Credentials credentials,
        String webhookSecret,
        String apiVersion,
        String caFile,
        Boolean active,
        Map<String, String> settings) {

    public ChangeChannel {
        settings = settings == null ? null : Map.copyOf(settings);
    }

    /**
     * Reads it as the contract's {@code ChangeChannel}.
     *
     * @throws io.serai.problem.InvalidRequest naming each thing that cannot be
     */
    public static ChangeChannel of(JsonNode json) {
        String caFile = ConnectChannel.text(json, "caFile");
        return new ChangeChannel(
                ConnectChannel.text(json, "name"),
                json.has("url") ? ShopUrl.of(json.get("url").asText()) : null,
                json.has("credentials") ? Credentials.of(json.get("credentials")) : null,
                ConnectChannel.text(json, "webhookSecret"),
                ConnectChannel.text(json, "apiVersion"),
                json.has("caFile") && caFile == null ? "" : caFile,
                json.has("isActive") ? json.get("isActive").asBoolean() : null,
                json.has("settings") ? ChannelSettings.of(json.get("settings")) : null);
    }

    @Override
    public String toString() {
        return "ChangeChannel[url " + url + ", active " + active + "]";
    }
}
