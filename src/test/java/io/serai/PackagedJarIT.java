package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import io.serai.support.SeraiProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static List<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
