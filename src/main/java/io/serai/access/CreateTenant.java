package io.serai.access;

import io.serai.problem.InvalidRequest;
import java.util.List;
import java.util.Set;

/** The wish for a tenant. */
public record CreateTenant(String id, String name) {

    /** Words of the API's own paths, where a tenant's id stands elsewhere. */
    private static final Set<String> RESERVED = Set.of("status", "jobs");

    public CreateTenant {
        if (RESERVED.contains(id)) {
            throw InvalidRequest.at(List.of("id"), "No tenant is called " + id, "Choose another id");
        }
        if (name == null || name.isBlank()) {
            throw InvalidRequest.at(List.of("name"), "A tenant has a name", "Give the merchant's name");
        }
    }
}
