package io.serai.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A virtual machine of its own that runs a {@link DemoPostgres}, to be killed. */
final class PostgresChild implements AutoCloseable {

    private static final String READY = "ready on ";

    private final Process process;
    private final String said;

    private PostgresChild(Process process, String said) {
        this.process = process;
        this.said = said;
    }

    /** Starts the child and waits until its server runs, or until it says why it does not. */
    static PostgresChild on(Path directory) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            PostgresChild.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            while (line != null && !line.startsWith(READY) && !line.startsWith("refused: ")) {
                line = output.readLine();
            }
            return new PostgresChild(process, String.valueOf(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            System.out.println(
                    READY + DemoPostgres.keptIn(Path.of(arguments[0])).port());
        } catch (RuntimeException e) {
            System.out.println("refused: " + e.getMessage());
            return;
        }
        new CountDownLatch(1).await();
    }

    int port() {
        return Integer.parseInt(said.substring(READY.length()));
    }

    String said() {
        return said;
    }

    void killHard() {
        process.destroyForcibly().onExit().join();
    }

    void stop() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        killHard();
    }
}
