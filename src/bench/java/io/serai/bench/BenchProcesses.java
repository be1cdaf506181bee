package io.serai.bench;

import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** What a benchmark runs against: Serai as in production, an empty PostgreSQL, the twins, each a process of its own; and what it says. */
final class BenchProcesses implements AutoCloseable {

    final PGSimpleDataSource database = new PGSimpleDataSource();
    final TwinsProcess twins;
    private final String databaseUrl;
    private final String file;
    private final List<String> lines = new ArrayList<>();
    private final List<SeraiProcess> started = new ArrayList<>();

    /** @param name of the file under {@code target/benchmarks} that keeps the lines */
    BenchProcesses(String name) throws Exception {
        file = name + ".md";
        String jdbcUrl = PostgresResource.newDatabase();
        databaseUrl = jdbcUrl.replace("jdbc:postgresql://", "postgres://serai:serai@");
        database.setUrl(jdbcUrl);
        database.setUser("serai");
        database.setPassword("serai");
        twins = new TwinsProcess();
    }

    /** Starts a Serai and says how long that took. */
    SeraiProcess serai(Map<String, String> environment, Map<String, String> settings) {
        return serai(512, environment, settings);
    }

    /** @param heap at most so many megabytes */
    SeraiProcess serai(int heap, Map<String, String> environment, Map<String, String> settings) {
        Instant begun = Instant.now();
        SeraiProcess serai = SeraiProcess.withHeap(heap, databaseUrl, environment, settings);
        started.add(serai);
        say("start to ready: %.1f s".formatted(seconds(begun, Instant.now())));
        return serai;
    }

    void say(String line) {
        System.out.println(line);
        lines.add(line);
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    @Override
    public void close() {
        try {
            Path kept = Files.createDirectories(Path.of("target", "benchmarks")).resolve(file);
            Files.writeString(kept, String.join("\n", lines) + "\n");
            System.out.println(Files.readString(kept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            started.forEach(SeraiProcess::close);
            twins.close();
        }
    }
}
