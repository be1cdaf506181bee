package io.serai.store;

import io.serai.store.TokenRepository.Grant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Sessions of browsers, of which only the SHA-256 is kept. */
@ApplicationScoped
public class SessionRepository {

    private final Jdbi jdbi;

    public SessionRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds a session and forgets those that have ended. */
    public void add(byte[] sha256, byte[] tokenSha256, Instant now, Instant expiresAt) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("DELETE FROM control.sessions WHERE expires_at <= :now")
                    .bind("now", now)
                    .execute();
            handle.createUpdate(
                            """
                            INSERT INTO control.sessions (sha256, token_sha256, created_at, expires_at)
                            VALUES (:sha256, :token, :now, :expiresAt)
                            """)
                    .bind("sha256", sha256)
                    .bind("token", tokenSha256)
                    .bind("now", now)
                    .bind("expiresAt", expiresAt)
                    .execute();
        });
    }

    /** @return what the session's token allows, empty if there is no such session, or it or its token has ended */
    public Optional<Grant> find(byte[] sha256, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT t.name, t.role, t.tenant_id
                        FROM control.sessions s
                        JOIN control.api_tokens t ON t.sha256 = s.token_sha256
                        WHERE s.sha256 = :sha256 AND s.expires_at > :now
                          AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > :now)
                        """)
                .bind("sha256", sha256)
                .bind("now", now)
                .map((row, context) -> new Grant(row.getString(1), row.getString(2), row.getString(3)))
                .findOne());
    }

    /** Ends a session; does nothing if there is none. */
    public void end(byte[] sha256) {
        jdbi.useHandle(handle -> handle.createUpdate("DELETE FROM control.sessions WHERE sha256 = :sha256")
                .bind("sha256", sha256)
                .execute());
    }
}
