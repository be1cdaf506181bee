package io.serai.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Offers what {@code DATABASE_URL} says as the data source's settings. The data source's own settings win over it when
 * they are given by environment or system property.
 *
 * <p>A value that cannot be read is left out here; the start says so.
 */
public final class DatabaseUrlSource implements ConfigSourceFactory {

    /** Above the packaged settings (250), below the environment (300). */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return Optional.ofNullable(context.getValue("DATABASE_URL"))
                .map(ConfigValue::getValue)
                .flatMap(DatabaseUrl::parse)
                .<Iterable<ConfigSource>>map(url -> List.of(source(url)))
                .orElseGet(List::of);
    }

    private static ConfigSource source(DatabaseUrl url) {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", url.jdbcUrl());
        url.username().ifPresent(username -> settings.put("quarkus.datasource.username", username));
        url.password().ifPresent(password -> settings.put("quarkus.datasource.password", password));
        return new PropertiesConfigSource(settings, "DATABASE_URL", ORDINAL);
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }
}
