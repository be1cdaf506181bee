package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@DisplayName("C8 a process can be web, worker or both")
class WorkerModeIT {

    @Test
    @DisplayName("C8 one that only answers and one that only works do together what one does that is both")
    void webAndWorker() throws Exception {
        String jdbcUrl = PostgresResource.newDatabase();
        String databaseUrl = jdbcUrl.replace("jdbc:postgresql://", "postgres://serai:serai@");
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl);
        database.setUser("serai");
        database.setPassword("serai");
        try (SeraiProcess web = SeraiProcess.on(databaseUrl, Map.of("WORKER_MODE", "web"), Map.of());
                SeraiProcess worker = SeraiProcess.on(
                        databaseUrl,
                        Map.of("WORKER_MODE", "true"),
                        Map.of(
                                "serai.process.public-url",
                                web.url().toString(),
                                "serai.push.poll-interval-ms",
                                "500"));
                Shops shops = new Shops(web.url(), web.adminToken(), database, "modes")) {
            shops.connect();
            String hat = shops.shopify
                    .createAsStaff(Shops.object()
                            .put("title", "Hut")
                            .put("price", "10.00")
                            .put("sku", "H-1"))
                    .path("id")
                    .asText();
            shops.settle();
            assertThat(statusAt(worker, worker.adminToken())).isEqualTo(404);
            assertThat(statusAt(web, web.adminToken())).isEqualTo(200);

            worker.stop();
            shops.shopify.editAsStaff(hat, Shops.object().put("title", "Strohhut"));
            await().atMost(Durations.ONE_MINUTE).until(() -> shops.shopify.pending() == 0);
            assertThat(shops.count("SELECT count(*) FROM webhook_log WHERE status = 'received'"))
                    .isOne();

            worker.start();
            shops.settle();
            assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        }
    }

    private static int statusAt(SeraiProcess serai, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(serai.url().resolve("/api/channels"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
