package io.serai.access;

import io.serai.problem.Conflicting;
import io.serai.store.TenantRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

/** Creates tenants. */
@ApplicationScoped
@Named("tenants")
public class Tenants {

    private final TenantRepository repository;

    @Inject
    Tenants(TenantRepository repository) {
        this.repository = repository;
    }

    /** @throws Conflicting if there is one with this id */
    @Transactional
    public void create(CreateTenant wish) {
        if (!repository.create(wish.id(), wish.name())) {
            throw new Conflicting("There is a tenant with this id already");
        }
    }
}
