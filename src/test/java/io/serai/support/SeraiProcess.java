package io.serai.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged Serai as a process of its own. It keeps its port and settings over {@link #killHard()} and
 * {@link #start()}, so that it can be killed and started again on the same database.
 */
public final class SeraiProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int LAST_LINES = 60;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** What production asks for and no test cares about. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "SERAI_ENCRYPTION_KEY",
            Base64.getEncoder().encodeToString(new byte[32]),
            "SERAI_ADMIN_TOKEN",
            "packaged-test-admin");

    /** It lives for seconds: what the second compiler would gain, it would first cost. */
    private static final List<String> SHORT_LIFE = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    private static final List<String> LONG_LIFE = List.of("-Xmx512m");

    private final List<String> options;
    private final Map<String, String> environment;
    private final Map<String, String> properties;
    private final Path log;
    private final int port = FreePort.any();
    private Process process;

    private SeraiProcess(List<String> options, Map<String, String> environment, Map<String, String> properties) {
        this.options = options;
        this.environment = environment;
        this.properties = properties;
        try {
            this.log =
                    Files.createTempFile(Files.createDirectories(Path.of("target", "serai-process")), "serai-", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts Serai on a database and waits until it is ready.
     *
     * @param databaseUrl as {@code DATABASE_URL} takes it
     * @param environment wins over what is set here and over the test's own environment
     * @param properties system properties
     */
    public static SeraiProcess on(String databaseUrl, Map<String, String> environment, Map<String, String> properties) {
        return started(SHORT_LIFE, databaseUrl, environment, properties);
    }

    /** As {@link #on}, but with all of the virtual machine that Serai has in production: quick, once it is warm. */
    public static SeraiProcess asInProduction(
            String databaseUrl, Map<String, String> environment, Map<String, String> properties) {
        return started(LONG_LIFE, databaseUrl, environment, properties);
    }

    /** As {@link #asInProduction}, with a heap of so many megabytes. */
    public static SeraiProcess withHeap(
            int megabytes, String databaseUrl, Map<String, String> environment, Map<String, String> properties) {
        return started(List.of("-Xmx" + megabytes + "m"), databaseUrl, environment, properties);
    }

    private static SeraiProcess started(
            List<String> options, String databaseUrl, Map<String, String> environment, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.put("DATABASE_URL", databaseUrl);
        all.putAll(environment);
        SeraiProcess serai = new SeraiProcess(options, all, properties);
        serai.start();
        return serai;
    }

    /** Runs Serai with this environment and no other setting until it ends by itself. */
    public static Ended toItsEnd(Map<String, String> environment) {
        SeraiProcess serai = new SeraiProcess(SHORT_LIFE, environment, Map.of());
        serai.launch();
        return new Ended(serai.awaitEnd(), serai.output());
    }

    /**
     * How a process ended.
     *
     * @param exitCode as the operating system saw it
     * @param output both outputs together
     */
    public record Ended(int exitCode, String output) {}

    /** Starts the process, which must not run, and waits until it is ready. */
    public void start() {
        launch();
        await().alias("readiness of Serai")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || isReady());
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "Serai ended with " + process.exitValue() + ", all of it in " + log + ":\n" + lastWords());
        }
    }

    /** A failed start says why at its end; what goes before is hundreds of lines about settings and routes. */
    private String lastWords() {
        List<String> lines =
                output().lines().filter(line -> !line.contains(" INFO ")).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private void launch() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("Serai runs already");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dserai.process.public-url=" + url());
        // the last of two wins
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", jar().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.matches("(SERAI|QUARKUS|CAMEL)_.*|DATABASE_URL"));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Should the test's own virtual machine end first, this one does not stay.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    private boolean isReady() {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Asks Serai for a path, without a token. */
    public HttpResponse<String> get(String path) throws IOException {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(url().resolve(path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Where Serai answers; the same after each start. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Of the running process. */
    public long pid() {
        return process.pid();
    }

    /** The admin's token it was started with. */
    public String adminToken() {
        return environment.get("SERAI_ADMIN_TOKEN");
    }

    /** Everything printed so far, over all starts. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process as {@code kill -9} does: nothing of it gets to say goodbye. */
    public void killHard() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the process in order. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("Serai did not end, all of it in " + log + ":\n" + lastWords());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        killHard();
    }

    /** The packaged application's jar, as the build names it. */
    public static Path jar() {
        return Path.of(System.getProperty("serai.jar", "target/quarkus-app/quarkus-run.jar"))
                .toAbsolutePath();
    }
}
