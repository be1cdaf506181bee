package io.serai.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.support.CutLine;
import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The packaged Serai's health")
class HealthIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    @DisplayName(
            "says that Serai is not ready, but alive, while the database is gone, and is ready by itself when it is back")
    void saysThatTheDatabaseIsGone() throws Exception {
        URI database = URI.create(PostgresResource.newDatabase().substring("jdbc:".length()));
        try (CutLine line = new CutLine(database.getPort());
                SeraiProcess serai = SeraiProcess.on(
                        "postgres://serai:serai@127.0.0.1:" + line.port() + database.getPath(), Map.of(), Map.of())) {
            Health.of(serai.url()).assertWell();

            line.cut();
            await().atMost(PATIENCE).until(() -> !Health.of(serai.url()).isReady());
            Health.of(serai.url()).assertUnready("database");

            line.join();
            await().atMost(PATIENCE).until(() -> Health.of(serai.url()).isReady());
            Health.of(serai.url()).assertWell();
            // why it was gone is for those who read the log
            assertThat(serai.output()).contains("The database does not answer");
        }
    }
}
