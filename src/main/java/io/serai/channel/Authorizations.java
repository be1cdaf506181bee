package io.serai.channel;

import io.serai.config.JtlConfig;
import io.serai.config.ProcessConfig;
import io.serai.problem.Conflicting;
import io.serai.problem.NotFound;
import io.serai.store.AuthorizationRepository;
import io.serai.store.AuthorizationRepository.Link;
import io.serai.store.ChannelRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;

/**
 * The way of a person to a platform's sign-in and back. What ties both ends together is a random state that works once, for
 * a while and for one channel; whoever comes back without it is nobody.
 */
@ApplicationScoped
@Named("authorizations")
public class Authorizations {

    private static final String CALLBACK = "/connect/jtl-ffn/callback";
    private static final int STATE_BYTES = 32;
    private static final int LONGEST_STATE = 200;

    private final AuthorizationRepository store;
    private final ChannelRepository channels;
    private final JtlConfig jtl;
    private final ProcessConfig process;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    Authorizations(
            AuthorizationRepository store,
            ChannelRepository channels,
            JtlConfig jtl,
            ProcessConfig process,
            Clock clock) {
        this.store = store;
        this.channels = channels;
        this.jtl = jtl;
        this.process = process;
        this.clock = clock;
    }

    /** What a person is told whose channel needs a sign-in. */
    public static String howToSignIn(String channelId) {
        return "Somebody must sign in: POST /api/channels/" + channelId
                + "/authorization answers a link; open it in a browser";
    }

    /**
     * A new link for a channel.
     *
     * @param caller who asked for it
     * @throws NotFound if there is no such channel
     * @throws Conflicting if nobody signs in at its platform, or it is disconnected
     */
    @Transactional
    public BegunAuthorization begin(String channelId, String caller) {
        Channel channel = channels.find(channelId).orElseThrow(() -> new NotFound("channel"));
        if (!channel.platform().needsSignIn()) {
            throw new Conflicting("Nobody signs in at a " + channel.platform().key()
                    + " shop. Give its credentials with PATCH /api/channels/{id}");
        }
        if (channel.state().status() == ChannelState.Status.DISCONNECTED) {
            throw new Conflicting("The channel is disconnected and its credentials are forgotten."
                    + " Give credentials and \"isActive\": true to connect it again, then ask for a link");
        }
        byte[] bytes = new byte[STATE_BYTES];
        random.nextBytes(bytes);
        String state = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant expires = now.plus(jtl.signInValid());
        String redirectUri = process.publicUrl() + CALLBACK;
        store.begin(sha256(state), new Link(channelId, redirectUri, expires, null), caller, now);
        return new BegunAuthorization(channelId, state, redirectUri, expires);
    }

    /**
     * Uses a state up.
     *
     * @param state as it came, null for none
     * @throws SignInRefused if it is none that Serai gave, was used already or is too old
     */
    @Transactional
    public BegunAuthorization take(String state) {
        if (state == null || state.isEmpty() || state.length() > LONGEST_STATE) {
            throw new SignInRefused(SignInRefused.Reason.UNKNOWN);
        }
        Instant now = clock.instant();
        Link link = store.take(sha256(state), now).orElseThrow(() -> refused(state, now));
        return new BegunAuthorization(link.channelId(), state, link.redirectUri(), link.expiresAt());
    }

    private SignInRefused refused(String state, Instant now) {
        return new SignInRefused(store.find(sha256(state))
                .map(link -> link.usedAt() != null
                        ? SignInRefused.Reason.USED
                        : link.expiresAt().isAfter(now) ? SignInRefused.Reason.LET_GO : SignInRefused.Reason.EXPIRED)
                .orElse(SignInRefused.Reason.UNKNOWN));
    }

    /** SHA-256 without salt: the state has 256 random bits. */
    private static byte[] sha256(String state) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
