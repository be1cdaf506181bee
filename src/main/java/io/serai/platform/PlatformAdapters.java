package io.serai.platform;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.serai.channel.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The adapters by platform. */
@ApplicationScoped
@Named("platformAdapters")
public class PlatformAdapters {

    private final Map<Platform, PlatformAdapter> adapters;

    @Inject
    PlatformAdapters(Instance<PlatformAdapter> adapters) {
        this(adapters.stream().toList());
    }

    public PlatformAdapters(List<PlatformAdapter> adapters) {
        this.adapters = adapters.stream().collect(toUnmodifiableMap(PlatformAdapter::platform, Function.identity()));
    }

    /** @throws IllegalArgumentException if Serai has no adapter for the platform */
    public PlatformAdapter of(Platform platform) {
        PlatformAdapter adapter = adapters.get(platform);
        if (adapter == null) {
            throw new IllegalArgumentException("no adapter for " + platform.key());
        }
        return adapter;
    }

    /** @throws IllegalArgumentException if there is no such platform, or no adapter for it */
    public PlatformAdapter of(String platformKey) {
        return of(Platform.find(platformKey)
                .orElseThrow(() -> new IllegalArgumentException("no platform is called " + platformKey)));
    }
}
