package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** API tokens, of which only the SHA-256 is kept. */
@ApplicationScoped
public class TokenRepository {

    /**
     * What a valid token allows.
     *
     * @param role viewer, operator or admin
     * @param tenantId null for every tenant
     */
    public record Grant(String name, String role, String tenantId) {}

    private final Jdbi jdbi;

    public TokenRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @return empty if there is no such token, or it is expired or revoked */
    public Optional<Grant> find(byte[] sha256, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT name, role, tenant_id FROM control.api_tokens
                        WHERE sha256 = :sha256 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
                        """)
                .bind("sha256", sha256)
                .bind("now", now)
                .map((row, context) -> new Grant(row.getString(1), row.getString(2), row.getString(3)))
                .findOne());
    }

    /** Adds the token; one that is there already stays as it is. */
    public void add(byte[] sha256, Grant grant, Instant expiresAt) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.api_tokens (sha256, name, role, tenant_id, expires_at)
                        VALUES (:sha256, :name, :role, :tenant, :expiresAt)
                        ON CONFLICT (sha256) DO NOTHING
                        """)
                .bind("sha256", sha256)
                .bind("name", grant.name())
                .bind("role", grant.role())
                .bind("tenant", grant.tenantId())
                .bind("expiresAt", expiresAt)
                .execute());
    }

    /**
     * @param tenantId revokes only a token bound to this tenant; null for any token
     * @return false if there is none that is still valid
     */
    public boolean revoke(byte[] sha256, String tenantId, Instant at) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE control.api_tokens SET revoked_at = :at
                                WHERE sha256 = :sha256 AND revoked_at IS NULL
                                  AND (CAST(:tenant AS text) IS NULL OR tenant_id = :tenant)
                                """)
                        .bind("sha256", sha256)
                        .bind("tenant", tenantId)
                        .bind("at", at)
                        .execute())
                == 1;
    }
}
