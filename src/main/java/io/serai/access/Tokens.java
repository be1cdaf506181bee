package io.serai.access;

import io.serai.problem.Forbidden;
import io.serai.problem.InvalidRequest;
import io.serai.problem.NotFound;
import io.serai.store.TenantRepository;
import io.serai.store.TokenRepository;
import io.serai.store.TokenRepository.Grant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Creates, finds and revokes API tokens. */
@ApplicationScoped
@Named("tokens")
public class Tokens {

    private final TokenRepository repository;
    private final TenantRepository tenants;
    private final SecureRandom random = new SecureRandom();

    @Inject
    Tokens(TokenRepository repository, TenantRepository tenants) {
        this.repository = repository;
        this.tenants = tenants;
    }

    /** @return who presents the secret, empty if it is unknown, expired or revoked */
    public Optional<Caller> caller(TokenSecret secret) {
        return repository
                .find(secret.sha256(), Instant.now())
                .map(grant -> new Caller(grant.name(), Role.find(grant.role()).orElseThrow(), grant.tenantId()));
    }

    /**
     * @return the token with its secret, which nobody can be told again
     * @throws Forbidden if the caller would give more than it has
     */
    @Transactional
    public CreatedToken create(CreateToken wish, Caller caller) {
        String tenant = wish.tenant() == null ? caller.tenant() : wish.tenant();
        if (!caller.role().includes(wish.role())) {
            throw new Forbidden("No token can create one with a higher role than its own");
        }
        if (tenant != null && (!caller.sees(tenant) || tenants.find(tenant).isEmpty())) {
            throw InvalidRequest.at(List.of("clientId"), "There is no such tenant", "GET /api/tenants lists them");
        }
        if (wish.expiresAt() != null && !wish.expiresAt().isAfter(Instant.now())) {
            throw InvalidRequest.at(List.of("expiresAt"), "It is over already", "Give a moment to come, or none");
        }
        TokenSecret secret = TokenSecret.create(random);
        repository.add(secret.sha256(), new Grant(wish.name(), wish.role().key(), tenant), wish.expiresAt());
        return new CreatedToken(secret.id(), wish.name(), wish.role(), tenant, wish.expiresAt(), secret);
    }

    /** @throws NotFound if there is none with this id that the caller may see */
    @Transactional
    public void revoke(String id, Caller caller) {
        if (!repository.revoke(HexFormat.of().parseHex(id), caller.tenant(), Instant.now())) {
            throw new NotFound("token");
        }
    }

    /** Has a given secret be an admin's for all tenants. Does nothing if it is there already, revoked or not. */
    @Transactional
    public void ensure(TokenSecret secret, String name) {
        repository.add(secret.sha256(), new Grant(name, Role.ADMIN.key(), null), null);
    }
}
