package io.serai.listing;

import io.serai.ownership.FieldOwnership;
import io.serai.store.TenantRepository;
import io.serai.store.TenantRepository.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The field rules in force for a tenant: everybody's, with the tenant's own on top (D3). */
@ApplicationScoped
@Named("ownershipRules")
public class TenantOwnership {

    private final FieldOwnership everybody;
    private final TenantRepository tenants;

    @Inject
    TenantOwnership(FieldOwnership everybody, TenantRepository tenants) {
        this.everybody = everybody;
        this.tenants = tenants;
    }

    /** @param tenantId empty for the rules that hold for everybody who has none of their own */
    public FieldOwnership of(String tenantId) {
        return tenants.find(tenantId).map(this::rules).orElse(everybody);
    }

    /** Of a tenant that was read already. */
    FieldOwnership rules(Tenant tenant) {
        return tenant.owners().isEmpty() ? everybody : own(tenant);
    }

    private FieldOwnership own(Tenant tenant) {
        return everybody.with(tenant.owners(), everybody.revision() + tenant.ownershipRevision());
    }
}
