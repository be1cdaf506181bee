package io.serai.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token may do. Each role may do what the ones before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Edits products, decides conflicts, pushes. */
    OPERATOR,
    /** Manages channels, tenants and tokens. */
    ADMIN;

    /** The role's name in the API and in stored rows. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    public static Optional<Role> find(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }
}
