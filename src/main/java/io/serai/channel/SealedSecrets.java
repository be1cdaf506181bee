package io.serai.channel;

import java.time.Instant;

/**
 * A channel's secrets as they are at rest: envelopes of {@link CredentialCipher}, each null where there is none. The
 * arrays are not copied.
 *
 * @param keyId the key that seals them
 * @param previousWebhookSecret still accepted until {@code previousUntil}: senders change over late (fact 2)
 */
public record SealedSecrets(
        String keyId, byte[] credentials, byte[] webhookSecret, byte[] previousWebhookSecret, Instant previousUntil) {

    public static final SealedSecrets NONE = new SealedSecrets(null, null, null, null, null);

    @Override
    public String toString() {
        return "SealedSecrets[" + keyId + "]";
    }
}
