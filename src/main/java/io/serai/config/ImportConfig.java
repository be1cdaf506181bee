package io.serai.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;

/** How much comes in with one import. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.import")
public interface ImportConfig {

    /** Imports worked on at once; others wait. */
    int workers();

    /** The longest line, or record. */
    MemorySize maxLine();

    /** How many lines one import has at most. */
    int maxLines();
}
