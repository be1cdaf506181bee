package io.serai.demo;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Starts Serai with all it needs on this machine: a PostgreSQL whose data stays in {@code data/postgres} below the
 * working directory, or where the system property {@code serai.demo.data} says.
 */
public final class Demo {

    private static final Logger LOG = Logger.getLogger(Demo.class);
    private static final long SECONDS_TO_STOP = 30;

    private Demo() {}

    public static void main(String... arguments) {
        DemoPostgres postgres;
        try {
            postgres = DemoPostgres.keptIn(data());
        } catch (DirectoryInUseException | IllegalStateException e) {
            System.err.println("The demo does not start: " + e.getMessage());
            System.exit(1);
            return;
        }
        CountDownLatch seraiEnded = new CountDownLatch(1);
        postgres.outlive(() -> awaitQuietly(seraiEnded));
        System.setProperty("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        System.setProperty("quarkus.datasource.username", postgres.username());
        System.setProperty("quarkus.datasource.password", postgres.password());
        Quarkus.run(
                Announcement.class,
                (code, failure) -> {
                    seraiEnded.countDown();
                    if (failure != null) {
                        LOG.error("The demo does not start", failure);
                    }
                    System.exit(code);
                },
                arguments);
    }

    private static Path data() {
        return Path.of(System.getProperty("serai.demo.data", "data/postgres"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                LOG.warn("Serai did not end in time; its PostgreSQL stops all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the demo says when all has started. */
    public static final class Announcement implements QuarkusApplication {

        @Override
        public int run(String... arguments) {
            Config config = ConfigProvider.getConfig();
            String serai = "http://localhost:" + config.getValue("quarkus.http.port", String.class);
            System.out.printf(
                    """

                    Serai runs. Stop it with Ctrl-C; its data stays in %s.
                      Pages                %s/
                      API                  %s/api   (token %s)
                    """,
                    data(),
                    serai,
                    serai,
                    config.getValue("serai.admin-token", String.class));
            Quarkus.waitForExit();
            return 0;
        }
    }
}
