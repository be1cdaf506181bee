package io.serai.access;

import io.serai.config.AccessConfig;
import io.serai.store.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Begins, finds and ends the sessions of browsers. Each stands for the token it began with. */
@ApplicationScoped
public class Sessions {

    private final SessionRepository store;
    private final Tokens tokens;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();

    @Inject
    Sessions(SessionRepository store, Tokens tokens, AccessConfig config) {
        this.store = store;
        this.tokens = tokens;
        this.lifetime = config.sessionLifetime();
    }

    public Duration lifetime() {
        return lifetime;
    }

    /** @return the new session, empty if the token is unknown, expired or revoked */
    @Transactional
    public Optional<SessionSecret> begin(TokenSecret token) {
        if (tokens.caller(token).isEmpty()) {
            return Optional.empty();
        }
        SessionSecret session = SessionSecret.create(random);
        Instant now = Instant.now();
        store.add(session.sha256(), token.sha256(), now, now.plus(lifetime));
        return Optional.of(session);
    }

    /** @return who is signed in, empty if the session has ended or its token is no longer valid */
    public Optional<Caller> caller(SessionSecret session) {
        return store.find(session.sha256(), Instant.now())
                .map(grant -> new Caller(grant.name(), Role.find(grant.role()).orElseThrow(), grant.tenantId()));
    }

    @Transactional
    public void end(SessionSecret session) {
        store.end(session.sha256());
    }
}
