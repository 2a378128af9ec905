// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of the architecture, over all modules; this sample sees them all. */
class ArchitectureTest {
    private static final String CORE = "io.aetherflow.core..";
    private static final String SESSION = "io.aetherflow.session..";
    private static final String STATESYNC = "io.aetherflow.statesync..";
    private static final String GRPC = "io.aetherflow.grpc..";
    private static final String ENGINES = "io.aetherflow.samples.engines..";
    private static final String SAMPLES = "io.aetherflow.samples..";

    private static JavaClasses all;
    private static JavaClasses published;

    @BeforeAll
    static void read() {
        ClassFileImporter importer = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests());
        all = importer.importPackages("io.aetherflow");
        published = importer.importPackages(
                "io.aetherflow.core", "io.aetherflow.session", "io.aetherflow.statesync", "io.aetherflow.grpc");
    }

    @Test
    void coreDependsOnNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CORE, "java..", "org.jspecify..")
                .check(all);
    }

    @Test
    void sessionsAndDocumentsKnowNothingOfEachOtherNorOfWhatIsAbove() {
        noClasses()
                .that()
                .resideInAPackage(SESSION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(STATESYNC, GRPC, SAMPLES, "io.grpc..", "com.google.protobuf..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage(STATESYNC)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SESSION, GRPC, SAMPLES, "io.grpc..", "com.google.protobuf..")
                .check(all);
    }

    /** The published modules have them in their tests. */
    @Test
    void enginesDependOnNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage(ENGINES)
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.aetherflow..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage(ENGINES)))
                .check(all);
    }

    @Test
    void usersOfTheDemosAreClientsOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.aetherflow.samples.editors..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        SESSION,
                        ENGINES,
                        "io.aetherflow.samples.server..",
                        "io.aetherflow.samples.session..",
                        "io.aetherflow.samples.statesync..")
                .check(all);
    }

    @Test
    void documentModelsDependOnNothingAboveThem() {
        noClasses()
                .that()
                .resideInAPackage("io.aetherflow.statesync.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.aetherflow.statesync", "io.aetherflow.statesync.replica..")
                .check(all);
    }

    @Test
    void onlySamplesHaveMainMethodsYamlAndHttp() {
        noMethods()
                .that()
                .haveName("main")
                .should()
                .beStatic()
                .allowEmptyShould(true)
                .check(published);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.yaml..", "com.sun.net.httpserver..", "ch.qos.logback..", "io.micrometer..")
                .check(published);
    }

    /** Only a configuration's or builder's default may take the system's clock; nothing else reads one. */
    @Test
    void clocksAreInjected() {
        noClasses().should().callMethod(System.class, "nanoTime").check(withoutNanoClock(published));
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(published);
        noClasses().should().callMethod(Instant.class, "now").check(published);
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Builder")
                .and()
                .doNotHaveFullyQualifiedName("io.aetherflow.core.Uuid7")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(published);
    }

    private static JavaClasses withoutNanoClock(JavaClasses classes) {
        return classes.that(DescribedPredicate.describe(
                "other than NanoClock", type -> !type.getFullName().equals("io.aetherflow.core.NanoClock")));
    }

    @Test
    void nothingExitsTheProcessOrHooksItsShutdown() {
        noClasses().should().callMethod(System.class, "exit", int.class).check(published);
        noClasses()
                .should()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .check(published);
    }
}
