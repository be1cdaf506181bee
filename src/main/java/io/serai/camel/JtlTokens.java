package io.serai.camel;

import io.serai.channel.AuthorizationTokens;
import io.serai.channel.Authorizations;
import io.serai.channel.BegunAuthorization;
import io.serai.channel.ChannelSettings;
import io.serai.channel.GrantedTokens;
import io.serai.channel.HeldTokens;
import io.serai.channel.SignInRefused;
import io.serai.config.JtlConfig;
import io.serai.platform.Connection;
import io.serai.platform.ShopDescription;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import io.serai.platform.jtlffn.JtlDescribe;
import io.serai.platform.jtlffn.JtlOAuth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.jboss.logging.Logger;

/** Signs in at JTL and keeps the access token of every call fresh; who may exchange a token is decided by {@link AuthorizationTokens}. */
@ApplicationScoped
@Named("jtlTokens")
public class JtlTokens {

    private static final Logger LOG = Logger.getLogger(JtlTokens.class);

    /** The tokens to call with; set once they hold. */
    static final String TOKENS = "jtlTokens";

    private static final String CLAIM = "jtlClaim";
    private static final String CLAIMED = "jtlClaimed";
    private static final String SINCE = "jtlLookedSince";
    private static final String FORM = "jtlForm";
    private static final String USED = "jtlUsedToken";
    private static final String ASKED_AT = "jtlAskedAt";
    private static final String TOKEN_URL = "jtlTokenUrl";
    private static final String GRANTED = "jtlGranted";

    private final AuthorizationTokens tokens;
    private final JtlConfig config;
    private final Clock clock;

    @Inject
    public JtlTokens(AuthorizationTokens tokens, JtlConfig config, Clock clock) {
        this.tokens = tokens;
        this.config = config;
        this.clock = clock;
    }

    /** The link that a person opens to sign in. */
    public URI link(
            @Variable("connection") Connection connection, @Variable("authorization") BegunAuthorization begun) {
        return JtlOAuth.link(
                endpoint(connection, "/authorize", config.authorizeUrl()),
                connection.credential("clientId"),
                begun.redirectUri(),
                begun.state());
    }

    private static URI endpoint(Connection connection, String path, URI usual) {
        String own = connection.settings().get(ChannelSettings.OAUTH_URL);
        return own == null ? usual : URI.create(own.strip().replaceFirst("/+$", "") + path);
    }

    /** Tokens that held for the call before may not for the next. */
    public void begin(Exchange exchange) {
        exchange.removeVariable(TOKENS);
        exchange.removeVariable(CLAIM);
        exchange.setVariable(SINCE, clock.instant());
    }

    /**
     * Finds tokens that hold, or takes on to exchange them. Neither, while somebody else does that. Nothing but for whom they are
     * is asked before that is known.
     *
     * @throws Unauthorized if nobody is signed in
     * @throws Unavailable if whoever exchanges them does not come to an end, or it is not known yet for whom they are
     */
    public void look(Exchange exchange) {
        exchange.removeVariable(CLAIM);
        String channel = new PlatformExchange(exchange).connection().channelId();
        HeldTokens held = tokens.held(channel)
                .orElseThrow(() -> new Unauthorized(
                        "Nobody is signed in at JTL-FFN for this channel", Authorizations.howToSignIn(channel)));
        if (!held.signIn().isKnown() && !(exchange.getVariable(PlatformExchange.CONVERSATION) instanceof JtlDescribe)) {
            throw new Unavailable("Somebody has just signed in at JTL-FFN, and it is not known yet for whom", false);
        }
        if (clock.instant().isBefore(held.refreshAfter())) {
            exchange.setVariable(TOKENS, held);
            return;
        }
        Optional<UUID> claim = tokens.claim(channel, held);
        claim.ifPresent(mine -> {
            exchange.setVariable(CLAIM, mine);
            exchange.setVariable(CLAIMED, held);
        });
        Instant patience = exchange.getVariable(SINCE, Instant.class).plus(Duration.ofMillis(config.longestWaitMs()));
        if (claim.isEmpty() && clock.instant().isAfter(patience)) {
            throw new Unavailable("JTL's token is being exchanged by another, for too long", false);
        }
    }

    /**
     * It is told by now for whom the tokens are.
     *
     * @throws Unauthorized if that is not the user whose channel it is
     */
    public void areFor(
            @Body ShopDescription shop,
            @Variable("connection") Connection connection,
            @Variable(TOKENS) HeldTokens held) {
        String channel = connection.channelId();
        Unauthorized other = new Unauthorized(
                "Another user has signed in at JTL-FFN than the one whose channel this is: %s. Its goods and its stock are not"
                                .formatted(shop.identity())
                        + " that user's",
                Authorizations.howToSignIn(channel)
                        + ", as the same user as before; or disconnect this channel and connect another one for that user");
        if (!tokens.areFor(channel, held, shop.identity(), other.getMessage())) {
            throw other;
        }
    }

