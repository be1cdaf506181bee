package io.serai.channel;

import java.time.Instant;

/**
 * A link to sign in that was given out.
 *
 * @param state comes back with whoever signed in; Serai keeps only its hash
 * @param redirectUri where the browser comes back to
 */
public record BegunAuthorization(String channelId, String state, String redirectUri, Instant expiresAt) {

    @Override
    public String toString() {
        return "BegunAuthorization[" + channelId + " until " + expiresAt + "]";
    }
}
