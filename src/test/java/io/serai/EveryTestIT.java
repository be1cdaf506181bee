package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import net.jqwik.api.Label;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * A class of tests that cannot be loaded when tests are looked for is left out without a word: so the build looks afterwards whether
 * all have run.
 */
class EveryTestIT {

    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final List<Path> REPORTS = Stream.of(FlowSuite.class, FetchSuite.class, OtherSuite.class)
            .map(suite -> Path.of("target", "surefire-reports", "TEST-" + suite.getName() + ".xml"))
            .toList();

    @Test
    @DisplayName("Every class of tests has run in one of the three suites")
    void hasRun() throws Exception {
        List<Path> ofThisBuild = ofThisBuild();
        assumeTrue(!ofThisBuild.isEmpty(), "only some tests were asked for, or none");
        assertThat(ofThisBuild).isEqualTo(REPORTS);
        Set<String> run = new HashSet<>();
        for (Path report : REPORTS) {
            run.addAll(classes(report));
        }
        Set<String> missing = new TreeSet<>();
        Set<String> names = new HashSet<>();
        for (Class<?> test : tests()) {
            String name = name(test);
            assertThat(names.add(name)).as("no other class is called " + name).isTrue();
            if (Collections.disjoint(run, namesInReports(test))) {
                missing.add(test.getName());
            }
        }
        assertThat(names).hasSizeGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    /** What an earlier build left behind says nothing of this one. */
    private static List<Path> ofThisBuild() throws IOException {
        Instant begun = Instant.parse(
                System.getProperty("serai.build.begun", Instant.now().toString()));
        List<Path> reports = new ArrayList<>();
        for (Path report : REPORTS) {
            if (Files.exists(report)
                    && !Files.getLastModifiedTime(report).toInstant().isBefore(begun)) {
                reports.add(report);
            }
        }
        return reports;
    }

    /** As reports name it: those of jqwik and ArchUnit without its package, and what is nested in it by itself. */
    private static Set<String> namesInReports(Class<?> test) {
        Set<String> names = new HashSet<>();
        names.add(name(test));
        names.add(test.getSimpleName());
        for (Class<?> nested : test.getDeclaredClasses()) {
            if (nested.isAnnotationPresent(Nested.class)) {
                names.add(name(nested));
                names.add(nested.getName());
            }
        }
        return names;
    }

    private static String name(Class<?> test) {
        Label label = test.getAnnotation(Label.class);
        if (label != null) {
            return label.value();
        }
        DisplayName name = test.getAnnotation(DisplayName.class);
        return name == null ? test.getName() : name.value();
    }

    private static List<Class<?>> tests() throws IOException, ClassNotFoundException {
        List<String> names;
        try (Stream<Path> files = Files.walk(CLASSES)) {
            names = files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.matches("io/serai/[^$]*(Test|Properties)\\.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
        List<Class<?>> tests = new ArrayList<>();
        for (String name : names) {
            Class<?> test = Class.forName(name, false, EveryTestIT.class.getClassLoader());
            if (!Modifier.isAbstract(test.getModifiers())) {
                tests.add(test);
            }
        }
        return tests;
    }

    private static Set<String> classes(Path report) throws IOException, XMLStreamException {
        Set<String> classes = new HashSet<>();
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("testcase")) {
                    classes.add(xml.getAttributeValue(null, "classname"));
                }
            }
        }
        return classes;
    }
}
