package io.serai.access;

import io.serai.problem.InvalidRequest;
import java.util.List;

/** The wish for a tenant. */
public record CreateTenant(String id, String name) {

    /** A word of the API's own paths, where a tenant's id stands elsewhere. */
    private static final String RESERVED = "status";

    public CreateTenant {
        if (RESERVED.equals(id)) {
            throw InvalidRequest.at(List.of("id"), "No tenant is called status", "Choose another id");
        }
        if (name == null || name.isBlank()) {
            throw InvalidRequest.at(List.of("name"), "A tenant has a name", "Give the merchant's name");
        }
    }
}
