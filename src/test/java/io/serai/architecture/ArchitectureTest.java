package io.serai.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;

@AnalyzeClasses(packages = "io.serai", importOptions = ArchitectureTest.Production.class)
class ArchitectureTest {

    /** What is packaged: the twins and the demo are compiled beside the tests. */
    static final class Production implements ImportOption {

        private static final ImportOption NO_TESTS = new ImportOption.DoNotIncludeTests();

        @Override
        public boolean includes(com.tngtech.archunit.core.importer.Location location) {
            return NO_TESTS.includes(location)
                    && !location.contains(Path.of("test-classes").toString());
        }
    }

    private static final String[] DOMAIN = {
        "io.serai.product..",
        "io.serai.stock..",
        "io.serai.order..",
        "io.serai.customer..",
        "io.serai.merge..",
        "io.serai.ownership..",
        "io.serai.conflict..",
        "io.serai.provenance.."
    };

    /** Services that decide too: their time comes from the injected clock, never from a system one. */
    private static final String[] DECIDING_SERVICES = {"io.serai.listing..", "io.serai.push.."};

    private static final DescribedPredicate<JavaClass> CLOCKS = resideInAnyPackage("java.time..")
            .or(DescribedPredicate.describe("System", type -> type.isEquivalentTo(System.class)));

    @ArchTest
    static final ArchRule THE_DOMAIN_IS_PURE = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "io.quarkus..",
                    "jakarta..",
                    "org.jdbi..",
                    "java.sql..",
                    "javax.sql..",
                    "io.vertx..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_NOTHING_OF_THE_SHELL = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.serai",
                    "io.serai.camel..",
                    "io.serai.store..",
                    "io.serai.config..",
                    "io.serai.console..",
                    "io.serai.platform..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_DOMAIN_HAS_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN)
            .or()
            .resideInAnyPackage(DECIDING_SERVICES)
            .should(callMethodWhere(readsAClock()))
            .orShould()
            .callConstructor(java.util.Date.class)
            .because("a decision is a function of what it is given, time included")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONLY_CAMEL_KNOWS_CAMEL = noClasses()
            .that()
            .resideOutsideOfPackage("io.serai.camel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule ONLY_THE_STORE_KNOWS_SQL = noClasses()
            .that()
            .resideOutsideOfPackage("io.serai.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..");

    @ArchTest
    static final ArchRule PLATFORMS_DO_NOT_KNOW_EACH_OTHER = slices().matching("io.serai.platform.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_TWINS_OR_THE_DEMO =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.serai.twin..", "io.serai.demo..");

    @ArchTest
    static final ArchRule NO_TWIN_IS_PACKAGED =
            classes().should().resideOutsideOfPackages("io.serai.twin..", "io.serai.demo..");

    /** The store knows the records of all packages, and their services know the store: that one circle is meant. */
    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE = slices().matching("io.serai.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage("io.serai.store.."))
            .allowEmptyShould(true);

    private static DescribedPredicate<JavaMethodCall> readsAClock() {
        return DescribedPredicate.describe(
                "reads a clock",
                call -> target(owner(CLOCKS)).test(call)
                        && target(name("now")
                                        .or(name("currentTimeMillis"))
                                        .or(name("nanoTime"))
                                        .or(CLOCK_FACTORY))
                                .test(call));
    }

    private static final DescribedPredicate<com.tngtech.archunit.core.domain.properties.HasName> CLOCK_FACTORY =
            DescribedPredicate.describe(
                    "makes a system clock",
                    named -> named.getName().startsWith("system")
                            || named.getName().startsWith("tick"));
}