    public void askToRefresh(Exchange exchange) {
        String refreshToken = exchange.getVariable(CLAIMED, HeldTokens.class).refresh();
        ask(exchange, JtlOAuth.refresh(refreshToken), refreshToken);
    }

    public void askToExchange(Exchange exchange) {
        BegunAuthorization begun = exchange.getVariable("authorization", BegunAuthorization.class);
        ask(exchange, JtlOAuth.exchange(exchange.getVariable("code", String.class), begun.redirectUri()), null);
    }

    private void ask(Exchange exchange, String form, String used) {
        exchange.setVariable(FORM, form);
        exchange.setVariable(USED, used);
        exchange.removeVariable(GRANTED);
        exchange.setVariable(
                TOKEN_URL, endpoint(new PlatformExchange(exchange).connection(), "/token", config.tokenUrl()));
    }

    /** Makes the exchange's message the request. */
    public void request(Exchange exchange) {
        Connection connection = new PlatformExchange(exchange).connection();
        Message request = exchange.getMessage();
        request.removeHeaders("*");
        request.setHeader(Exchange.HTTP_METHOD, "POST");
        request.setHeader("Accept", "application/json");
        request.setHeader(
                "Authorization",
                JtlOAuth.basic(connection.credential("clientId"), connection.credential("clientSecret")));
        request.setHeader(Exchange.CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.setBody(exchange.getVariable(FORM, String.class).getBytes(StandardCharsets.UTF_8));
        exchange.removeVariable(FORM);
        exchange.setVariable(ASKED_AT, clock.instant());
    }

    /** Takes the answer, or fails with what it means. */
    public void hear(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        JtlOAuth.judge(
                        platform.status(),
                        platform.headers(),
                        platform.body(),
                        exchange.getVariable(USED, String.class),
                        exchange.getVariable(ASKED_AT, Instant.class))
                .ifPresent(granted -> exchange.setVariable(GRANTED, granted));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
    }

    /** No answer came. The token may be used up all the same: the next try tells. */
    public void fail(Exchange exchange) {
        throw new PlatformExchange(exchange).noAnswer(true);
    }

    /**
     * JTL does not take the refresh token any more.
     *
     * @throws Unauthorized if there are no other tokens by now; the channel is paused then
     */
    public void lost(Exchange exchange) {
        String channel = new PlatformExchange(exchange).connection().channelId();
        Unauthorized lost = new Unauthorized(
                "JTL-FFN does not know Serai's token any more: the access was taken back, or an answer of JTL was lost",
                Authorizations.howToSignIn(channel));
        if (tokens.lost(channel, exchange.getVariable(CLAIMED, HeldTokens.class), lost.getMessage())) {
            throw lost;
        }
    }

    /** Keeps what the exchange brought before anybody uses it. */
    public void keep(Exchange exchange) {
        tokens.refreshed(
                        new PlatformExchange(exchange).connection().channelId(),
                        exchange.getVariable(CLAIMED, HeldTokens.class),
                        exchange.getVariable(GRANTED, GrantedTokens.class))
                .ifPresent(now -> exchange.setVariable(TOKENS, now));
        exchange.removeVariable(GRANTED);
    }

    /**
     * Lets the tokens be kept once more as long as nobody else exchanges those from before.
     *
     * @throws IllegalStateException if that is too long already
     */
    public void notKept(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String channel = new PlatformExchange(exchange).connection().channelId();
        Instant end = exchange.getVariable(ASKED_AT, Instant.class).plus(config.refreshLease());
        if (clock.instant().isAfter(end)) {
            throw new IllegalStateException("The new tokens of " + channel + " cannot be kept", failure);
        }
        LOG.warnf("The new tokens of %s are not kept yet: %s", channel, failure.getMessage());
    }

    /** Whatever came of it, nobody waits for this exchange any longer. */
    public void giveClaimBack(Exchange exchange) {
        tokens.release(
                new PlatformExchange(exchange).connection().channelId(), exchange.getVariable(CLAIM, UUID.class));
        exchange.removeVariable(CLAIM);
        exchange.removeVariable(CLAIMED);
        exchange.removeVariable(USED);
    }

    /** Keeps what the sign-in brought before anything else is done with it. */
    public void signedIn(Exchange exchange) {
        GrantedTokens granted = exchange.getVariable(GRANTED, GrantedTokens.class);
        exchange.removeVariable(GRANTED);
        exchange.removeVariable("code");
        if (granted == null) {
            throw new SignInRefused(SignInRefused.Reason.NOT_TAKEN);
        }
        tokens.signedIn(new PlatformExchange(exchange).connection().channelId(), granted);
    }
}
