package io.serai.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.twin.TwinProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The twins in a process of their own, so that what they take of the machine is theirs alone; driven over HTTP. */
final class TwinsProcess implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    // WooCommerce's signature covers the Host header, which HTTP/2 has not
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final Map<String, URI> urls = new HashMap<>();

    TwinsProcess() throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
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
                        "0"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null && !line.equals("ready"); line = output.readLine()) {
            urls.putIfAbsent(line.split(" ")[0], URI.create(line.split(" ")[1]));
        }
    }

    URI url(String twin) {
        return urls.get(twin);
    }

    JsonNode ask(String twin, String method, String path, JsonNode body) {
        return send(HttpRequest.newBuilder(url(twin).resolve("/twin/" + path))
                .method(method, body(body))
                .build());
    }

    /** @return the status: a customer may come too late */
    int tries(String twin, String method, String path, JsonNode body) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(url(twin).resolve("/twin/" + path))
                                    .method(method, body(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static HttpRequest.BodyPublisher body(JsonNode body) {
        return body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
    }

    static JsonNode send(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 400) {
                throw new IllegalStateException(
                        request + ": " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer.body().length == 0 ? JSON.nullNode() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
