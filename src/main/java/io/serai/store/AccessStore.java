package io.serai.store;

import io.serai.access.ApiToken;
import io.serai.access.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Tokens and tenants. */
@ApplicationScoped
public class AccessStore {

    private final Jdbi jdbi;

    @Inject
    AccessStore(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    /** @return empty if there is none, or it is revoked or expired at that moment */
    public Optional<ApiToken> findValidToken(byte[] sha256, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT sha256, name, role, tenant_id, expires_at
                        FROM control.api_tokens
                        WHERE sha256 = :sha256 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
                        """)
                .bind("sha256", sha256)
                .bind("now", at(now))
                .map((row, context) -> token(row))
                .findOne());
    }

    /** Does nothing if it is there already. */
    public void insertToken(ApiToken token) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.api_tokens (sha256, name, role, tenant_id, expires_at)
                        VALUES (:sha256, :name, :role, :tenant, :expiresAt)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("sha256", token.sha256())
                .bind("name", token.name())
                .bind("role", token.role().key())
                .bind("tenant", token.tenant())
                .bind("expiresAt", token.expiresAt() == null ? null : at(token.expiresAt()))
                .execute());
    }

    /**
     * @param tenant null to revoke a token of any tenant
     * @return false if there is none that is valid and of that tenant
     */
    public boolean revokeToken(byte[] sha256, String tenant, Instant now) {
        return 0
                < jdbi.withHandle(handle -> handle.createUpdate(
                                """
                        UPDATE control.api_tokens SET revoked_at = :now
                        WHERE sha256 = :sha256 AND revoked_at IS NULL
                          AND (cast(:tenant AS text) IS NULL OR tenant_id = :tenant)
                        """)
                        .bind("sha256", sha256)
                        .bind("tenant", tenant)
                        .bind("now", at(now))
                        .execute());
    }

    public boolean tenantExists(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT 1 FROM control.tenants WHERE id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** @return false if there is one with this id */
    public boolean insertTenant(String id, String name) {
        return 0
                < jdbi.withHandle(handle -> handle.createUpdate(
                                "INSERT INTO control.tenants (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING")
                        .bind("id", id)
                        .bind("name", name)
                        .execute());
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new ApiToken(
                row.getBytes("sha256"),
                row.getString("name"),
                Role.find(row.getString("role")).orElseThrow(),
                row.getString("tenant_id"),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
