package io.serai.store;

import io.serai.channel.HeldTokens.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Links to sign in at a platform, of which only the SHA-256 of their state is kept, and the sealed tokens that came of them. */
@ApplicationScoped
public class AuthorizationRepository {

    /** How long a link that is over is remembered, so that it can be said what became of it. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    /** A link that was given out. */
    public record Link(String channelId, String redirectUri, Instant expiresAt, Instant usedAt) {}

    /** @param sealed an envelope of the channel's tokens */
    public record TokenRow(byte[] sealed, long generation, Instant refreshAfter, SignedIn signIn) {}

    private final Jdbi jdbi;

    public AuthorizationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds a link and forgets those that are long over. */
    public void begin(byte[] stateSha256, Link link, String caller, Instant now) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("DELETE FROM control.authorizations WHERE expires_at < :longAgo")
                    .bind("longAgo", now.minus(REMEMBERED))
                    .execute();
            handle.createUpdate(
                            """
                            INSERT INTO control.authorizations
                                (state_sha256, channel_id, caller, redirect_uri, created_at, expires_at)
                            VALUES (:state, :channel, :caller, :redirect, :now, :expires)
                            """)
                    .bind("state", stateSha256)
                    .bind("channel", link.channelId())
                    .bind("caller", Json.withoutNul(caller))
                    .bind("redirect", link.redirectUri())
                    .bind("now", now)
                    .bind("expires", link.expiresAt())
                    .execute();
        });
    }

    /** Uses the link up; of many who try at once one does. Empty if it is none that holds. */
    public Optional<Link> take(byte[] stateSha256, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        UPDATE control.authorizations a SET used_at = :now
                        FROM control.channels c
                        WHERE a.state_sha256 = :state AND a.used_at IS NULL AND a.expires_at > :now
                          AND c.id = a.channel_id AND c.status <> 'disconnected'
                        RETURNING a.channel_id, a.redirect_uri, a.expires_at, a.used_at
                        """)
                .bind("state", stateSha256)
                .bind("now", now)
                .map((row, context) -> new Link(
                        row.getString(1), row.getString(2), Times.read(row, "expires_at"), Times.read(row, "used_at")))
                .findOne());
    }

    public Optional<Link> find(byte[] stateSha256) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT channel_id, redirect_uri, expires_at, used_at
                        FROM control.authorizations WHERE state_sha256 = :state
                        """)
                .bind("state", stateSha256)
                .map((row, context) -> new Link(
                        row.getString(1), row.getString(2), Times.read(row, "expires_at"), Times.read(row, "used_at")))
                .findOne());
    }

    public Optional<TokenRow> tokens(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT tokens, generation, refresh_after, sign_in, is_known
                        FROM control.authorization_tokens WHERE channel_id = :channel
                        """)
                .bind("channel", channelId)
                .map((row, context) -> new TokenRow(
                        row.getBytes(1),
                        row.getLong(2),
                        Times.read(row, "refresh_after"),
                        new SignedIn(row.getLong("sign_in"), row.getBoolean("is_known"))))
                .findOne());
    }

    /** The number of the sign-in that the channel's tokens are of; empty if it has none. */
    public OptionalLong signIn(String channelId) {
        return tokens(channelId).stream()
                .mapToLong(row -> row.signIn().number())
                .findFirst();
    }

    /** Takes the place of whatever tokens the channel had. */
    public void put(String channelId, byte[] sealed, String keyId, Instant expiresAt, Instant refreshAfter) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.authorization_tokens
                            (channel_id, tokens, key_id, generation, sign_in, expires_at, refresh_after)
                        SELECT :channel, :tokens, :key, number, number, :expires, :refresh
                        FROM nextval('control.authorization_generations') AS number
                        ON CONFLICT (channel_id) DO UPDATE
                        SET tokens = excluded.tokens, key_id = excluded.key_id, generation = excluded.generation,
                            sign_in = excluded.sign_in, is_known = false,
                            expires_at = excluded.expires_at, refresh_after = excluded.refresh_after,
                            claimed_by = NULL, claimed_until = NULL, updated_at = now()
                        """)
                .bind("channel", channelId)
                .bind("tokens", sealed)
                .bind("key", keyId)
                .bind("expires", expiresAt)
                .bind("refresh", refreshAfter)
                .execute());
    }

    /**
     * Takes the place of the tokens of this generation, and of no others.
     *
     * @return the generation of the new ones; empty if others have come meanwhile, or the channel was let go
     */
    public Optional<Long> replace(
            String channelId, long generation, byte[] sealed, String keyId, Instant expiresAt, Instant refreshAfter) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        UPDATE control.authorization_tokens
                        SET tokens = :tokens, key_id = :key, generation = nextval('control.authorization_generations'),
                            expires_at = :expires, refresh_after = :refresh,
                            claimed_by = NULL, claimed_until = NULL, updated_at = now()
                        WHERE channel_id = :channel AND generation = :generation
                        RETURNING generation
                        """)
                .bind("channel", channelId)
                .bind("generation", generation)
                .bind("tokens", sealed)
                .bind("key", keyId)
                .bind("expires", expiresAt)
                .bind("refresh", refreshAfter)
                .mapTo(Long.class)
                .findOne());
    }

    /**
     * Lets nobody else exchange the tokens of this generation for a while. By the database's clock, which all nodes share.
     *
     * @return whether nobody else does just now; of many who ask at once, on whatever node, one is told so
     */
    public boolean claim(String channelId, long generation, UUID claim, Duration lease) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE control.authorization_tokens
                                SET claimed_by = :claim,
                                    claimed_until = clock_timestamp() + make_interval(secs => :seconds)
                                WHERE channel_id = :channel AND generation = :generation
                                  AND (claimed_until IS NULL OR claimed_until <= clock_timestamp())
                                """)
                        .bind("channel", channelId)
                        .bind("generation", generation)
                        .bind("claim", claim)
                        .bind("seconds", lease.toMillis() / 1000.0)
                        .execute()
                == 1);
    }

    /** Gives a claim back; does nothing if it is not held any more. */
    public void release(String channelId, UUID claim) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.authorization_tokens SET claimed_by = NULL, claimed_until = NULL
                        WHERE channel_id = :channel AND claimed_by = :claim
                        """)
                .bind("channel", channelId)
                .bind("claim", claim)
                .execute());
    }

    /**
     * The tokens of this generation, and no others, are to be exchanged before anybody uses them.
     *
     * @return whether the channel's are of this generation
     */
    public boolean expire(String channelId, long generation, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE control.authorization_tokens SET refresh_after = least(refresh_after, :now)
                                WHERE channel_id = :channel AND generation = :generation
                                """)
                        .bind("channel", channelId)
                        .bind("generation", generation)
                        .bind("now", now)
                        .execute()
                == 1);
    }

    /** @return whether the channel's tokens were those of this generation, which are forgotten now */
    public boolean forgetTokens(String channelId, long generation) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                DELETE FROM control.authorization_tokens
                                WHERE channel_id = :channel AND generation = :generation
                                """)
                        .bind("channel", channelId)
                        .bind("generation", generation)
                        .execute()
                == 1);
    }

    /** The tokens of this sign-in are for the user whose channel it is. */
    public void know(String channelId, long signIn) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.authorization_tokens SET is_known = true
                        WHERE channel_id = :channel AND sign_in = :signIn
                        """)
                .bind("channel", channelId)
                .bind("signIn", signIn)
                .execute());
    }

    /** @return whether the channel's tokens were of this sign-in; they are forgotten now */
    public boolean forgetSignIn(String channelId, long signIn) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                DELETE FROM control.authorization_tokens
                                WHERE channel_id = :channel AND sign_in = :signIn
                                """)
                        .bind("channel", channelId)
                        .bind("signIn", signIn)
                        .execute()
                == 1);
    }

    /** Forgets the channel's tokens and every link that was given out for it. */
    public void forget(String channelId) {
        jdbi.useHandle(handle -> {
            for (String table : new String[] {"authorizations", "authorization_tokens"}) {
                handle.createUpdate("DELETE FROM control." + table + " WHERE channel_id = :channel")
                        .bind("channel", channelId)
                        .execute();
            }
        });
    }
}
