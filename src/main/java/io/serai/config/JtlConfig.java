package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.time.Duration;

/** How JTL-FFN is called and signed in at. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.jtl")
public interface JtlConfig {

    long pollIntervalMs();

    int connectTimeoutMs();

    int responseTimeoutMs();

    double requestsPerSecond();

    long longestWaitMs();

    /** Where a person allows Serai in. */
    URI authorizeUrl();

    /** Where codes and refresh tokens are exchanged for tokens. */
    URI tokenUrl();

    /** How long a link to sign in holds. */
    Duration signInValid();

    /** How long before its end an access token is exchanged for another. */
    Duration refreshMargin();

    /** How long one exchange may take before another node takes it for dead. */
    Duration refreshLease();

    /** How long to wait between two looks at what another makes of a refresh, milliseconds. */
    long refreshPollMs();
}
