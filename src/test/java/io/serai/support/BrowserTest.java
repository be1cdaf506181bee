package io.serai.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the browser of the tests")
class BrowserTest {

    @Test
    @DisplayName("is the one named, or one on the path")
    void isFound(@TempDir Path folder) throws IOException {
        Path named = executable(folder.resolve("named"));
        Path onPath = executable(folder.resolve("google-chrome"));

        assertThat(Browser.executable(Map.of("CHROMIUM", named.toString(), "PATH", folder.toString())))
                .contains(named);
        assertThat(Browser.executable(Map.of("CHROMIUM", "/nowhere", "PATH", folder.toString())))
                .contains(onPath);
    }

    @Test
    @DisplayName("may be missing at a desk, never in a pipeline")
    void isRequiredInAPipeline() {
        assertThat(Browser.isRequired(Map.of("CI", "true"))).isTrue();
        assertThat(Browser.isRequired(Map.of("CI", ""))).isFalse();
        assertThat(Browser.isRequired(Map.of())).isFalse();
    }

    private static Path executable(Path file) throws IOException {
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
