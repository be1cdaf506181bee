package io.serai.access;

import io.serai.problem.Forbidden;
import io.serai.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** What routes ask about the caller. {@link Gate} has already seen to the token and its role. */
@ApplicationScoped
@Named("access")
public class Access {

    /**
     * Every route that concerns one tenant calls it before anything else.
     *
     * @param tenant whose it is, null or empty if it does not exist
     * @param what what was asked for, such as {@code product}
     * @throws NotFound if it does not exist or is not for this caller to see: which of both, nobody learns
     */
    public void mustSee(Caller caller, String tenant, String what) {
        if (tenant == null || tenant.isEmpty() || !caller.sees(tenant)) {
            throw new NotFound(what);
        }
    }

    /** @throws NotFound unless both are the same tenant's: what belongs to two never meets */
    public void mustBeSame(String tenant, String other, String what) {
        if (!tenant.equals(other)) {
            throw new NotFound(what);
        }
    }

    /** @throws Forbidden if the caller is bound to one tenant */
    public void mustSeeAll(Caller caller) {
        if (!caller.seesAll()) {
            throw new Forbidden("This needs a token that is not bound to one tenant");
        }
    }

    /** The tenant to restrict a list to: the caller's own, or empty for all. */
    public String scope(Caller caller) {
        return caller.seesAll() ? "" : caller.tenant();
    }
}
