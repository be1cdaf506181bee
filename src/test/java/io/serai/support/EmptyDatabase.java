package io.serai.support;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Empties the database of a Serai that is running. */
public final class EmptyDatabase {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private EmptyDatabase() {}

    /**
     * No tenant is left, and nothing of one. Emptying takes every table's lock, one after the other, while Serai reads
     * several at once: whoever holds some and waits for more lets them go before anybody calls that a deadlock, and begins
     * again.
     */
    public static void of(DataSource database) {
        await().atMost(Duration.ofMinutes(1)).until(() -> isEmptied(database));
    }

    private static boolean isEmptied(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL lock_timeout = '200ms'");
            try {
                statement.execute("TRUNCATE control.tenants CASCADE");
            } catch (SQLException e) {
                connection.rollback();
                if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
            connection.commit();
            return true;
        }
    }
}
