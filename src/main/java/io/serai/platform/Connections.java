package io.serai.platform;

import io.serai.channel.Channel;
import io.serai.channel.ChannelSecrets;
import io.serai.channel.ChannelState;
import io.serai.channel.ShopTraits;
import io.serai.config.ShopifyConfig;
import io.serai.store.AuthorizationRepository;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Opens what calls to a channel's platform need, and keeps what they learn of the shop. */
@ApplicationScoped
@Named("connections")
public class Connections {

    /** A clock that is off by less is not worth a write; the network alone makes as much. */
    private static final Duration NOTICEABLE = Duration.ofMillis(500);

    private final ChannelRepository channels;
    private final ChannelStates states;
    private final ChannelSecrets secrets;
    private final AuthorizationRepository authorizations;
    private final ShopifyConfig shopify;
    private final PlatformAdapters adapters;
    private final Clock clock;

    @Inject
    Connections(
            ChannelRepository channels,
            ChannelStates states,
            ChannelSecrets secrets,
            AuthorizationRepository authorizations,
            ShopifyConfig shopify,
            PlatformAdapters adapters,
            Clock clock) {
        this.channels = channels;
        this.states = states;
        this.secrets = secrets;
        this.authorizations = authorizations;
        this.shopify = shopify;
        this.adapters = adapters;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if there is no such channel */
    public Connection of(String channelId) {
        Channel channel = channels.find(channelId)
                .orElseThrow(() -> new IllegalArgumentException("there is no channel " + channelId));
        return new Connection(
                channel.id(),
                channel.platform(),
                channel.url(),
                channel.shopDomain(),
                secrets.credentials(channel),
                channel.apiVersion() == null ? shopify.apiVersion() : channel.apiVersion(),
                channel.caFile(),
                settings(channel),
                authorizations.signIn(channel.id()));
    }

    /** What mapping this channel's products depends on. */
    public static Map<String, String> settings(Channel channel) {
        Map<String, String> settings = new HashMap<>(channel.settings());
        if (channel.shop().weightUnit() != null) {
            settings.putIfAbsent(ShopDescription.WEIGHT_UNIT, channel.shop().weightUnit());
        }
        return settings;
    }

    /** Whether a person disconnected the channel, perhaps while it was still being set up. */
    public boolean isLetGo(String channelId) {
        return channels.find(channelId)
                .filter(channel -> channel.state().status() != ChannelState.Status.DISCONNECTED)
                .isEmpty();
    }

    /** Whether the channel takes part. What waited for its turn may have been paused or disconnected meanwhile. */
    public boolean isActive(String channelId) {
        return channels.find(channelId).filter(Channel::isActive).isPresent();
    }

    /**
     * Keeps what the shop says about how it counts. A channel whose shop is another than the person said, or connected
     * already, is paused: two channels would undo each other's work there.
     */
    @Transactional
    public void described(Connection connection, ShopDescription shop) {
        states.describe(
                connection.channelId(), new ShopTraits(shop.currency(), shop.pricesIncludeTax(), shop.weightUnit()));
        if (shop.dimensionUnit() != null) {
            states.setting(connection.channelId(), ShopDescription.DIMENSION_UNIT, shop.dimensionUnit());
        }
        shop.timeZone().ifPresent(zone -> states.setting(connection.channelId(), ShopDescription.TIME_ZONE, zone));
        if (shop.identity() != null) {
            identified(connection, shop.identity());
        }
    }

    private void identified(Connection connection, String identity) {
        if (adapters.of(connection.platform()).knowsShopsByDomain()
                && !identity.equalsIgnoreCase(connection.shopDomain())) {
            states.pause(
                    connection.channelId(),
                    "The shop says that it is %s, not %s. Disconnect this channel and connect that shop"
                            .formatted(identity, connection.shopDomain()));
            return;
        }
        channels.lockShop(connection.platform(), identity);
        if (channels.isConnectedElsewhere(connection.platform(), identity, connection.channelId())) {
            states.pause(
                    connection.channelId(),
                    "The shop %s is connected already, by another channel. Disconnect one of the two"
                            .formatted(identity));
            return;
        }
        states.identify(connection.channelId(), identity);
    }

    /** Whether there is a catalogue to read before anything is pushed to the channel. */
    public boolean hasCatalogue(Connection connection) {
        return adapters.of(connection.platform()).hasCatalogue();
    }

    /** @param skew the platform's clock minus Serai's, as its last answer told */
    @Transactional
    public void noteClockSkew(Connection connection, Duration skew) {
        Duration known =
                channels.find(connection.channelId()).orElseThrow().state().clockSkew();
        if (known.minus(skew).abs().compareTo(NOTICEABLE) > 0) {
            states.clockSkew(connection.channelId(), skew);
        }
    }

    /**
     * The platform refuses Serai: nothing is done on the channel until a person gives it working credentials. Where the
     * person has done so since the connection was opened, or signed in anew, the refusal says nothing any more.
     */
    @Transactional
    public void refused(Connection connection, Throwable failure) {
        channels.lock(connection.channelId())
                .filter(channel -> secrets.credentials(channel).equals(connection.credentials()))
                .filter(channel -> authorizations.signIn(channel.id()).equals(connection.signIn()))
                .ifPresent(channel -> states.pause(channel.id(), failure.getMessage()));
    }
}
