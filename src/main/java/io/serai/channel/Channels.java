package io.serai.channel;

import io.serai.config.ChannelConfig;
import io.serai.config.ShopifyConfig;
import io.serai.problem.Conflicting;
import io.serai.problem.InvalidRequest;
import io.serai.problem.NotFound;
import io.serai.store.AuthorizationRepository;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.LocationRepository;
import io.serai.store.StockLevelRepository;
import io.serai.store.SyncJobRepository;
import io.serai.store.TenantRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Connects shops, changes them and lets them go. What a platform must be told for it is the routes' part. */
@ApplicationScoped
@Named("channels")
public class Channels {

    private static final Logger LOG = Logger.getLogger(Channels.class);

    private static final int SECRET_BYTES = 32;
    private static final String CLIENT_ID = "clientId";

    private final ChannelRepository channels;
    private final ChannelStates states;
    private final SyncJobRepository jobs;
    private final TenantRepository tenants;
    private final AuthorizationRepository authorizations;
    private final LocationRepository locations;
    private final StockLevelRepository levels;
    private final ChannelSecrets secrets;
    private final UnsettledChannels unsettled;
    private final ChannelConfig config;
    private final ShopifyConfig shopify;
    private final Event<ChannelChanged> changed;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    Channels(
            ChannelRepository channels,
            ChannelStates states,
            SyncJobRepository jobs,
            TenantRepository tenants,
            AuthorizationRepository authorizations,
            LocationRepository locations,
            StockLevelRepository levels,
            ChannelSecrets secrets,
            UnsettledChannels unsettled,
            ChannelConfig config,
            ShopifyConfig shopify,
            Event<ChannelChanged> changed,
            Clock clock) {
        this.channels = channels;
        this.states = states;
        this.jobs = jobs;
        this.tenants = tenants;
        this.authorizations = authorizations;
        this.locations = locations;
        this.levels = levels;
        this.secrets = secrets;
        this.unsettled = unsettled;
        this.config = config;
        this.shopify = shopify;
        this.changed = changed;
        this.clock = clock;
    }

    /**
     * Stores a new channel. Nothing is pushed to it before its catalogue was read (rule 1).
     *
     * @return its id
     * @throws Conflicting if the id, or the shop, is connected already
     */
    @Transactional
    public String connect(ConnectChannel wish, String caller) {
        String id = wish.id() == null ? "channel_" + UUID.randomUUID() : wish.id();
        if (tenants.find(wish.tenant()).isEmpty()) {
            throw new NotFound("tenant");
        }
        if (wish.shopDomain() != null) {
            checkNotConnected(wish.platform(), wish.shopDomain());
        }
        boolean isNew = channels.insert(new Channel(
                id,
                wish.tenant(),
                wish.platform(),
                name(wish),
                wish.shopDomain(),
                wish.url(),
                secrets.seal(id, wish.credentials(), webhookSecret(wish.platform(), wish.webhookSecret())),
                wish.settings(),
                wish.platform().needsSignIn()
                        ? ChannelState.awaitingSignIn(clock.instant(), Authorizations.howToSignIn(id))
                        : ChannelState.connected(clock.instant()),
                ShopTraits.UNKNOWN,
                SyncMarks.NEVER,
                wish.apiVersion(),
                wish.caFile() == null ? null : Path.of(wish.caFile())));
        if (!isNew) {
            throw new Conflicting(
                    "A channel with the id " + id + " is there already. Give another id, or change that one");
        }
        tellOf(id);
        return id;
    }

    /** Its platform is to be told, and whoever knows the channel as it was. */
    private void tellOf(String id) {
        unsettled.put(id);
        changed.fire(new ChannelChanged(id));
    }

    private static String name(ConnectChannel wish) {
        if (wish.name() != null) {
            return wish.name();
        }
        return wish.shopDomain() == null ? wish.url().getHost() : wish.shopDomain();
    }

    /**
     * A disconnected channel takes part again once it is given credentials: those it had are forgotten.
     *
     * @throws NotFound if there is no such channel
     * @throws Conflicting if the channel is disconnected, and stays so with this
     */
    @Transactional
    public void change(String id, ChangeChannel wish, String caller) {
        Channel before = channels.lock(id).orElseThrow(() -> new NotFound("channel"));
        boolean isDisconnected = before.state().status() == ChannelState.Status.DISCONNECTED;
        if (isDisconnected) {
            checkReconnection(before, wish);
        }
        ConnectChannel.mustSuit(before.platform(), wish.webhookSecret());
        if (wish.credentials() != null) {
            wish.credentials().mustSuit(before.platform());
        }
        if (wish.credentials() != null
                && before.platform().needsSignIn()
                && (isDisconnected || !isSameProgram(before, wish.credentials()))) {
            authorizations.forget(id);
        }
        channels.save(new Channel(
                id,
                before.tenantId(),
                before.platform(),
                wish.name() == null ? before.name() : wish.name(),
                before.shopDomain(),
                wish.url() == null ? before.url() : wish.url(),
                changedSecrets(before, wish),
                wish.settings() == null ? before.settings() : wish.settings(),
                before.state(),
                before.shop(),
                before.marks(),
                wish.apiVersion() == null ? before.apiVersion() : wish.apiVersion(),
                changedCaFile(before, wish)));
        if (wish.settings() != null || isDisconnected) {
            locations.reckonAgain(id, clock.instant());
        }
        tellOf(id);
        if (isDisconnected) {
            beforeItComesOrGoes(before);
        }
        boolean givesAccess = wish.credentials() != null || Boolean.TRUE.equals(wish.active());
        if (Boolean.FALSE.equals(wish.active())) {
            states.pause(id, "paused by " + caller);
        } else if (givesAccess
                && before.platform().needsSignIn()
                && authorizations.tokens(id).isEmpty()) {
            states.awaitSignIn(id, Authorizations.howToSignIn(id), clock.instant());
        } else if (givesAccess && isDisconnected) {
            states.reconnect(id, clock.instant());
        } else if (givesAccess) {
            states.resume(id);
        }
    }

