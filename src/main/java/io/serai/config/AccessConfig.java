package io.serai.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who gets in, and with how much. */
@ConfigMapping(prefix = "serai.access")
public interface AccessConfig {

    /** The secret of an admin's token that is valid from the first start on. */
    Optional<String> bootstrapToken();

    /** The largest body of a request, deliveries included. */
    MemorySize maxBody();

    /** How long a body may take, however slowly it comes. */
    Duration bodyPatience();

    /** Bytes a second that a body which takes longer has to bring, on average. */
    int bodyRate();

    /** How long a browser stays signed in. */
    Duration sessionLifetime();

    /** Wrong tokens from one address within the window, after which it has to wait. */
    int signInFailures();

    Duration signInWindow();

    /** How long a request that carries a key of the caller's is known again. */
    Duration idempotencyKeep();

    /** Other sites whose pages may call the API from a browser, as browsers write an origin. */
    Optional<List<String>> corsOrigins();

    /** A token everybody may know, which the sign-in page shows; only where Serai shows itself to one person. */
    Optional<String> shownToken();
}
