package io.serai.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.serai.demo.DemoPostgres;
import java.sql.SQLException;
import java.util.Map;

/**
 * An empty database for each application under test, on one server for the whole virtual machine. The server stops when
 * the virtual machine ends.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    /** Test classes are loaded anew for each application: what they share can only lie here. */
    private static final String PORT = "serai.test.postgres.port";

    private static final String DATABASES = "serai.test.postgres.databases";

    @Override
    public Map<String, String> start() {
        try {
            return Map.of(
                    "quarkus.datasource.jdbc.url",
                    newDatabase(),
                    "quarkus.datasource.username",
                    "serai",
                    "quarkus.datasource.password",
                    "serai");
        } catch (SQLException e) {
            throw new IllegalStateException("no database for the test", e);
        }
    }

    /** Makes an empty database owned by {@code serai} and answers its JDBC URL; the server starts with the first. */
    public static String newDatabase() throws SQLException {
        synchronized (System.class) {
            if (System.getProperty(PORT) == null) {
                System.setProperty(PORT, Integer.toString(DemoPostgres.fresh().port()));
            }
            int number = Integer.getInteger(DATABASES, 0) + 1;
            System.setProperty(DATABASES, Integer.toString(number));
            return DemoPostgres.database(Integer.getInteger(PORT), "test_" + number);
        }
    }

    @Override
    public void stop() {}
}
