package io.serai.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.channel.HeldTokens.SignedIn;
import io.serai.store.AuthorizationRepository.TokenRow;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a channel's tokens")
class ChannelSecretsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T16:31:00Z");
    private static final GrantedTokens TOKENS =
            new GrantedTokens("the-access", "the-refresh", Duration.ofMinutes(30), NOW);

    private static byte[] key(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        return key;
    }

    private static final SignedIn SIGN_IN = new SignedIn(3, true);

    private static ChannelSecrets with(String current, Map<String, byte[]> keys) {
        return new ChannelSecrets(new CredentialCipher(current, keys, new SecureRandom()), new ObjectMapper());
    }

    @Test
    @DisplayName("stay readable while the encryption key is changed, and are sealed with the new one from then on")
    void surviveAnotherKey() {
        byte[] sealed = with("old", Map.of("old", key(1))).sealTokens("channel", TOKENS);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("the-access", "the-refresh");

        ChannelSecrets rotated = with("new", Map.of("old", key(1), "new", key(2)));
        HeldTokens held = rotated.tokens("channel", new TokenRow(sealed, 7, NOW, SIGN_IN));
        assertThat(held).isEqualTo(new HeldTokens("the-access", "the-refresh", 7, NOW, SIGN_IN));
        byte[] again = rotated.sealTokens("channel", TOKENS);
        assertThat(with("new", Map.of("new", key(2))).tokens("channel", new TokenRow(again, 7, NOW, SIGN_IN)))
                .isEqualTo(held);
        assertThat(rotated.keyId()).isEqualTo("new");
    }

    @Test
    @DisplayName("do not open in another channel's place")
    void areBoundToTheirChannel() {
        ChannelSecrets secrets = with("old", Map.of("old", key(1)));
        byte[] sealed = secrets.sealTokens("channel", TOKENS);
        assertThatThrownBy(() -> secrets.tokens("other", new TokenRow(sealed, 7, NOW, SIGN_IN)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("are exchanged a margin before their end, or at half their life if that is shorter")
    void areExchangedInTime() {
        assertThat(TOKENS.refreshAfter(Duration.ofMinutes(1))).isEqualTo(NOW.plus(Duration.ofMinutes(29)));
        assertThat(TOKENS.refreshAfter(Duration.ofHours(1))).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
        assertThat(TOKENS.toString()).doesNotContain("the-access", "the-refresh");
    }
}
