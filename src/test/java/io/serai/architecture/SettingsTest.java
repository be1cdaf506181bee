package io.serai.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the settings")
class SettingsTest {

    private final Set<String> defaults = new Settings().defaults();

    @Test
    @DisplayName("that the code reads all have a line with their default")
    void haveADefault() {
        List<String> missing = new ClassFileImporter()
                .importPath(Path.of("target", "classes")).stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(JavaClass::reflect)
                        .flatMap(type ->
                                keys(type.getAnnotation(ConfigMapping.class).prefix(), type))
                        .filter(key -> !defaults.contains(key))
                        .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    @DisplayName("under config/ do not override the packaged ones, in tests too")
    void areNotOverridden() {
        assertThat(Files.exists(Path.of("config", "application.properties"))).isFalse();
    }

    @Test
    @DisplayName("are followed through groups, names of their own and optional values")
    void areFollowed() {
        assertThat(keys("a", Sample.class))
                .containsExactlyInAnyOrder(
                        "a.batch-size",
                        "a.other",
                        "a.group.poll-interval-ms",
                        "a.maybe.poll-interval-ms",
                        "a.poll-interval-ms");
    }

    interface Sample {
        int batchSize();

        @WithName("other")
        Optional<String> named();

        Group group();

        Optional<Group> maybe();

        @WithParentName
        Group here();

        Map<String, String> byName();
    }

    interface Group {
        long pollIntervalMs();
    }

    private static Stream<String> keys(String prefix, Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .flatMap(method -> keys(prefix, method));
    }

    private static Stream<String> keys(String prefix, Method method) {
        String key = method.isAnnotationPresent(WithParentName.class) ? prefix : prefix + "." + name(method);
        Type type = method.getGenericReturnType();
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            type = generic.getActualTypeArguments()[0];
        }
        if (!(type instanceof Class<?> plain)) {
            // A map has keys of the operator's own; a list stands under its own key.
            return method.getReturnType() == Map.class ? Stream.empty() : Stream.of(key);
        }
        boolean isGroup = plain.isInterface() && plain.getName().startsWith("io.serai.");
        return isGroup ? keys(key, plain) : Stream.of(key);
    }

    private static String name(Method method) {
        return Optional.ofNullable(method.getAnnotation(WithName.class))
                .map(WithName::value)
                .orElseGet(() -> method.getName()
                        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                        .toLowerCase(Locale.ROOT));
    }
}
