package io.serai.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the database is, as {@code DATABASE_URL} says it.
 *
 * @param jdbcUrl what the JDBC driver takes, without user and password unless the given URL was a JDBC one
 * @param username decoded; empty when the URL names none
 * @param password decoded; empty when the URL names none
 */
public record DatabaseUrl(String jdbcUrl, Optional<String> username, Optional<String> password) {

    private static final String JDBC = "jdbc:postgresql:";
    private static final Pattern URL = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<place>[^@/?]+)(?<database>/[^?]*)?(?:\\?(?<parameters>.*))?");

    /**
     * Reads {@code jdbc:postgresql://…} as it stands and {@code postgres://user:password@host:port/database?parameters}
     * with user and password percent-encoded.
     *
     * @return empty when the text has neither form
     */
    public static Optional<DatabaseUrl> parse(String text) {
        if (text.startsWith(JDBC)) {
            return Optional.of(new DatabaseUrl(text, Optional.empty(), Optional.empty()));
        }
        Matcher parts = URL.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            String database = Optional.ofNullable(parts.group("database")).orElse("/");
            String jdbcUrl = JDBC + "//" + parts.group("place") + database + parameters(parts.group("parameters"));
            return Optional.of(
                    new DatabaseUrl(jdbcUrl, decoded(parts.group("user")), decoded(parts.group("password"))));
        } catch (IllegalArgumentException malformedPercentEncoding) {
            return Optional.empty();
        }
    }

    /** The other tools' word for the driver's {@code currentSchema} is {@code schema}. */
    private static String parameters(String given) {
        return given == null || given.isEmpty() ? "" : "?" + given.replaceAll("(^|&)schema=", "$1currentSchema=");
    }

    private static Optional<String> decoded(String part) {
        return Optional.ofNullable(part)
                .filter(text -> !text.isEmpty())
                .map(text -> URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "DatabaseUrl[" + jdbcUrl.replaceAll("\\?.*", "") + "]";
    }
}
