package io.serai.channel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * What a platform's authorization server gave.
 *
 * @param lifetime of the access token
 * @param askedAt before the request was sent, so that it ends rather too early for us than for them
 */
public record GrantedTokens(String access, String refresh, Duration lifetime, Instant askedAt) {

    public GrantedTokens {
        requireNonNull(access, "access is null");
        requireNonNull(refresh, "refresh is null");
        requireNonNull(lifetime, "lifetime is null");
        requireNonNull(askedAt, "askedAt is null");
    }

    Instant expiresAt() {
        return askedAt.plus(lifetime);
    }

    /** Tokens that live shorter than twice the margin are still used for half their life. */
    Instant refreshAfter(Duration margin) {
        Duration half = lifetime.dividedBy(2);
        return expiresAt().minus(margin.compareTo(half) < 0 ? margin : half);
    }

    @Override
    public String toString() {
        return "GrantedTokens[for " + lifetime + "]";
    }
}
