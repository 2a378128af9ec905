// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.Channel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows of the architecture: io -> {protocol, qlog}; qlog looks on; protocol -> {recovery, congestion, crypto, stream} -> wire. */
class QuantumArchitectureTest {
    private static final String INTERNAL = "io.aetherflow.quantum.internal.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.aetherflow.quantum");

    @ParameterizedTest
    @CsvSource({
        "wire, ''",
        "crypto, wire",
        "congestion, ''",
        "stream, wire",
        "recovery, congestion",
        "protocol, wire crypto congestion stream recovery",
        "qlog, protocol wire congestion recovery",
    })
    void roomUsesOnlyThoseBelowIt(String room, String below) {
        String[] allowed = (room + " " + below).trim().split(" +");
        String[] packages = new String[allowed.length + 4];
        for (int i = 0; i < allowed.length; i++) {
            packages[i] = INTERNAL + allowed[i];
        }
        packages[allowed.length] = "io.aetherflow.quantum";
        packages[allowed.length + 1] = "java..";
        packages[allowed.length + 2] = "javax..";
        packages[allowed.length + 3] = "org.jspecify.annotations";
        classes()
                .that()
                .resideInAPackage(INTERNAL + room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages))
                .check(MAIN);
    }

    @Test
    void onlyTheMetersNeedMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.aetherflow.quantum.micrometer")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.aetherflow.quantum.micrometer")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.aetherflow.quantum.micrometer")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(INTERNAL + ".")
                .check(MAIN);
    }

    @Test
    void onlyIoHasChannelsThreadsLocksAndTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage(INTERNAL + "io")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Channel.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Lock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MAIN);
    }

    /** A wall clock that is set while connections live changes nothing: qlog alone reads it, once a connection, to date its file. */
    @Test
    void nobodyReadsTheWallClockButQlog() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(INTERNAL + "io.QlogFiles")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .check(MAIN);
    }
}
