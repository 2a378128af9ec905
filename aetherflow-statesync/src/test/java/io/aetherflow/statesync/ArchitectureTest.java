// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The arrows of the architecture, inside this module and out of it. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.aetherflow.statesync");

    @Test
    void modelsDependOnNothingElseOfTheModule() {
        noClasses()
                .that()
                .resideInAPackage("io.aetherflow.statesync.model")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.aetherflow.statesync", "io.aetherflow.statesync.replica"))
                .check(MAIN);
    }

    @Test
    void theServerSideDoesNotKnowTheClientSide() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.aetherflow.statesync.replica")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.aetherflow.statesync.replica")
                .check(MAIN);
    }

    @Test
    void onlyWhatTheModuleIsBuiltOnIsUsed() {
        classes()
                .that()
                .resideOutsideOfPackages("io.aetherflow.statesync.postgres", "io.aetherflow.statesync.redis")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "javax.sql",
                        "org.flywaydb..",
                        "io.aetherflow.core",
                        "io.aetherflow.statesync..",
                        "com.fasterxml.jackson.core..",
                        "org.pcollections",
                        "org.slf4j",
                        "org.jspecify.annotations"))
                .because("gRPC, Protobuf, Quantum and sessions are none of its business")
                .check(MAIN);
    }

    @Test
    void onlyTheStoreOnPostgresKnowsOfDatabases() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.aetherflow.statesync.postgres")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.sql..", "javax.sql..", "org.flywaydb..", "io.aetherflow.statesync.postgres"))
                .check(MAIN);
    }

    @Test
    void storeOnPostgresTakesAnyDriverAndAnyPool() {
        noClasses()
                .that()
                .resideInAPackage("io.aetherflow.statesync.postgres")
                .and()
                .doNotHaveSimpleName("PostgresSignalLink")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.postgresql..", "com.zaxxer.."))
                .because("only notifications are beyond JDBC")
                .check(MAIN);
    }

    @Test
    void nobodyReadsAClock() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "instant")
                .orShould()
                .callMethod(Clock.class, "millis")
                .because("time is a parameter")
                .check(MAIN);
    }

    @Test
    void theReplicaUsesNoThreadsAndDoesNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAPackage("io.aetherflow.statesync.replica")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.util.concurrent..", "java.io..", "java.net..", "java.nio.."))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(MAIN);
    }
}
