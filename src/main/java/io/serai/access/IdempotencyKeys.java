package io.serai.access;

import io.serai.channel.CredentialCipher;
import io.serai.config.AccessConfig;
import io.serai.problem.Conflicting;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.store.IdempotencyKeyRepository;
import io.serai.store.IdempotencyKeyRepository.Kept;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * A caller who does not know whether a request arrived sends it again with the same key: it is done once and answered alike
 * (the draft of the IETF about the Idempotency-Key header). A request that was refused may be mended and sent again.
 */
@ApplicationScoped
@Named("idempotencyKeys")
public class IdempotencyKeys {

    private static final int PART = 1000;

    private final IdempotencyKeyRepository keys;
    private final CredentialCipher cipher;
    private final AccessConfig config;
    private final Clock clock;

    @Inject
    IdempotencyKeys(IdempotencyKeyRepository keys, CredentialCipher cipher, AccessConfig config, Clock clock) {
        this.keys = keys;
        this.cipher = cipher;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Takes the key for the request of this transaction.
     *
     * @param fingerprint of all that the request says
     * @return what was answered before, empty if the request is to be done now
     * @throws InvalidRequest if the key was given to another request
     * @throws Conflicting if the first request with this key is still under way
     */
    @Transactional(TxType.MANDATORY)
    public Optional<KeptAnswer> take(Caller caller, String key, byte[] fingerprint) {
        Instant now = clock.instant();
        Instant forgottenBefore = now.minus(config.idempotencyKeep());
        Optional<Kept> kept = keys.take(scope(caller), key, fingerprint, now, forgottenBefore);
        if (kept.isPresent() && !MessageDigest.isEqual(kept.get().fingerprint(), fingerprint)) {
            throw new InvalidRequest(Flaw.of(
                    "Idempotency-Key",
                    "Another request was sent with this key",
                    "Give each request a key of its own; send the same again only to repeat it"));
        }
        return kept.map(earlier -> KeptAnswer.read(cipher.open(earlier.answer(), place(caller, key))));
    }

    /** Keeps the answer to the request that took the key. */
    @Transactional(TxType.MANDATORY)
    public void keep(Caller caller, String key, KeptAnswer answer) {
        keys.keep(scope(caller), key, cipher.seal(answer.write(), place(caller, key)));
    }

    /** Deletes, part by part, what need not be known any more. */
    public void forget() {
        Instant forgottenBefore = clock.instant().minus(config.idempotencyKeep());
        int deleted;
        do {
            deleted = keys.deleteBefore(forgottenBefore, PART);
        } while (deleted == PART);
    }

    private static String scope(Caller caller) {
        return caller.role().key() + "/" + (caller.tenant() == null ? "" : caller.tenant()) + "/" + caller.name();
    }

    private static String place(Caller caller, String key) {
        return "idempotency/" + scope(caller) + "/" + key;
    }
}
