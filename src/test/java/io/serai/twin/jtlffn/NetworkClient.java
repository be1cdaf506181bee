package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Durations;

/** Calls the network as a merchant's program does. */
final class NetworkClient {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Durations.ONE_MINUTE)
            .build();

    /** @param text the body as it came */
    record Answer(int status, HttpResponse<String> response, String text) {

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        String code() {
            return json().at("/errorCode/code").asText();
        }
    }

    private final JtlFfnTwin twin;
    private final String token;

    NetworkClient(JtlFfnTwin twin, String token) {
        this.twin = twin;
        this.token = token;
    }

    static NetworkClient signedIn(JtlFfnTwin twin) {
        return new NetworkClient(
                twin, twin.signIn(JtlFfnTwin.SCOPE).path("access_token").asText());
    }

    NetworkClient with(String other) {
        return new NetworkClient(twin, other);
    }

    Answer get(String path) {
        return send("GET", api(path), null);
    }

    Answer post(String path, Object body) {
        return send("POST", api(path), body);
    }

    Answer patch(String path, Object body) {
        return send("PATCH", api(path), body);
    }

    /** Follows a link as the network gives it. */
    Answer follow(String url) {
        return send("GET", url, null);
    }

    /** @param path what follows {@code /twin/} */
    Answer control(String method, String path, Object body) {
        return send(method, twin.url() + "/twin/" + path, body);
    }

    /** A form to the authorization server, with the program's own credentials. */
    Answer token(String id, String secret, Map<String, String> form) {
        String pair = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return exchange(HttpRequest.newBuilder(URI.create(twin.url() + "/token"))
                .header("Authorization", "Basic " + pair)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
    }

    Answer authorize(Map<String, String> query) {
        return exchange(HttpRequest.newBuilder(URI.create(twin.url() + "/authorize?" + encoded(query))));
    }

    /** What the page's form sends. */
    Answer submit(Map<String, String> form) {
        return exchange(HttpRequest.newBuilder(URI.create(twin.url() + "/authorize"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
    }

    /** A form where JSON belongs. */
    Answer form(String path, String form) {
        return exchange(HttpRequest.newBuilder(URI.create(api(path)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> e.getKey() + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private String api(String path) {
        return twin.url() + "/api/v1/merchant" + path;
    }

    /** @param body JSON text, a JSON tree, or null */
    Answer send(String method, String url, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return exchange(request);
    }

    private static Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(Durations.ONE_MINUTE).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Creates a product and returns its jfsku. */
    String create(String sku) {
        return create(Json.object().put("name", "Product " + sku).put("merchantSku", sku));
    }

    String create(ObjectNode product) {
        Answer answer = post("/products", product);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.text());
        }
        return answer.json().path("jfsku").asText();
    }
}
