package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Durations;

/** Calls a twin as an app does, over https with Basic unless told otherwise. */
final class ShopClient {

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
            return json().path("code").asText();
        }

        long id() {
            return json().path("id").asLong();
        }
    }

    private final WooCommerceTwin twin;
    private final HttpClient http;
    private final String authorization;

    ShopClient(WooCommerceTwin twin) {
        this(twin, client(twin), basic(WooCommerceTwin.KEY, WooCommerceTwin.SECRET));
    }

    private ShopClient(WooCommerceTwin twin, HttpClient http, String authorization) {
        this.twin = twin;
        this.http = http;
        this.authorization = authorization;
    }

    ShopClient as(String key, String secret) {
        return new ShopClient(twin, http, basic(key, secret));
    }

    ShopClient anonymous() {
        return new ShopClient(twin, http, null);
    }

    static String basic(String key, String secret) {
        String pair = key + ":" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpClient client(WooCommerceTwin twin) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            byte[] pem = twin.certificate().getBytes(StandardCharsets.US_ASCII);
            trusted.setCertificateEntry(
                    "twin", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .connectTimeout(Durations.ONE_MINUTE)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer get(String path) {
        return send("GET", api(path), null);
    }

    Answer post(String path, Object body) {
        return send("POST", api(path), body);
    }

    Answer put(String path, Object body) {
        return send("PUT", api(path), body);
    }

    Answer delete(String path) {
        return send("DELETE", api(path), null);
    }

    /** @param path what follows {@code /twin/} */
    Answer control(String method, String path, Object body) {
        return send(method, twin.url() + "/twin/" + path, body);
    }

    private String api(String path) {
        return twin.secureUrl() + "/wp-json/wc/v3" + path;
    }

    /** @param body JSON text, a JSON tree, or null */
    Answer send(String method, String url, Object body) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Durations.ONE_MINUTE)
                .method(method, publisher)
                .header("Content-Type", "application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A simple product for sale. */
    static ObjectNode product(String name, String sku) {
        return Json.object().put("name", name).put("sku", sku).put("regular_price", "9.90");
    }

    /** Creates a product and returns its id. */
    long create(ObjectNode product) {
        Answer answer = post("/products", product);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.text());
        }
        return answer.id();
    }
}
