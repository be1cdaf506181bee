package io.serai.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the database with AES-256-GCM. An envelope names its key, so that old ones stay readable while keys
 * are rotated, and is bound to its place: moved to another channel or column it does not open. Thread-safe.
 *
 * <p>Envelope: version 1, length of the key id, key id, 12 bytes of nonce, ciphertext with a 16-byte tag.
 */
public final class CredentialCipher {

    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String currentKeyId;
    private final Map<String, SecretKeySpec> keys;
    private final SecureRandom random;

    /**
     * @param currentKeyId the key that seals from now on
     * @param keys 32 bytes each, by id of 1 to 100 characters; retired ones only open
     * @throws IllegalArgumentException if a key has another length or the current one is not among them
     */
    public CredentialCipher(String currentKeyId, Map<String, byte[]> keys, SecureRandom random) {
        this.currentKeyId = requireNonNull(currentKeyId, "currentKeyId is null");
        this.random = requireNonNull(random, "random is null");
        this.keys = new HashMap<>();
        keys.forEach((id, key) -> this.keys.put(checked(id), key(id, key)));
        if (!this.keys.containsKey(currentKeyId)) {
            throw new IllegalArgumentException("there is no encryption key with the id " + currentKeyId);
        }
    }

    public String currentKeyId() {
        return currentKeyId;
    }

    /** @param place where the secret is kept, such as {@code channel_shopify/credentials} */
    public byte[] seal(byte[] secret, String place) {
        byte[] keyId = currentKeyId.getBytes(UTF_8);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, currentKeyId, nonce, secret, place);
        return ByteBuffer.allocate(2 + keyId.length + NONCE_BYTES + sealed.length)
                .put(VERSION)
                .put((byte) keyId.length)
                .put(keyId)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * @param place the one it was sealed for
     * @throws IllegalStateException if the key is unknown, the envelope was changed or it belongs elsewhere
     */
    public byte[] open(byte[] envelope, String place) {
        ByteBuffer buffer = ByteBuffer.wrap(envelope);
        if (envelope.length < 2 || buffer.get() != VERSION) {
            throw new IllegalStateException("not an envelope of this version");
        }
        int keyIdLength = Byte.toUnsignedInt(buffer.get());
        if (buffer.remaining() < keyIdLength + NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalStateException("the envelope is cut short");
        }
        byte[] keyId = new byte[keyIdLength];
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(keyId).get(nonce);
        byte[] sealed = new byte[buffer.remaining()];
        buffer.get(sealed);
        return run(Cipher.DECRYPT_MODE, new String(keyId, UTF_8), nonce, sealed, place);
    }

    private byte[] run(int mode, String keyId, byte[] nonce, byte[] input, String place) {
        SecretKeySpec key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("the secret was sealed with a key that is not configured");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret does not open: wrong key, wrong place or damaged", e);
        }
    }

    private static String checked(String id) {
        int length = id.getBytes(UTF_8).length;
        if (length < 1 || length > 100) {
            throw new IllegalArgumentException("the id of an encryption key has 1 to 100 bytes");
        }
        return id;
    }

    private static SecretKeySpec key(String id, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the encryption key " + id + " has " + key.length + " bytes instead of " + KEY_BYTES);
        }
        return new SecretKeySpec(key, "AES");
    }
}
