package io.serai.access;

import io.serai.problem.Conflicting;
import io.serai.store.AccessStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

/** Creates tenants. */
@ApplicationScoped
@Named("tenants")
public class Tenants {

    private final AccessStore store;

    @Inject
    Tenants(AccessStore store) {
        this.store = store;
    }

    /** @throws Conflicting if there is one with this id */
    @Transactional
    public void create(CreateTenant wish) {
        if (!store.insertTenant(wish.id(), wish.name())) {
            throw new Conflicting("There is a tenant with this id already");
        }
    }
}
