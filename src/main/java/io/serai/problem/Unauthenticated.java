package io.serai.problem;

import java.util.List;
import java.util.Map;

/** The request has no token, or one that is unknown, expired or revoked. */
public final class Unauthenticated extends Problem {

    private static final long serialVersionUID = 1L;

    private final boolean presented;

    /** @param presented whether there was a token at all */
    public Unauthenticated(boolean presented) {
        super(
                401,
                "unauthenticated",
                "A valid token is needed",
                presented ? "The token is not valid" : "Send a token: Authorization: Bearer <token>",
                List.of());
        this.presented = presented;
    }

    @Override
    public Map<String, String> headers() {
        String challenge = "Bearer realm=\"serai\"";
        return Map.of("WWW-Authenticate", presented ? challenge + ", error=\"invalid_token\"" : challenge);
    }
}
