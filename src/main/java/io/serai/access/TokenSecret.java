package io.serai.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The secret of an API token. Serai shows it once and keeps only its hash, which is also the token's id. */
public record TokenSecret(String text) {

    private static final int BYTES = 32;

    /** @param random must be cryptographically strong */
    static TokenSecret create(RandomGenerator random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return new TokenSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** SHA-256 without salt: the secret has 256 random bits, so nobody can try them all. */
    public byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String id() {
        return HexFormat.of().formatHex(sha256());
    }

    @Override
    public String toString() {
        return "TokenSecret[hidden]";
    }
}
