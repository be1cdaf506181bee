package io.serai.settings;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The settings that something reads when Serai runs: a route that is loaded, another setting, or Java that is reached from where
 * Serai is entered. A getter that nobody calls reads nothing, and neither does one that is called by what nobody calls.
 */
final class ReadSettings {

    private static final String ROUTES = "classpath:routes/";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z][a-z0-9.-]*)(?::[^}]*)?}}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([a-z][a-z0-9.-]*)(?::[^}]*)?}");
    private static final Pattern QUOTED_KEY = Pattern.compile("\"(serai\\.[a-z-]+(?:\\.[a-z-]+)?)\"");
    private static final Path CONFIG = Path.of("src", "main", "java", "io", "serai", "config");
    private static final Path START = CONFIG.resolve("RequiredSettings.java");

    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
    private final String routes = loadedRoutes();

    /** Every key, with who reads it. */
    Map<String, Set<String>> all() {
        Map<String, Set<String>> readers = new TreeMap<>();
        matches(PLACEHOLDER, routes).forEach(key -> note(readers, key, "a route"));
        matches(REFERENCE, DocumentedSettings.text(DocumentedSettings.PACKAGED))
                .forEach(key -> note(readers, key, "another setting"));
        matches(QUOTED_KEY, DocumentedSettings.text(START)).forEach(key -> note(readers, key, "the start"));
        classes.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> properties(unit).findAny().isPresent())
                .filter(this::isReached)
                .forEach(unit -> properties(unit).forEach(key -> note(readers, key, unit.getFullName())));
        mapped().forEach((method, key) -> callers(method)
                .filter(caller -> !caller.getOwner()
                        .getPackageName()
                        .equals(method.getOwner().getPackageName()))
                .filter(this::isReached)
                .forEach(caller -> note(readers, key, caller.getFullName())));
        return readers;
    }

    /** The interfaces that settings are read through. */
    static List<Class<?>> mappings() {
        return Arrays.stream(CONFIG.toFile().list())
                .filter(file -> file.endsWith("Config.java"))
                .<Class<?>>map(file -> mapping(file.replace(".java", "")))
                .toList();
    }

    private static Class<?> mapping(String name) {
        try {
            return Class.forName(
                    "io.serai.config." + name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The getters of mapped interfaces with the keys they stand for. */
    Map<JavaMethod, String> mapped() {
        return classes.stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(ABSTRACT))
                .collect(Collectors.toMap(
                        method -> method,
                        method -> method.getOwner()
                                        .getAnnotationOfType(ConfigMapping.class)
                                        .prefix()
                                + "." + kebab(method.getName())));
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Stream<String> properties(JavaCodeUnit unit) {
        return unit.getParameterAnnotations().stream()
                .flatMap(Set::stream)
                .filter(annotation -> annotation.getRawType().isEquivalentTo(ConfigProperty.class))
                .map(annotation -> annotation.as(ConfigProperty.class).name());
    }

    /** Whether Serai comes there from one of its entrances, by calls or by what a route names. */
    private boolean isReached(JavaCodeUnit unit) {
        Set<JavaCodeUnit> seen = new HashSet<>(Set.of(unit));
        Deque<JavaCodeUnit> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            JavaCodeUnit next = open.pop();
            if (isEntrance(next)) {
                return true;
            }
            callers(next).filter(seen::add).forEach(open::push);
        }
        return false;
    }

    /** The container makes beans, tells them of events and asks producers; routes name the beans' methods; others call what they declared. */
    private boolean isEntrance(JavaCodeUnit unit) {
        boolean isProduced = unit.isAnnotatedWith(Produces.class);
        boolean observes = unit.getParameterAnnotations().stream()
                .flatMap(Set::stream)
                .map(JavaAnnotation::getRawType)
                .anyMatch(type -> type.isEquivalentTo(Observes.class));
        boolean isMade = unit instanceof JavaConstructor && unit.isAnnotatedWith(jakarta.inject.Inject.class);
        boolean isDeclaredElsewhere = supertypes(unit)
                .anyMatch(type -> !type.getPackageName().startsWith("io.serai")
                        && !type.isEquivalentTo(Object.class)
                        && type.getAllMethods().stream()
                                .anyMatch(method -> method.getName().equals(unit.getName())));
        return isProduced || observes || isMade || isDeclaredElsewhere || isNamedInARoute(unit);
    }

    private boolean isNamedInARoute(JavaCodeUnit unit) {
        return unit.getOwner()
                .tryGetAnnotationOfType(Named.class)
                .map(Named::value)
                .filter(bean -> Pattern.compile("(?s)\\b" + bean + "\\b[^\\w]{0,40}(?:method:?\\s*|\\.|\\?method=)\"?"
                                        + unit.getName() + "\\b")
                                .matcher(routes)
                                .find()
                        || Pattern.compile("method:\\s*\"?" + unit.getName()
                                        + "(?:\\([^\\n]*\\))?\"?\\s*\\n\\s*ref:\\s*" + bean + "\\b")
                                .matcher(routes)
                                .find())
                .isPresent();
    }

    /** Those that call it, or refer to it, by its own name or by that of an interface. */
    private Stream<JavaCodeUnit> callers(JavaCodeUnit unit) {
        Stream<JavaCodeUnit> byInterface = supertypes(unit)
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getName().equals(unit.getName())
                        && method.getRawParameterTypes().size()
                                == unit.getRawParameterTypes().size())
                .flatMap(method -> method.getAccessesToSelf().stream())
                .map(JavaAccess::getOrigin);
        return Stream.concat(unit.getAccessesToSelf().stream().map(JavaAccess::getOrigin), byInterface);
    }

    private static Stream<JavaClass> supertypes(JavaCodeUnit unit) {
        return unit instanceof JavaMethod
                ? Stream.concat(
                        unit.getOwner().getAllRawInterfaces().stream(),
                        unit.getOwner().getAllRawSuperclasses().stream())
                : Stream.empty();
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(key -> key.startsWith("serai."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void note(Map<String, Set<String>> readers, String key, String reader) {
        readers.computeIfAbsent(key, none -> new TreeSet<>()).add(reader);
    }

    /** The text of the route files whose folder the packaged settings include. */
    private static String loadedRoutes() {
        return Pattern.compile(Pattern.quote(ROUTES) + "([a-z-]+)/\\*\\.camel\\.yaml")
                .matcher(DocumentedSettings.text(DocumentedSettings.PACKAGED))
                .results()
                .flatMap(folder -> files(Path.of("routes", folder.group(1))))
                .map(DocumentedSettings::text)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
