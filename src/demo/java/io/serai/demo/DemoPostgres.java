package io.serai.demo;

import io.serai.demo.PostgresBinaries.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL server of the demo's or the tests' own, listening on loopback only, with an empty database
 * {@code serai} owned by the ordinary user {@code serai}.
 *
 * <p>A server that a killed process left behind on the same directory is adopted when it runs with the settings wanted
 * here, and stopped and started again when it does not. The server stops when this is closed, at the latest when the
 * virtual machine ends in order. Safe for use by several threads.
 */
public final class DemoPostgres implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DemoPostgres.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration DEAF = Duration.ofSeconds(20);
    private static final Duration WORKERS_GONE = Duration.ofSeconds(15);
    private static final Duration BEING_MADE = Duration.ofMinutes(1);

    /** What an acknowledged write needs to survive anything, and what keeps strangers out. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on",
            "listen_addresses", LOOPBACK,
            "unix_socket_directories", "",
            "max_connections", "200"));

    private final HeldDirectory directory;
    private final PostgresBinaries binaries;
    private final boolean kept;
    private final Thread atExit = new Thread(this::closeAtExit, "stop-postgres");
    private volatile Runnable beforeStop = () -> {};
    private int port;
    private boolean adopted;
    private boolean closed;

    private DemoPostgres(HeldDirectory directory, PostgresBinaries binaries, boolean kept) {
        this.directory = directory;
        this.binaries = binaries;
        this.kept = kept;
    }

    /**
     * Starts a server whose data stays: the next start on the same directory finds it.
     *
     * @param directory made when it does not exist; the programs are unpacked beside it, once
     * @throws DirectoryInUseException when another process runs its server there
     * @throws IllegalStateException when the server does not start; the message says why
     */
    public static DemoPostgres keptIn(Path directory) {
        Path beside = directory.toAbsolutePath().resolveSibling("postgres-binaries");
        return started(HeldDirectory.take(directory), beside, true);
    }

    /**
     * Starts a server on an empty directory that is deleted at the end. What killed processes left of theirs is cleared
     * away.
     *
     * @throws IllegalStateException when the server does not start; the message says why
     */
    public static DemoPostgres fresh() {
        Path all = Path.of(System.getProperty("java.io.tmpdir"), "serai-postgres-" + System.getProperty("user.name"));
        Path binaries = Path.of("data", "postgres-binaries");
        clearAway(all, binaries);
        return started(HeldDirectory.take(all.resolve(UUID.randomUUID().toString())), binaries, false);
    }

    private static DemoPostgres started(HeldDirectory directory, Path cache, boolean kept) {
        try {
            if (PostgresBinaries.refusesThisUser()) {
                throw new IllegalStateException(
                        "PostgreSQL refuses to run as root, and 'unshare -U' is not allowed here: start as another user");
            }
            DemoPostgres postgres = new DemoPostgres(directory, PostgresBinaries.unpackedBelow(cache), kept);
            postgres.start();
            return postgres;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static void clearAway(Path all, Path binaries) {
        if (!Files.isDirectory(all)) {
            return;
        }
        try (Stream<Path> directories = Files.list(all)) {
            for (Path left : directories.toList()) {
                if (Files.getLastModifiedTime(left).toInstant().isBefore(Instant.now().minus(BEING_MADE))) {
                    clearAwayUnlessHeld(left, binaries);
                }
            }
        } catch (IOException e) {
            LOG.debugf(e, "Could not look through %s", all);
        }
    }

    private static void clearAwayUnlessHeld(Path left, Path binaries) {
        try {
            DemoPostgres postgres = new DemoPostgres(HeldDirectory.take(left), PostgresBinaries.unpackedBelow(binaries), false);
            postgres.close();
        } catch (RuntimeException e) {
            LOG.debugf("Left alone: %s", e.getMessage());
        }
    }

    private void start() {
        makeCluster();
        Optional<Integer> running = findRunning();
        adopted = running.isPresent();
        port = adopted ? running.get() : startServer();
        try {
            makeDatabase(port, "serai");
        } catch (SQLException e) {
            stopServer();
            throw new IllegalStateException("PostgreSQL started, but no database could be made: " + e.getMessage(), e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
        LOG.infof("PostgreSQL %s on port %d, data in %s", adopted ? "adopted" : "started", port, directory.path());
    }

    /** Makes the cluster beside its place and moves it there whole: a kill half way leaves nothing that looks usable. */
    private void makeCluster() {
        if (Files.isDirectory(cluster())) {
            return;
        }
        Path making = directory.path().resolve("cluster-being-made");
        try {
            Directories.delete(making);
            Outcome made = binaries.run(
                    PATIENCE,
                    "initdb",
                    "--pgdata=" + making,
                    "--username=" + SUPERUSER,
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8");
            if (!made.isGood()) {
                throw new IllegalStateException("PostgreSQL's data directory cannot be made: " + lastLine(made.output()));
            }
            Files.move(making, cluster());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of a server that runs on our directory as we want it; one that runs otherwise is stopped. */
    private Optional<Integer> findRunning() {
        Instant begun = Instant.now();
        while (true) {
            Optional<PostmasterPid> found = PostmasterPid.read(cluster());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            PostmasterPid left = found.get();
            switch (left.server()) {
                case GONE -> {
                    return Optional.empty();
                }
                case REPLACED -> {
                    left.name(binaries.run(PATIENCE, "postgres", "--version").pid());
                    return Optional.empty();
                }
                case ALIVE -> {
                    if (left.isReady() && isAsWanted(left.port())) {
                        return Optional.of(left.port());
                    }
                }
            }
            Duration limit = left.isReady() ? DEAF : PATIENCE;
            if (Instant.now().isAfter(begun.plus(limit)) || left.isReady() && answers(left.port())) {
                stopServer();
                return Optional.empty();
            }
            pause();
        }
    }

    private boolean answers(int candidate) {
        try (Connection connection = dataSource(candidate, "postgres", SUPERUSER).getConnection()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean isAsWanted(int candidate) {
        String asked = Stream.concat(Stream.of("data_directory"), SETTINGS.keySet().stream())
                .map("current_setting('%s')"::formatted)
                .collect(Collectors.joining(", ", "SELECT ", ""));
        try (Connection connection =
                        dataSource(candidate, "postgres", SUPERUSER).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(asked)) {
            row.next();
            boolean same = Path.of(row.getString(1)).toRealPath().equals(cluster());
            int column = 2;
            for (String value : SETTINGS.values()) {
                same &= value.equals(row.getString(column++));
            }
            return same;
        } catch (SQLException | IOException e) {
            return false;
        }
    }

    private int startServer() {
        Instant begun = Instant.now();
        while (true) {
            int candidate = freePort();
            Path log = directory.path().resolve("server.log");
            String options = SETTINGS.entrySet().stream()
                    .map(setting -> "-c %s=%s".formatted(setting.getKey(), setting.getValue()))
                    .collect(Collectors.joining(" ", "-p " + candidate + " ", ""));
            try {
                Files.deleteIfExists(log);
                Outcome start = binaries.run(
                        PATIENCE.plusSeconds(10),
                        "pg_ctl",
                        "start",
                        "--pgdata=" + cluster(),
                        "--log=" + log,
                        "--wait",
                        "--timeout=" + PATIENCE.toSeconds(),
                        "--options=" + options);
                if (start.isGood()) {
                    return candidate;
                }
                String said = (Files.exists(log) ? Files.readString(log) : start.output()).strip();
                // A server that was killed leaves workers behind for a moment; a free port may be taken meanwhile.
                boolean passes = said.contains("shared memory block") || said.contains("could not bind");
                if (!passes || Instant.now().isAfter(begun.plus(WORKERS_GONE))) {
                    throw new IllegalStateException("PostgreSQL did not start on %s: %s".formatted(cluster(), reason(said)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            pause();
        }
    }

    private void stopServer() {
        Outcome stop = binaries.run(
                PATIENCE,
                "pg_ctl",
                "stop",
                "--pgdata=" + cluster(),
                "--mode=fast",
                "--wait",
                "--timeout=" + PATIENCE.toSeconds());
        boolean gone = !isRunning();
        if (!stop.isGood() && !gone) {
            throw new IllegalStateException(
                    "PostgreSQL on %s cannot be stopped: %s".formatted(cluster(), lastLine(stop.output())));
        }
    }

    private boolean isRunning() {
        return PostmasterPid.read(cluster())
                .filter(named -> named.server() == PostmasterPid.Server.ALIVE)
                .isPresent();
    }

    /**
     * Makes a further database beside {@code serai}, owned by the same user; one that exists is left as it is.
     *
     * @param name lower case letters, digits and underscores
     * @return its JDBC URL
     */
    public String database(String name) throws SQLException {
        return database(port, name);
    }

    /** Does what {@link #database(String)} does, on a server known by its port only. */
    public static String database(int port, String name) throws SQLException {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a plain database name: " + name);
        }
        makeDatabase(port, name);
        return url(port, name);
    }

    private static void makeDatabase(int port, String name) throws SQLException {
        try (Connection connection = dataSource(port, "postgres", SUPERUSER).getConnection();
                Statement statement = connection.createStatement()) {
            if (isMissing(statement, "SELECT FROM pg_roles WHERE rolname = 'serai'")) {
                statement.execute("CREATE ROLE serai LOGIN PASSWORD 'serai'");
            }
            if (isMissing(statement, "SELECT FROM pg_database WHERE datname = '%s'".formatted(name))) {
                statement.execute("CREATE DATABASE %s OWNER serai".formatted(name));
            }
        }
    }

    private static boolean isMissing(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    /** The JDBC URL of the database {@code serai}. */
    public String jdbcUrl() {
        return url(port, "serai");
    }

    /** The user that owns the database; an ordinary one. */
    public String username() {
        return "serai";
    }

    /** Accepted, though the server asks nobody on loopback for one. */
    public String password() {
        return "serai";
    }

    /** Where the server listens, on loopback. */
    public int port() {
        return port;
    }

    /** Whether the server was already running, left behind by a process that was killed. */
    public boolean isAdopted() {
        return adopted;
    }

    /** Where the data is, absolute. */
    public Path directory() {
        return directory.path();
    }

    /**
     * Says what must have ended before the server may stop when the virtual machine ends.
     *
     * @param awaited returns when it has; run once, at the end of the virtual machine
     */
    public void outlive(Runnable awaited) {
        beforeStop = Objects.requireNonNull(awaited, "awaited is null");
    }

    /** Stops the server. Doing it again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (isRunning()) {
                stopServer();
            }
        } finally {
            directory.close();
        }
        if (!kept) {
            try {
                Directories.delete(directory.path());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void closeAtExit() {
        beforeStop.run();
        close();
    }

    private Path cluster() {
        return directory.path().resolve("cluster");
    }

    private static PGSimpleDataSource dataSource(int port, String database, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url(port, database));
        source.setUser(user);
        source.setConnectTimeout(5);
        source.setSocketTimeout(30);
        return source;
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(LOOPBACK, port, database);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(String log) {
        return log.lines()
                .filter(line -> line.contains("FATAL"))
                .reduce((first, second) -> second)
                .orElseGet(() -> lastLine(log));
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElse("it said nothing");
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
}
