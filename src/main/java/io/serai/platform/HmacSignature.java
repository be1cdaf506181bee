package io.serai.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Base64 HMAC-SHA256 over raw bytes, as both shops sign their deliveries (facts 1 and 42). Thread-safe. */
public final class HmacSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private HmacSignature() {}

    public static String of(byte[] body, String secret) {
        return Base64.getEncoder().encodeToString(digest(body, secret));
    }

    /**
     * Compared are decoded bytes, in a time that does not depend on where they differ.
     *
     * @param signature as it came, null if it did not
     * @param secrets the current one and, while it is being rotated, the one before (fact 2); blank ones verify nothing
     */
    public static boolean isValid(byte[] body, String signature, List<String> secrets) {
        byte[] claimed = decoded(signature);
        boolean valid = false;
        for (String secret : secrets) {
            valid |= !secret.isBlank() && MessageDigest.isEqual(digest(body, secret), claimed);
        }
        return valid;
    }

    private static byte[] decoded(String signature) {
        try {
            return signature == null ? new byte[0] : Base64.getDecoder().decode(signature.strip());
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static byte[] digest(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
