package io.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.serai.settings.Effect.Case;
import io.serai.settings.Effect.Elsewhere;
import io.serai.settings.Effect.Running;
import io.serai.settings.Effect.Seen;
import io.serai.support.PostgresResource;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented setting is turned, each by itself, and what Serai does then differs as the page says. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@TestProfile(SettingEffectTest.AllTurned.class)
@DisplayName("K15 a setting that is turned")
class SettingEffectTest {

    /** The application with each setting turned that shows only while it runs. */
    public static final class AllTurned implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> turned = new HashMap<>();
            running().forEach(effect -> turned.put(effect.key(), effect.value()));
            turned.put("serai.access.body-patience", "3S");
            return turned;
        }
    }

    static Stream<Effect> effects() {
        return Stream.of(
                        AccessEffects.all(),
                        WorkEffects.all(),
                        StockEffects.all(),
                        JobEffects.all(),
                        PlatformEffects.all(),
                        ScheduleEffects.all())
                .flatMap(effects -> effects);
    }

    static Stream<Running> running() {
        return effects().filter(Running.class::isInstance).map(Running.class::cast);
    }

    static Stream<String> keys() {
        return effects().map(Effect::key);
    }

    @Test
    @DisplayName("K15 is on this table, as every documented one is")
    void isOnTheTable() {
        assertThat(keys()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(DocumentedSettings.own());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    @DisplayName("K15 does what it says")
    void doesWhatItSays(String key) throws Exception {
        Effect effect =
                effects().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
        if (effect instanceof Seen seen) {
            differs(seen);
        } else if (effect instanceof Running running) {
            shows(running);
        } else if (effect instanceof Elsewhere elsewhere) {
            isTested(elsewhere);
        }
    }

    private static void differs(Seen seen) throws Exception {
        assertThat(seen.cases().stream().map(Case::outcome).distinct()).hasSizeGreaterThan(1);
        for (Case each : seen.cases()) {
            Map<String, String> settings = new HashMap<>(seen.others());
            settings.put(seen.key(), each.value());
            Turned serai = new Turned(settings);
            serai.begin();
            assertThat(seen.look().at(serai)).as(each.value()).isEqualTo(each.outcome());
        }
    }

    private static void shows(Running running) throws Exception {
        assertThat(packaged().getProperty(running.key())).isNotEqualTo(running.value());
        Turned serai = new Turned(Map.of());
        serai.begin();
        assertThat(running.look().at(serai)).isEqualTo(running.outcome());
    }

    private static Properties packaged() throws IOException {
        Properties packaged = new Properties();
        packaged.load(new java.io.StringReader(DocumentedSettings.text(DocumentedSettings.PACKAGED)));
        return packaged;
    }

    /** The test is there, and it, or what it is started with, names the key. */
    private static void isTested(Elsewhere elsewhere) throws ClassNotFoundException {
        Class<?> test = Class.forName("io.serai." + elsewhere.test());
        List<Method> methods = Arrays.stream(test.getDeclaredMethods())
                .filter(method -> method.getName().equals(elsewhere.method()))
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .toList();
        assertThat(methods).as(elsewhere.toString()).hasSize(1);
        List<Class<?>> turning = new ArrayList<>(List.of(test));
        Arrays.stream(test.getAnnotationsByType(WithTestResource.class))
                .map(WithTestResource::value)
                .forEach(turning::add);
        assertThat(turning.stream().map(SettingEffectTest::source).toList())
                .as("what turns it")
                .anyMatch(source -> source.contains('"' + elsewhere.key() + '"'));
    }

    private static String source(Class<?> type) {
        Class<?> outermost = type.getNestHost();
        return DocumentedSettings.text(
                Path.of("src", "test", "java", outermost.getName().replace('.', '/') + ".java"));
    }
}