    /**
     * Tokens are for the program they were given to; another secret of the same program changes nothing. Credentials that do
     * not open any more tell of no program, and are what a person mends by giving others.
     */
    private boolean isSameProgram(Channel before, Credentials credentials) {
        try {
            return Objects.equals(
                    secrets.credentials(before).get(CLIENT_ID),
                    credentials.secrets().get(CLIENT_ID));
        } catch (IllegalStateException doNotOpen) {
            LOG.warnf("The credentials of %s do not open and are replaced: %s", before.id(), doNotOpen.getMessage());
            return false;
        }
    }

    private void checkReconnection(Channel before, ChangeChannel wish) {
        boolean asksForIt =
                wish.credentials() != null || wish.webhookSecret() != null || Boolean.TRUE.equals(wish.active());
        if (!asksForIt) {
            return;
        }
        if (wish.credentials() == null || Boolean.FALSE.equals(wish.active())) {
            throw new Conflicting("The channel is disconnected and its credentials are forgotten."
                    + " Give credentials and \"isActive\": true to connect it again");
        }
        if (before.shopDomain() != null) {
            checkNotConnected(before.platform(), before.shopDomain());
        }
    }

    /** Of several requests at once one comes first, and the others see what it did. */
    private void checkNotConnected(Platform platform, String shopDomain) {
        channels.lockShop(platform, shopDomain);
        channels.byShopDomain(platform, shopDomain)
                .filter(other -> other.state().status() != ChannelState.Status.DISCONNECTED)
                .ifPresent(other -> {
                    throw new Conflicting("The shop " + shopDomain + " is connected already");
                });
    }

    /** The channel stays with all it knows, but takes no part any more; connected again, it is read in full first. */
    @Transactional
    public void disconnect(String id, String caller) {
        Channel channel = channels.lock(id).orElseThrow(() -> new NotFound("channel"));
        tellOf(id);
        beforeItComesOrGoes(channel);
        states.disconnect(id, "disconnected by " + caller);
        jobs.cancelOf(id, clock.instant());
    }

    /** Where a channel that keeps stock comes or goes, other figures may count; but none that another has replaced. */
    private void beforeItComesOrGoes(Channel channel) {
        if (!channel.platform().hasShops()) {
            levels.forgetSuperseded(channel.tenantId());
            locations.reckonTenantAgain(channel.tenantId(), clock.instant());
        }
    }

    /**
     * The secret that a platform is told to sign with.
     *
     * @throws Conflicting if it is forgotten
     */
    public String webhookSecret(String id) {
        Channel channel = channels.find(id).orElseThrow(() -> new NotFound("channel"));
        return secrets.webhookSecrets(channel, clock.instant()).stream()
                .findFirst()
                .orElseThrow(
                        () -> new Conflicting("The channel " + id + " is disconnected and its secrets are forgotten"));
    }

    private SealedSecrets changedSecrets(Channel before, ChangeChannel wish) {
        SealedSecrets changed = before.secrets();
        if (wish.credentials() != null) {
            if (changed.webhookSecret() == null) {
                return secrets.seal(
                        before.id(), wish.credentials(), webhookSecret(before.platform(), wish.webhookSecret()));
            }
            changed = secrets.with(changed, before.id(), wish.credentials());
        }
        if (wish.webhookSecret() != null) {
            changed = secrets.with(
                    changed, before.id(), wish.webhookSecret(), clock.instant().plus(config.previousSecretValid()));
        }
        return changed;
    }

    private static Path changedCaFile(Channel before, ChangeChannel wish) {
        if (wish.caFile() == null) {
            return before.caFile();
        }
        return wish.caFile().isEmpty() ? null : Path.of(wish.caFile());
    }

    /** WooCommerce signs with whatever it is given; Shopify with the app's own secret; null where nothing is signed. */
    private String webhookSecret(Platform platform, String given) {
        if (given != null || !platform.hasShops()) {
            return given;
        }
        if (platform == Platform.SHOPIFY) {
            return shopify.webhookSecret()
                    .orElseThrow(() -> InvalidRequest.at(
                            List.of("webhookSecret"),
                            "Shopify signs deliveries with the app's client secret, and Serai does not know it",
                            "Give the client secret of the app, or set SHOPIFY_WEBHOOK_SECRET"));
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
