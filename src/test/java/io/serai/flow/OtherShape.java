package io.serai.flow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a twin and answers as it does, but for a word that it calls otherwise. */
final class OtherShape implements AutoCloseable {

    private static final List<String> PASSED_ON = List.of("Authorization", "Content-Type", "Accept");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final HttpServer server;
    private final URI twin;
    private volatile String path = "";
    private volatile String word = "";
    private volatile String other = "";

    OtherShape(URI twin) {
        this.twin = twin;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on answers of paths that end so have another name for a field; an empty path changes nothing. */
    void rename(String pathEnd, String field, String name) {
        path = pathEnd;
        word = "\"" + field + "\":";
        other = "\"" + name + "\":";
    }

    /** From now on answers of paths that end so have other words for these. */
    void replace(String pathEnd, String words, String others) {
        path = pathEnd;
        word = words;
        other = others;
    }

    private void handle(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(twin.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        PASSED_ON.forEach(name -> {
            if (exchange.getRequestHeaders().getFirst(name) != null) {
                request.header(name, exchange.getRequestHeaders().getFirst(name));
            }
        });
        try (exchange) {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean isMeant =
                    !path.isEmpty() && exchange.getRequestURI().getPath().endsWith(path);
            byte[] body =
                    (isMeant ? answer.body().replace(word, other) : answer.body()).getBytes(StandardCharsets.UTF_8);
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
