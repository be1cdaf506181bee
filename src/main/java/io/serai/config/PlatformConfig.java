package io.serai.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;

/** How every platform is called. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.platform")
public interface PlatformConfig {

    /** The largest answer that is read, once it is unpacked. */
    MemorySize maxAnswer();
}
