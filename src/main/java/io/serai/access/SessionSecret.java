package io.serai.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** The id of a browser's session. It lives in the browser's cookie; Serai keeps only its hash. */
public record SessionSecret(String text) {

    private static final int BYTES = 32;
    private static final String FORGERY_TOKEN = "csrf ";

    /** @param random must be cryptographically strong */
    static SessionSecret create(RandomGenerator random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return new SessionSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** SHA-256 without salt: the secret has 256 random bits. */
    byte[] sha256() {
        return sha256(text);
    }

    /**
     * What Serai's own pages send along with everything that changes something. Another site's page can have the browser
     * send the cookie, but can neither read the cookie nor this, which is made of it.
     */
    public String forgeryToken() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(FORGERY_TOKEN + text));
    }

    /** @param presented null for none */
    boolean hasForgeryToken(String presented) {
        return presented != null
                && MessageDigest.isEqual(
                        forgeryToken().getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "SessionSecret[hidden]";
    }
}
