package io.serai.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the cipher that seals credentials, from the keys the operator set. */
final class CipherProducer {

    private static final int ID_BYTES = 4;

    @Produces
    @Singleton
    CredentialCipher cipher(
            @ConfigProperty(name = "serai.encryption-key") String current,
            @ConfigProperty(name = "serai.previous-encryption-key") Optional<String> previous) {
        Map<String, byte[]> keys = new HashMap<>();
        previous.filter(key -> !key.isBlank()).map(CipherProducer::key).ifPresent(key -> keys.put(id(key), key));
        byte[] key = key(current);
        keys.put(id(key), key);
        return new CredentialCipher(id(key), keys, new SecureRandom());
    }

    private static byte[] key(String base64) {
        return Base64.getDecoder().decode(base64.strip().getBytes(US_ASCII));
    }

    /** A key is known by the start of its hash, so that changing it needs no second setting. */
    private static String id(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
