package io.serai.store;

import io.serai.problem.Conflicting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Which keys callers have given their requests, and what was answered. */
@ApplicationScoped
public class IdempotencyKeyRepository {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Jdbi jdbi;

    public IdempotencyKeyRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What was answered to an earlier request.
     *
     * @param answer as it was sealed
     */
    public record Kept(byte[] fingerprint, byte[] answer) {}

    /**
     * Takes the key for the request of this transaction. Where another request with it is under way, waits a while for its end.
     *
     * @param forgottenBefore keys from before this moment are as if they had never been given
     * @return what is kept of an earlier request with this key, empty if this is the first
     * @throws Conflicting if the other is still under way
     */
    @Transactional(TxType.MANDATORY)
    public Optional<Kept> take(String caller, String key, byte[] fingerprint, Instant now, Instant forgottenBefore) {
        try {
            return jdbi.withHandle(handle -> {
                handle.execute("SET LOCAL lock_timeout = '5s'");
                boolean isFirst = handle.createUpdate(
                                        """
                                INSERT INTO control.idempotency_keys AS k (caller, key, fingerprint, created_at)
                                VALUES (:caller, :key, :fingerprint, :now)
                                ON CONFLICT (caller, key) DO UPDATE
                                SET fingerprint = excluded.fingerprint, answer = NULL, created_at = excluded.created_at
                                WHERE k.created_at < :forgottenBefore
                                """)
                                .bind("caller", caller)
                                .bind("key", key)
                                .bind("fingerprint", fingerprint)
                                .bind("now", now)
                                .bind("forgottenBefore", forgottenBefore)
                                .execute()
                        == 1;
                handle.execute("SET LOCAL lock_timeout = DEFAULT");
                return isFirst ? Optional.empty() : Optional.of(find(handle, caller, key));
            });
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException cause && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                throw new Conflicting(
                        "Another request with this Idempotency-Key is still under way. Send this one again in a moment");
            }
            throw e;
        }
    }

    /** Keeps what is answered to the request that took the key. */
    @Transactional(TxType.MANDATORY)
    public void keep(String caller, String key, byte[] answer) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE control.idempotency_keys SET answer = :answer WHERE caller = :caller AND key = :key")
                .bind("caller", caller)
                .bind("key", key)
                .bind("answer", answer)
                .execute());
    }

    /**
     * Deletes keys from before the moment.
     *
     * @return how many
     */
    public int deleteBefore(Instant moment, int atMost) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                        """
                        WITH old AS MATERIALIZED (
                            SELECT caller, key FROM control.idempotency_keys WHERE created_at < :moment
                            ORDER BY created_at LIMIT :atMost FOR UPDATE SKIP LOCKED)
                        DELETE FROM control.idempotency_keys k USING old WHERE k.caller = old.caller AND k.key = old.key
                        """)
                .bind("moment", moment)
                .bind("atMost", atMost)
                .execute());
    }

    private static Kept find(Handle handle, String caller, String key) {
        return handle.createQuery(
                        "SELECT fingerprint, answer FROM control.idempotency_keys WHERE caller = :caller AND key = :key")
                .bind("caller", caller)
                .bind("key", key)
                .map((row, context) -> new Kept(row.getBytes("fingerprint"), row.getBytes("answer")))
                .one();
    }
}
