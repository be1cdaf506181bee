package io.serai.channel;

import io.serai.config.JtlConfig;
import io.serai.store.AuthorizationRepository;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * The tokens that a sign-in brought, sealed. A refresh token works once, and one that is used twice may end the whole sign-in
 * (fact 65): so of all threads on all nodes one exchanges it, and commits what it got before anybody uses it.
 *
 * <p>Who exchanges is decided by one statement on the channel's row, whose lock lets one of many win and leaves a claim that
 * ends by itself. The call to the platform is between two short transactions and in none: it would hold one of few database
 * connections for as long as a platform hangs, and the lock would be lost with the connection, not with the call. A claim
 * whose holder died is taken over when it ends; if the platform had done the exchange by then, it says so, and the tokens are
 * lost: only a person can sign in again.
 */
@ApplicationScoped
public class AuthorizationTokens {

    private final AuthorizationRepository store;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final UnsettledChannels unsettled;
    private final ChannelSecrets secrets;
    private final JtlConfig jtl;
    private final Clock clock;

    @Inject
    AuthorizationTokens(
            AuthorizationRepository store,
            ChannelRepository channels,
            ChannelStates states,
            UnsettledChannels unsettled,
            ChannelSecrets secrets,
            JtlConfig jtl,
            Clock clock) {
        this.store = store;
        this.channels = channels;
        this.states = states;
        this.unsettled = unsettled;
        this.secrets = secrets;
        this.jtl = jtl;
        this.clock = clock;
    }

    /** Empty until somebody signs in, and again after the tokens were lost. */
    public Optional<HeldTokens> held(String channelId) {
        return store.tokens(channelId).map(row -> secrets.tokens(channelId, row));
    }

    /**
     * Takes the exchange of these tokens on, for {@code serai.jtl.refresh-lease}.
     *
     * @return empty if somebody else has it, or has done it
     */
    @Transactional
    public Optional<UUID> claim(String channelId, HeldTokens tokens) {
        UUID claim = UUID.randomUUID();
        return store.claim(channelId, tokens.generation(), claim, jtl.refreshLease())
                ? Optional.of(claim)
                : Optional.empty();
    }

    /** Lets others try; does nothing once the exchange is done. */
    @Transactional
    public void release(String channelId, UUID claim) {
        store.release(channelId, claim);
    }

    /**
     * Keeps what the exchange of these tokens brought.
     *
     * @return as they are kept; empty if they are for nobody: the channel was let go or signed in anew meanwhile
     */
    @Transactional
    public Optional<HeldTokens> refreshed(String channelId, HeldTokens before, GrantedTokens granted) {
        return store.replace(
                        channelId,
                        before.generation(),
                        secrets.sealTokens(channelId, granted),
                        secrets.keyId(),
                        granted.expiresAt(),
                        granted.refreshAfter(jtl.refreshMargin()))
                .map(generation -> new HeldTokens(
                        granted.access(),
                        granted.refresh(),
                        generation,
                        granted.refreshAfter(jtl.refreshMargin()),
                        before.signIn()));
    }

    /**
     * Keeps what a sign-in brought, and lets the channel take part again.
     *
     * @throws SignInRefused if the channel was disconnected meanwhile
     */
    @Transactional
    public void signedIn(String channelId, GrantedTokens granted) {
        Channel channel = channels.lock(channelId)
                .filter(found -> found.state().status() != ChannelState.Status.DISCONNECTED)
                .orElseThrow(() -> new SignInRefused(SignInRefused.Reason.LET_GO));
        store.put(
                channel.id(),
                secrets.sealTokens(channelId, granted),
                secrets.keyId(),
                granted.expiresAt(),
                granted.refreshAfter(jtl.refreshMargin()));
        states.resume(channelId);
        unsettled.put(channelId);
    }

    /**
     * It is known by now for whom somebody signed in. Goods and stock of two merchants must never mix in one channel: tokens
     * for another user than the channel's are forgotten.
     *
     * @param user the platform's word for who that is
     * @param refusal why the channel is paused if it is another's
     * @return whether the channel is that user's, or nobody's yet
     */
    @Transactional
    public boolean areFor(String channelId, HeldTokens tokens, String user, String refusal) {
        boolean isSettled = store.tokens(channelId)
                .filter(row -> row.signIn().number() == tokens.signIn().number())
                .filter(row -> !row.signIn().isKnown())
                .isEmpty();
        Channel channel = channels.lock(channelId).orElseThrow();
        String identity = channels.identity(channelId).orElse(null);
        if (identity != null && !userOf(identity).equals(userOf(user))) {
            if (store.forgetSignIn(channelId, tokens.signIn().number())) {
                states.pause(channelId, refusal);
            }
            return false;
        }
        if (isSettled) {
            return true;
        }
        if (identity == null) {
            channels.lockShop(channel.platform(), user);
            if (channels.isConnectedElsewhere(channel.platform(), user, channelId)) {
                return true;
            }
            states.identify(channelId, user);
        }
        store.know(channelId, tokens.signIn().number());
        return true;
    }

    /** One user may be met at several addresses of the network. */
    private static String userOf(String identity) {
        return identity.substring(identity.lastIndexOf('/') + 1);
    }

    /**
     * The platform does not take the access token: it is exchanged before anybody uses it again.
     *
     * @return whether these are the channel's tokens still
     */
    @Transactional
    public boolean refused(String channelId, HeldTokens tokens) {
        return store.expire(channelId, tokens.generation(), clock.instant());
    }

    /**
     * The platform does not take the refresh token, so there will never be another one.
     *
     * @return whether the channel is left without tokens, and paused; not if others have come meanwhile
     */
    @Transactional
    public boolean lost(String channelId, HeldTokens tokens, String reason) {
        boolean lost = store.forgetTokens(channelId, tokens.generation());
        if (lost) {
            states.pause(channelId, reason);
        }
        return lost;
    }
}
