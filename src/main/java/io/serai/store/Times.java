package io.serai.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** Moments out of rows. PostgreSQL keeps microseconds. */
final class Times {

    private Times() {}

    /** @return null for NULL */
    static Instant read(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
