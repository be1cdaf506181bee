package io.serai.channel;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * A shop that a tenant connected.
 *
 * @param id the caller's own, unique over all tenants
 * @param shopDomain what the platform calls the shop, as in Shopify's headers; null where it has no such name
 * @param url where calls go
 * @param settings of this channel alone, over the installation's
 * @param apiVersion null for the installation's
 * @param caFile a certificate authority to trust for this channel, null for the usual ones
 */
public record Channel(
        String id,
        String tenantId,
        Platform platform,
        String name,
        String shopDomain,
        URI url,
        SealedSecrets secrets,
        Map<String, String> settings,
        ChannelState state,
        ShopTraits shop,
        SyncMarks marks,
        String apiVersion,
        Path caFile) {

    public Channel {
        requireNonNull(id, "id is null");
        requireNonNull(tenantId, "tenantId is null");
        requireNonNull(platform, "platform is null");
        requireNonNull(name, "name is null");
        requireNonNull(secrets, "secrets is null");
        requireNonNull(state, "state is null");
        requireNonNull(shop, "shop is null");
        requireNonNull(marks, "marks is null");
        settings = Map.copyOf(settings);
    }

    public boolean isActive() {
        return state.status() == ChannelState.Status.ACTIVE;
    }
}
