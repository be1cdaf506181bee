package io.serai.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Serai's health as a stranger sees it. */
record Health(int ready, String readiness, int live, String liveness) {

    /** Longer than anybody waits for a connection to the database. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    static Health of(URI serai) throws Exception {
        HttpResponse<String> ready = get(serai.resolve("/q/health/ready"));
        HttpResponse<String> live = get(serai.resolve("/q/health/live"));
        return new Health(ready.statusCode(), ready.body(), live.statusCode(), live.body());
    }

    private static HttpResponse<String> get(URI page) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    boolean isReady() {
        return ready == 200;
    }

    void assertWell() {
        assertThat(ready).as(readiness).isEqualTo(200);
        assertAlive();
    }

    /** Nothing is asked of it any more, and nobody starts it anew: that would mend nothing. */
    void assertUnready(String named) {
        assertThat(ready).as(readiness).isEqualTo(503);
        assertThat(readiness).contains("\"DOWN\"", named);
        assertAlive();
    }

    private void assertAlive() {
        assertThat(live).as(liveness).isEqualTo(200);
        assertThat(readiness + liveness)
                .doesNotContain(
                        "127.0.0.1",
                        "localhost",
                        "jdbc",
                        "postgres",
                        "serai:serai",
                        "Exception",
                        "Connection",
                        "\\tat ")
                .doesNotContain("stacktrace", "org.", "java.", "io.serai");
    }
}
