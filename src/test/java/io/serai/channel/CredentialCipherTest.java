package io.serai.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("K17 credentials at rest")
class CredentialCipherTest {

    private static final byte[] SECRET = "shpat_secret".getBytes(UTF_8);

    private final CredentialCipher old = cipher("old", Map.of("old", new byte[32]));

    @Test
    void anEnvelopeOpensInItsPlaceAlone() {
        byte[] envelope = old.seal(SECRET, "shop/credentials");

        assertThat(old.open(envelope, "shop/credentials")).isEqualTo(SECRET);
        assertThat(new String(envelope, UTF_8)).doesNotContain("shpat");
        assertThat(old.seal(SECRET, "shop/credentials")).isNotEqualTo(envelope);
        assertThatIllegalStateException().isThrownBy(() -> old.open(envelope, "other/credentials"));
    }

    @Test
    void aChangedEnvelopeDoesNotOpen() {
        byte[] envelope = old.seal(SECRET, "p");
        for (int i = 0; i < envelope.length; i++) {
            byte[] changed = envelope.clone();
            changed[i] ^= 1;
            assertThatIllegalStateException().isThrownBy(() -> old.open(changed, "p"));
            byte[] cut = java.util.Arrays.copyOf(envelope, i);
            assertThatIllegalStateException().isThrownBy(() -> old.open(cut, "p"));
        }
    }

    @Test
    void whatARetiredKeySealedStillOpens() {
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        CredentialCipher rotated = cipher("new", Map.of("old", new byte[32], "new", otherKey));

        assertThat(rotated.open(old.seal(SECRET, "p"), "p")).isEqualTo(SECRET);
        assertThatIllegalStateException().isThrownBy(() -> old.open(rotated.seal(SECRET, "p"), "p"));
        assertThat(rotated.currentKeyId()).isEqualTo("new");
    }

    @Test
    void keysOfAnotherLengthAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> cipher("k", Map.of("k", new byte[16])));
        assertThatIllegalArgumentException().isThrownBy(() -> cipher("k", Map.of("other", new byte[32])));
    }

    private static CredentialCipher cipher(String current, Map<String, byte[]> keys) {
        return new CredentialCipher(current, keys, new SecureRandom());
    }
}
