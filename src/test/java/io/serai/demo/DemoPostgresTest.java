package io.serai.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DemoPostgresTest {

    @TempDir
    Path temp;

    @Test
    @DisplayName("a second start finds the data of the first")
    void keepsItsData() throws Exception {
        try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
            write(postgres, 1);
        }
        try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
            assertThat(postgres.isAdopted()).isFalse();
            assertThat(read(postgres)).containsExactly(1);
        }
    }

    @Test
    @DisplayName("an acknowledged write is on the disk, and only this machine can ask")
    void writesThroughAndListensOnLoopbackOnly() throws Exception {
        try (DemoPostgres postgres = DemoPostgres.keptIn(data());
                Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
                                + " current_setting('listen_addresses'), rolsuper FROM pg_roles WHERE rolname = current_user")) {
            row.next();
            assertThat(List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                    .containsExactly("on", "on", "127.0.0.1", "f");
        }
    }

    @Test
    @DisplayName("a server left behind by kill -9 is adopted with its data")
    void adoptsWhatAKilledProcessLeft() throws Exception {
        int port;
        try (PostgresChild child = PostgresChild.on(data())) {
            port = child.port();
            child.killHard();
        }
        try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
            assertThat(postgres.isAdopted()).isTrue();
            assertThat(postgres.port()).isEqualTo(port);
            write(postgres, 2);
        }
        try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
            assertThat(postgres.isAdopted()).isFalse();
            assertThat(read(postgres)).containsExactly(2);
        }
    }

    @Test
    @DisplayName("a server left behind with other settings is stopped and started again")
    void restartsWhatRunsOtherwise() throws Exception {
        try (PostgresChild child = PostgresChild.on(data())) {
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(child.port()), "postgres", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER ROLE postgres SET synchronous_commit = off");
            }
            child.killHard();
        }
        try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
            assertThat(postgres.isAdopted()).isFalse();
        }
    }

    @Test
    @DisplayName("the pid file of a server that was killed too is no obstacle")
    void passesOverAStalePidFile() throws Exception {
        try (PostgresChild child = PostgresChild.on(data())) {
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:%d/serai".formatted(child.port()), "serai", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 3 AS number");
            }
            child.killHard();
            ProcessHandle.of(pidInFile()).orElseThrow().destroyForcibly();
        }
        try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
            assertThat(postgres.isAdopted()).isFalse();
            assertThat(read(postgres)).containsExactly(3);
        }
    }

    @Test
    @DisplayName("a pid file that by now names another program is no obstacle, and that program is left alone")
    void passesOverAPidThatIsSomebodyElses() throws Exception {
        try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
            write(postgres, 4);
        }
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(
                    pidFile(),
                    "%d%n%s%n1700000000%n1%n%n127.0.0.1%n%n%n"
                            .formatted(stranger.pid(), pidFile().getParent()));
            try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
                assertThat(read(postgres)).containsExactly(4);
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    @DisplayName("a first start killed while it made the data directory leaves nothing in the way")
    void beginsAgainAfterHalfAnInit() throws Exception {
        Files.createDirectories(data().resolve("cluster-being-made").resolve("base"));
        try (DemoPostgres postgres = DemoPostgres.keptIn(data())) {
            assertThat(postgres.port()).isPositive();
        }
    }

    @Test
    @DisplayName("the server ends with the process that started it")
    void stopsWithItsProcess() throws Exception {
        try (PostgresChild child = PostgresChild.on(data())) {
            long server = pidInFile();
            child.stop();
            assertThat(pidFile()).doesNotExist();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive))
                            .isEmpty());
        }
    }

    @Test
    @DisplayName("a second process on the same data says in one line who holds it, and the first goes on")
    void tellsTheSecondWhoHoldsIt() throws Exception {
        try (DemoPostgres first = DemoPostgres.keptIn(data());
                PostgresChild second = PostgresChild.on(data())) {
            assertThat(second.said())
                    .startsWith("refused: ")
                    .contains(data().toRealPath().toString())
                    .contains("process " + ProcessHandle.current().pid());
            assertThatThrownBy(() -> DemoPostgres.keptIn(data()))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            write(first, 5);
            assertThat(read(first)).containsExactly(5);
        }
    }

    @Test
    @DisplayName("a fresh server is empty, takes further databases and leaves nothing behind")
    void startsFresh() throws Exception {
        Path directory;
        try (DemoPostgres postgres = DemoPostgres.fresh();
                Connection connection =
                        DriverManager.getConnection(postgres.database("another"), postgres.username(), "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_database(), (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("another");
            assertThat(row.getInt(2)).isZero();
            directory = postgres.directory();
            assertThat(directory).isDirectory();
        }
        assertThat(directory).doesNotExist();
    }

    /** Beside the programs unpacked for all tests: unpacking them for each would take longer than the tests. */
    private Path data() throws IOException {
        Path binaries = temp.resolve("postgres-binaries");
        if (Files.notExists(binaries)) {
            Path shared =
                    Files.createDirectories(Path.of("data", "postgres-binaries").toAbsolutePath());
            Files.createSymbolicLink(binaries, shared);
        }
        return temp.resolve("data");
    }

    private Path pidFile() throws IOException {
        return data().toRealPath().resolve("cluster").resolve("postmaster.pid");
    }

    private long pidInFile() throws IOException {
        return Long.parseLong(Files.readAllLines(pidFile()).get(0).strip());
    }

    private static Connection connect(DemoPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    private static void write(DemoPostgres postgres, int number) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT %d AS number".formatted(number));
        }
    }

    private static List<Integer> read(DemoPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number FROM kept")) {
            List<Integer> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
            return numbers;
        }
    }
}
