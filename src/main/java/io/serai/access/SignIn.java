package io.serai.access;

import io.serai.config.AccessConfig;
import io.serai.problem.TooManyRequests;
import io.serai.problem.Unauthenticated;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/** Signs people in with an API token. */
@ApplicationScoped
public class SignIn {

    private final Sessions sessions;
    private final SignInLimit limit;

    @Inject
    SignIn(Sessions sessions, AccessConfig config) {
        this.sessions = sessions;
        this.limit = new SignInLimit(config.signInFailures(), config.signInWindow(), Instant::now);
    }

    /**
     * @param address whose attempts are counted together
     * @throws Unauthenticated if the token is unknown, expired or revoked
     * @throws TooManyRequests if this address was wrong too often lately; the token is then not even looked at
     */
    public SessionSecret signIn(String token, String address) {
        limit.wait(address).ifPresent(wait -> {
            throw new TooManyRequests(wait);
        });
        SessionSecret session = sessions.begin(new TokenSecret(token)).orElse(null);
        if (session == null) {
            limit.failed(address);
            throw new Unauthenticated(true);
        }
        limit.succeeded(address);
        return session;
    }
}
