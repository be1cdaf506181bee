package io.serai.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;

/**
 * Serai's beans, made anew by their own constructors over the running application's database, but with some settings turned and
 * at a time that stands still. All else is as it is packaged.
 */
final class Turned {

    static final String TENANT = "client_settings";
    static final String SHOP = "shop_settings";
    static final String WOO = "woo_settings";
    static final String JTL = "jtl_settings";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PACKAGED = 250;
    private static final int TURNED = 500;

    private final SmallRyeConfig config;
    private final StandingClock clock = new StandingClock();
    private final Map<Class<?>, Object> made = new HashMap<>();

    Turned(Map<String, String> settings) throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withProfile("prod")
                .withSources(
                        new PropertiesConfigSource(
                                DocumentedSettings.PACKAGED.toUri().toURL(), PACKAGED),
                        new PropertiesConfigSource(settings, "turned", TURNED))
                .withValidateUnknown(false);
        ReadSettings.mappings().forEach(builder::withMapping);
        this.config = builder.build();
    }

    /** A bean that reads the turned settings, with all the beans it works with. */
    <T> T bean(Class<T> type) {
        return type.cast(make(type));
    }

    /** The same for one that only its own package knows. */
    Object bean(String type) throws ClassNotFoundException {
        return make(
                Class.forName("io.serai." + type, true, Thread.currentThread().getContextClassLoader()));
    }

    /** Calls a method that only its own package knows. */
    static Object call(Object bean, String method, Object... arguments) throws Exception {
        Method found = Arrays.stream(bean.getClass().getDeclaredMethods())
                .filter(each -> each.getName().equals(method) && each.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow();
        found.setAccessible(true);
        return found.invoke(bean, arguments);
    }

    <T> Optional<T> value(String key, Class<T> type) {
        return config.getOptionalValue(key, type);
    }

    private Object make(Class<?> type) {
        if (type == Clock.class) {
            return clock;
        }
        if (type == Event.class) {
            return Arc.container().beanManager().getEvent();
        }
        if (type.isAnnotationPresent(ConfigMapping.class)) {
            return config.getConfigMapping(type);
        }
        Object known = made.get(type);
        if (known != null) {
            return known;
        }
        Object bean = constructor(type)
                .map(constructor -> make(constructor))
                .orElseGet(() -> Arc.container().instance(type).get());
        made.put(type, bean);
        return bean;
    }

    private Object make(Constructor<?> constructor) {
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(this::make)
                    .toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(constructor.toString(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor.toString(), e);
        }
    }

    /** Of Serai's own beans; those that ask the container for a choice of beans are taken as they are. */
    private static Optional<Constructor<?>> constructor(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> type.getName().startsWith("io.serai.")
                        && constructor.isAnnotationPresent(Inject.class)
                        && Arrays.stream(constructor.getGenericParameterTypes())
                                .allMatch(parameter -> !(parameter instanceof ParameterizedType generic)
                                        || generic.getRawType() == Event.class)
                        && Arrays.stream(constructor.getParameterAnnotations())
                                .allMatch(annotations -> annotations.length == 0))
                .findFirst();
    }

    Instant now() {
        return clock.instant();
    }

    /** Lets time go on. */
    void later(Duration time) {
        clock.now = clock.now.plus(time);
    }

    <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }

    void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }

    static CamelContext camel() {
        return Arc.container().instance(CamelContext.class).get();
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    /** How far away a moment is that the database holds. */
    Duration until(String query, Object... arguments) throws SQLException {
        return Duration.between(now(), ask(Timestamp.class, query, arguments).toInstant());
    }

    /** How long ago the moment is that the query tells. */
    Duration since(String query, Object... arguments) throws SQLException {
        return until(query, arguments).negated();
    }

    long count(String query, Object... arguments) throws SQLException {
        return ask(Number.class, query, arguments).longValue();
    }

    <T> T ask(Class<T> type, String query, Object... arguments) throws SQLException {
        try (Connection connection = database();
                PreparedStatement statement = prepared(connection, query, arguments);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new AssertionError("no row: " + query);
            }
            return type.cast(row.getObject(1));
        }
    }

    void execute(String statement, Object... arguments) throws SQLException {
        try (Connection connection = database();
                PreparedStatement prepared = prepared(connection, statement, arguments)) {
            prepared.execute();
        }
    }

    static Connection database() throws SQLException {
        return Arc.container().instance(AgroalDataSource.class).get().getConnection();
    }

    private static PreparedStatement prepared(Connection connection, String text, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            statement.setObject(i + 1, argument instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : argument);
        }
        return statement;
    }

    /** Nothing but a tenant: what a case before it left must not be worked on in this one. */
    void begin() throws SQLException {
        execute("DELETE FROM public.products");
        execute("DELETE FROM public.sync_jobs");
        execute("DELETE FROM control.channels");
        execute("INSERT INTO control.tenants (id, name) VALUES (?, 'Settings') ON CONFLICT DO NOTHING", TENANT);
    }

    /** A channel that was read in full, with nothing to do. */
    void channel(String id, String platform) throws SQLException {
        execute(
                "INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain, url)"
                        + " VALUES (?, ?, ?, 'A shop', ?, 'http://127.0.0.1:1')",
                id,
                TENANT,
                platform,
                id.replace('_', '-') + ".example");
    }

    UUID product() throws SQLException {
        return ask(
                UUID.class,
                "INSERT INTO public.products (organization_id, name) VALUES (?, 'Hat') RETURNING id",
                TENANT);
    }

    private static final class StandingClock extends Clock {

        private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }
}
