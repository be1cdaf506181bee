package io.serai.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TwinKillTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int EDITS_OF_EACH_BEFORE_THE_KILL = 10;

    @TempDir
    Path data;

    /** Twins in a process of their own. */
    private record Child(Process process, Map<String, URI> urls) {

        static Child on(Path data) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            TwinProcess.class.getName(),
                            "--shopify-port",
                            "0",
                            "--woocommerce-port",
                            "0",
                            "--woocommerce-https-port",
                            "0",
                            "--jtl-ffn-port",
                            "0",
                            "--products",
                            "40",
                            "--data",
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            Map<String, URI> urls = new HashMap<>();
            for (String line = output.readLine(); !line.equals("ready"); line = output.readLine()) {
                urls.putIfAbsent(line.split(" ")[0], URI.create(line.split(" ")[1]));
            }
            return new Child(process, urls);
        }

        JsonNode ask(String twin, String method, String path, Object body) throws IOException {
            HttpRequest request = HttpRequest.newBuilder(urls.get(twin).resolve("/twin/" + path))
                    .method(
                            method,
                            HttpRequest.BodyPublishers.ofByteArray(body == null ? new byte[0] : Json.bytes(body)))
                    .build();
            try {
                return Json.MAPPER.readTree(
                        HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }
    }

    @Test
    @DisplayName("twins killed with kill -9 amid edits know every edit they answered")
    void remembersWhatItAnswered() throws Exception {
        Map<String, Integer> answered = new ConcurrentHashMap<>();
        Child child = Child.on(data);
        try {
            List<CountDownLatch> all = new ArrayList<>();
            List<Thread> staff = new ArrayList<>();
            for (String twin : List.of("shopify", "woocommerce", "jtl-ffn")) {
                for (JsonNode product : List.of(
                        child.ask(twin, "GET", "listed", null).get(0),
                        child.ask(twin, "GET", "listed", null).get(1))) {
                    String id = product.get("id").asText();
                    CountDownLatch edits = new CountDownLatch(EDITS_OF_EACH_BEFORE_THE_KILL);
                    all.add(edits);
                    staff.add(new Thread(() -> edit(child, twin, id, answered, edits)));
                }
            }
            staff.forEach(Thread::start);
            for (CountDownLatch edits : all) {
                assertThat(edits.await(60, TimeUnit.SECONDS)).isTrue();
            }
            child.kill();
            for (Thread one : staff) {
                one.join();
            }
        } finally {
            child.kill();
        }

        Child again = Child.on(data);
        try {
            for (String twin : List.of("shopify", "woocommerce", "jtl-ffn")) {
                for (JsonNode product : again.ask(twin, "GET", "listed", null)) {
                    Integer last = answered.get(twin + " " + product.get("id").asText());
                    if (last != null) {
                        // One more may have been done and not answered.
                        assertThat(product.get("title").asText()).isIn("Edit " + last, "Edit " + (last + 1));
                    }
                }
            }
            assertThat(answered).hasSize(6);
        } finally {
            again.kill();
        }
    }

    private static void edit(Child child, String twin, String id, Map<String, Integer> answered, CountDownLatch edits) {
        try {
            for (int n = 1; ; n++) {
                child.ask(twin, "PATCH", "products/" + id, Map.of("title", "Edit " + n));
                answered.put(twin + " " + id, n);
                edits.countDown();
            }
        } catch (IOException killed) {
            // As it was meant to be.
        }
    }
}
