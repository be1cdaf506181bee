package io.serai.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.store.AuthorizationRepository.TokenRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Seals a channel's secrets for the database and opens them for a call. */
@ApplicationScoped
public class ChannelSecrets {

    private static final TypeReference<Map<String, String>> NAMED_SECRETS = new TypeReference<>() {};

    private static final String ACCESS = "accessToken";
    private static final String REFRESH = "refreshToken";

    private final CredentialCipher cipher;
    private final ObjectMapper json;

    @Inject
    ChannelSecrets(CredentialCipher cipher, ObjectMapper json) {
        this.cipher = cipher;
        this.json = json;
    }

    /** @param webhookSecret signs the deliveries of this channel, null where the platform delivers nothing */
    SealedSecrets seal(String channelId, Credentials credentials, String webhookSecret) {
        return new SealedSecrets(
                cipher.currentKeyId(),
                sealedCredentials(channelId, credentials),
                webhookSecret == null ? null : sealedSecret(channelId, webhookSecret),
                null,
                null);
    }

    SealedSecrets with(SealedSecrets before, String channelId, Credentials credentials) {
        return new SealedSecrets(
                cipher.currentKeyId(),
                sealedCredentials(channelId, credentials),
                before.webhookSecret(),
                before.previousWebhookSecret(),
                before.previousUntil());
    }

    /** The secret from before stays valid until the moment given: senders change over late (fact 2). */
    SealedSecrets with(SealedSecrets before, String channelId, String webhookSecret, Instant previousUntil) {
        return new SealedSecrets(
                cipher.currentKeyId(),
                before.credentials(),
                sealedSecret(channelId, webhookSecret),
                before.webhookSecret(),
                previousUntil);
    }

    /** What the platform lets Serai in with, by the platform's own names. */
    public Map<String, String> credentials(Channel channel) {
        byte[] sealed = channel.secrets().credentials();
        return sealed == null ? Map.of() : opened(sealed, credentialsPlace(channel.id()));
    }

    /** The secrets that may sign a delivery just now, the current one first. */
    public List<String> webhookSecrets(Channel channel, Instant now) {
        SealedSecrets secrets = channel.secrets();
        List<String> valid = new ArrayList<>();
        if (secrets.webhookSecret() != null) {
            valid.add(open(channel.id(), secrets.webhookSecret()));
        }
        boolean isRotating = secrets.previousWebhookSecret() != null
                && secrets.previousUntil() != null
                && now.isBefore(secrets.previousUntil());
        if (isRotating) {
            valid.add(open(channel.id(), secrets.previousWebhookSecret()));
        }
        return valid;
    }

    String keyId() {
        return cipher.currentKeyId();
    }

    byte[] sealTokens(String channelId, GrantedTokens tokens) {
        return sealed(Map.of(ACCESS, tokens.access(), REFRESH, tokens.refresh()), tokensPlace(channelId));
    }

    HeldTokens tokens(String channelId, TokenRow row) {
        Map<String, String> tokens = opened(row.sealed(), tokensPlace(channelId));
        return new HeldTokens(
                tokens.get(ACCESS), tokens.get(REFRESH), row.generation(), row.refreshAfter(), row.signIn());
    }

    private byte[] sealedCredentials(String channelId, Credentials credentials) {
        return sealed(credentials.secrets(), credentialsPlace(channelId));
    }

    private byte[] sealed(Map<String, String> named, String place) {
        try {
            return cipher.seal(json.writeValueAsBytes(named), place);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> opened(byte[] sealed, String place) {
        try {
            return json.readValue(cipher.open(sealed, place), NAMED_SECRETS);
        } catch (IOException e) {
            throw new IllegalStateException("what is sealed at " + place + " is damaged", e);
        }
    }

    private byte[] sealedSecret(String channelId, String secret) {
        return cipher.seal(secret.getBytes(UTF_8), secretPlace(channelId));
    }

    private String open(String channelId, byte[] sealed) {
        return new String(cipher.open(sealed, secretPlace(channelId)), UTF_8);
    }

    private static String tokensPlace(String channelId) {
        return channelId + "/authorization_tokens";
    }

    private static String credentialsPlace(String channelId) {
        return channelId + "/credentials";
    }

    /** The same for the current and the previous one: it moves from one column to the other. */
    private static String secretPlace(String channelId) {
        return channelId + "/webhook_secret";
    }
}
