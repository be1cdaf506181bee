package io.serai;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.serai.access.Addresses;
import io.serai.config.RequiredSettings;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts Serai, or says in one line on the error output what it lacks and ends with 1.
 *
 * <p>Named as main class by {@code quarkus.package.main-class}: where a class is marked as {@code QuarkusMain}, Camel is
 * not started by itself.
 */
public final class Serai {

    private static final Set<String> WITHOUT_REQUIREMENTS = Set.of("demo", "dev", "test");

    private Serai() {}

    public static void main(String... arguments) {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            System.err.println("Serai does not start: " + String.join("; ", problems));
            System.exit(1);
        }
        Addresses.checkHere();
        Quarkus.run(arguments);
    }

    private static List<String> problems() {
        if (ConfigUtils.getProfiles().stream().anyMatch(WITHOUT_REQUIREMENTS::contains)) {
            return List.of();
        }
        Config config = ConfigProvider.getConfig();
        return RequiredSettings.problems(key -> config.getOptionalValue(key, String.class));
    }
}
