package io.serai.access;

import static java.util.Objects.requireNonNull;

import java.util.Objects;

/**
 * Who asks, as their token says.
 *
 * @param name the token's name, for the audit
 * @param tenant the one tenant the token is bound to, null for all of them
 */
public record Caller(String name, Role role, String tenant) {

    public Caller {
        requireNonNull(name, "name is null");
        requireNonNull(role, "role is null");
    }

    /** Whether the caller may know that this tenant exists. The only place that decides it. */
    public boolean sees(String other) {
        return tenant == null || Objects.equals(tenant, other);
    }

    public boolean seesAll() {
        return tenant == null;
    }
}
