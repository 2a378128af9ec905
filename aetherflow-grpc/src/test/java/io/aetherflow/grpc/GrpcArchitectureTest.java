// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.aetherflow.session.InMemorySessionStore;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionStore;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.StateStore;
import io.aetherflow.statesync.StateSyncManager;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The module maps, and does nothing else. */
class GrpcArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/grpc/v1/"))
            .importPackages("io.aetherflow.grpc");

    @Test
    void moduleKnowsTheManagersAndGrpcAndNothingElse() {
        classes()
                .that()
                .resideInAPackage("io.aetherflow.grpc")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.aetherflow.grpc..",
                        "io.aetherflow.core..",
                        "io.aetherflow.session",
                        "io.aetherflow.statesync",
                        "io.aetherflow.statesync.model",
                        "io.grpc..",
                        "com.google.protobuf..",
                        "com.google.rpc..",
                        "org.jspecify..",
                        "org.slf4j",
                        "java..")
                .check(CLASSES);
    }

    @Test
    void servicesReachStoresOnlyThroughTheManagers() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        SessionStore.class, StateStore.class, InMemorySessionStore.class, InMemoryStateStore.class)
                .check(CLASSES);
    }

    @Test
    void mappingIsPure() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Mapping")
                .and()
                .doNotHaveSimpleName("StatusMapping")
                .or()
                .haveSimpleName("Wire")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(SessionManager.class, StateSyncManager.class)
                .check(CLASSES);
    }

    @Test
    void nothingReadsAClockOrSleeps() {
        noClasses()
                .that()
                .resideInAPackage("io.aetherflow.grpc")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }
}
