package io.serai.access;

import io.quarkus.runtime.StartupEvent;
import io.serai.config.AccessConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Sees to it that the first token exists, with which all others are created. */
@ApplicationScoped
public class BootstrapToken {

    private final AccessConfig config;
    private final Tokens tokens;

    @Inject
    BootstrapToken(AccessConfig config, Tokens tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    void ensure(@Observes StartupEvent start) {
        config.bootstrapToken()
                .filter(secret -> !secret.isBlank())
                .ifPresent(secret -> tokens.ensure(new TokenSecret(secret), "bootstrap"));
    }
}
