package io.serai.access;

import io.serai.problem.InvalidRequest;
import java.time.Instant;
import java.util.List;

/**
 * The wish for an API token.
 *
 * @param tenant null for that of whoever creates it
 * @param expiresAt null for never
 */
public record CreateToken(String name, Role role, String tenant, Instant expiresAt) {

    public CreateToken {
        if (name == null || name.isBlank()) {
            throw InvalidRequest.at(List.of("name"), "A token has a name", "Say what it is for");
        }
    }
}
