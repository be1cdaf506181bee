package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.hawtio.WrittenRoutes;
import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import io.serai.support.SeraiProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PackagedJarIT {

    @Test
    @DisplayName("starts against a PostgreSQL outside the process, and again after kill -9 on the same port and data")
    void startsAgainAfterAKill() throws Exception {
        String jdbcUrl = PostgresResource.newDatabase();
        String databaseUrl = jdbcUrl.replace("jdbc:postgresql://", "postgres://serai:serai@");
        try (SeraiProcess serai = SeraiProcess.on(databaseUrl, Map.of(), Map.of())) {
            assertThat(serai.get("/q/health/ready").body()).contains("\"UP\"").doesNotContain("DOWN");
            serai.killHard();
            serai.start();
            assertThat(serai.get("/q/health/ready").statusCode()).isEqualTo(200);
            serai.stop();
            assertThat(serai.output()).contains("Apache Camel 4", "serai stopped");
        }
    }

    @Test
    @DisplayName("D14 shows exactly the routes of the files to Hawtio, and brings Hawtio's and Swagger UI's files")
    void bringsItsTools() throws Exception {
        String databaseUrl = PostgresResource.newDatabase().replace("jdbc:postgresql://", "postgres://serai:serai@");
        try (SeraiProcess serai = SeraiProcess.on(databaseUrl, Map.of(), Map.of())) {
            assertThat(serai.get("/hawtio/jolokia").statusCode()).isEqualTo(401);
            String question = "{\"type\": \"exec\", \"operation\": \"dumpRoutesAsXml()\","
                    + " \"mbean\": \"org.apache.camel:context=serai,type=context,name=\\\"serai\\\"\"}";
            String answer = as(
                            serai,
                            HttpRequest.newBuilder(serai.url().resolve("/hawtio/jolokia"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(question)))
                    .body();
            assertThat(WrittenRoutes.inXml(
                            new ObjectMapper().readTree(answer).path("value").asText()))
                    .isEqualTo(WrittenRoutes.inFiles());
            String page = read(serai, "/hawtio/");
            assertThat(read(serai, page.replaceAll("(?s).*src=\"(/hawtio/static/js/main[^\"]+)\".*", "$1")))
                    .isNotEqualTo(page);
            assertThat(read(serai, "/hawtio/camel/routes")).isEqualTo(page);
            assertThat(read(serai, "/hawtio/hawtconfig.json")).contains("Serai");
            assertThat(read(serai, "/swagger-ui/")).contains("swagger-initializer.js");
            assertThat(read(serai, "/swagger-ui/swagger-initializer.js")).contains("/openapi.yaml");
            assertThat(read(serai, "/swagger-ui/swagger-ui-bundle.js")).contains("SwaggerUIBundle");
            assertThat(read(serai, "/openapi.yaml")).startsWith("openapi: 3");
        }
    }

    @Test
    @DisplayName("says in one line what is missing, and ends")
    void namesWhatIsMissing() {
        Ended ended = SeraiProcess.toItsEnd(Map.of("SERAI_ADMIN_TOKEN", "serai-dev-admin"));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output().lines().toList())
                .singleElement()
                .asString()
                .contains("DATABASE_URL")
                .contains("SERAI_ENCRYPTION_KEY")
                .contains("SERAI_ADMIN_TOKEN")
                .doesNotContain("serai-dev-admin");
    }

    @Test
    @DisplayName("X1 the production build holds no twin, no demo and no embedded database")
    void holdsNoTwin() throws IOException {
        try (Stream<Path> files = Files.walk(SeraiProcess.jar().getParent())) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).hasSizeGreaterThan(50);
            assertThat(jars).allSatisfy(jar -> assertThat(entries(jar))
                    .noneMatch(name -> name.startsWith("io/serai/twin")
                            || name.startsWith("io/serai/demo")
                            || name.startsWith("twin/")
                            || name.startsWith("io/zonky")));
            assertThat(jars.stream().flatMap(jar -> entries(jar).stream())).contains("io/serai/Serai.class");
        }
    }

    private static String read(SeraiProcess serai, String path) throws Exception {
        HttpResponse<String> answer =
                as(serai, HttpRequest.newBuilder(serai.url().resolve(path)));
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> as(SeraiProcess serai, HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        request.header("Authorization", "Bearer " + serai.adminToken())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
