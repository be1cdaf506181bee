package io.serai.console;

import io.serai.access.Caller;
import io.serai.problem.NotFound;
import io.serai.store.TenantRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Which tenant a page is about. */
@ApplicationScoped
public class ConsoleTenants {

    private final TenantRepository tenants;

    @Inject
    ConsoleTenants(TenantRepository tenants) {
        this.tenants = tenants;
    }

    /**
     * The tenant asked for, or else the first that the caller may see.
     *
     * @param wanted empty for any
     * @return empty if there is no tenant yet
     * @throws NotFound if the caller may not see it
     */
    public String shown(Caller caller, String wanted) {
        if (!wanted.isEmpty()) {
            if (!caller.sees(wanted)) {
                throw new NotFound("tenant");
            }
            return wanted;
        }
        return caller.seesAll() ? tenants.ids().stream().findFirst().orElse("") : caller.tenant();
    }
}
