package io.serai.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who gets in, and with how much. */
@ConfigMapping(prefix = "serai.access")
public interface AccessConfig {

    /** The secret of an admin's token that is valid from the first start on. */
    Optional<String> bootstrapToken();

    /** The largest body of a request to the API. */
    MemorySize maxBody();
}
