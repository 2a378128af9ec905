// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.aetherflow.core.AetherFlowException;
import io.aetherflow.session.IllegalSessionTransitionException;
import io.aetherflow.session.SessionExpiredException;
import io.aetherflow.session.SessionLimitException;
import io.aetherflow.session.SessionNotFoundException;
import io.aetherflow.session.SessionRevisionException;
import io.aetherflow.session.SessionState;
import io.aetherflow.session.SessionStoreException;
import io.aetherflow.statesync.Access;
import io.aetherflow.statesync.ControlRevisionException;
import io.aetherflow.statesync.DocumentExistsException;
import io.aetherflow.statesync.DocumentLockedException;
import io.aetherflow.statesync.DocumentNotFoundException;
import io.aetherflow.statesync.DocumentState;
import io.aetherflow.statesync.DocumentStateException;
import io.aetherflow.statesync.InvalidOperationException;
import io.aetherflow.statesync.InvalidRequestException;
import io.aetherflow.statesync.LimitExceededException;
import io.aetherflow.statesync.LockNotHeldException;
import io.aetherflow.statesync.PermissionDeniedException;
import io.aetherflow.statesync.ResyncRequiredException;
import io.aetherflow.statesync.SequenceGapException;
import io.aetherflow.statesync.StaleFenceException;
import io.aetherflow.statesync.StateStoreException;
import io.aetherflow.statesync.SubscriptionEndedException;
import io.aetherflow.statesync.VersionAheadException;
import io.aetherflow.statesync.model.ModelException;
import io.grpc.Status.Code;
import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The one table of statuses. */
class StatusMappingTest {
    private static final UUID ID = UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final Map<String, String> DOC = Map.of("doc_id", ID.toString());
    private static final Instant T = Instant.parse("2026-01-02T03:04:05Z");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/grpc/v1/"))
            .importPackages("io.aetherflow.session", "io.aetherflow.statesync", "io.aetherflow.grpc");

    static Stream<Class<?>> exceptionTypes() {
        return CLASSES.stream()
                .filter(type -> type.isAssignableTo(AetherFlowException.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("exceptionTypes")
    void everyExceptionOfTheManagersHasARow(Class<?> type) throws ReflectiveOperationException {
        Failure failure = Failure.from(StatusMapping.toStatus(anyInstance(type)));
        assertThat(failure.code()).isNotIn(Code.OK, Code.INTERNAL, Code.UNKNOWN);
        assertThat(failure.domain()).isEqualTo("aetherflow.io");
        assertThat(failure.reason()).matches("[A-Z_]+");
        assertThat(failure.message()).isNotEmpty();
    }

    @Test
    void allExceptionsOfBothManagersAreFound() {
        assertThat(exceptionTypes())
                .contains(SessionExpiredException.class, SubscriptionEndedException.class, ModelException.class)
                .hasSizeGreaterThan(20);
    }

    private static AetherFlowException anyInstance(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Object[] arguments = Stream.of(constructor.getParameterTypes())
                .map(StatusMappingTest::anyValue)
                .toArray();
        return (AetherFlowException) constructor.newInstance(arguments);
    }

    private static Object anyValue(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return Map.<Class<?>, Object>of(
                        String.class,
                        "text",
                        UUID.class,
                        ID,
                        long.class,
                        7L,
                        int.class,
                        7,
                        Instant.class,
                        T,
                        Optional.class,
                        Optional.empty(),
                        Throwable.class,
                        new IllegalStateException())
                .get(type);
    }

    static Stream<Arguments> detailsByException() {
        return Stream.of(
                row(new SessionNotFoundException(ID), Code.NOT_FOUND, Map.of("session_id", ID.toString())),
                row(new SessionExpiredException(ID, T), Code.NOT_FOUND, Map.of("session_id", ID.toString())),
                row(
                        new SessionRevisionException(ID, 1, 2),
                        Code.ABORTED,
                        Map.of("session_id", ID.toString(), "actual", "2")),
                row(new SessionLimitException("ann", 5), Code.RESOURCE_EXHAUSTED, Map.of("limit", "5")),
                row(
                        new IllegalSessionTransitionException(SessionState.IDLE, SessionState.CONNECTING),
                        Code.FAILED_PRECONDITION,
                        Map.of("from", "IDLE", "to", "CONNECTING")),
                row(new SessionStoreException("redis is down", null), Code.UNAVAILABLE, Map.of()),
                row(new DocumentNotFoundException(ID), Code.NOT_FOUND, DOC),
                row(new DocumentExistsException(ID), Code.ALREADY_EXISTS, DOC),
                row(
                        new PermissionDeniedException(ID, "eve", Access.WRITE),
                        Code.PERMISSION_DENIED,
                        docAnd("required", "WRITE")),
                row(
                        new DocumentStateException(ID, DocumentState.ARCHIVED),
                        Code.FAILED_PRECONDITION,
                        docAnd("state", "ARCHIVED")),
                row(
                        new DocumentLockedException(ID, "bob", T),
                        Code.FAILED_PRECONDITION,
                        Map.of("doc_id", ID.toString(), "holder", "bob", "expires_at", T.toString())),
                row(new LockNotHeldException(ID, ID), Code.FAILED_PRECONDITION, docAnd("lock_id", ID.toString())),
                row(new StaleFenceException(ID, 7), Code.FAILED_PRECONDITION, docAnd("fence", "7")),
                row(new ResyncRequiredException(ID, 1, 8), Code.FAILED_PRECONDITION, docAnd("oldest", "8")),
                row(new SequenceGapException(ID, "c", 3, 5), Code.FAILED_PRECONDITION, docAnd("expected", "3")),
                row(new VersionAheadException(ID, 9, 4), Code.INVALID_ARGUMENT, docAnd("version", "4")),
                row(new InvalidOperationException(ID, 6, "bad"), Code.INVALID_ARGUMENT, docAnd("client_seq", "6")),
                row(new InvalidRequestException("name", "x", "y"), Code.INVALID_ARGUMENT, Map.of("field", "name")),
                row(new ControlRevisionException(ID, 1, 2), Code.ABORTED, docAnd("actual", "2")),
                row(new LimitExceededException("subscribers", 3), Code.RESOURCE_EXHAUSTED, Map.of("limit", "3")),
                row(new SubscriptionEndedException(ID, 12), Code.UNAVAILABLE, docAnd("last_version", "12")),
                row(new StateStoreException("down", null), Code.UNAVAILABLE, Map.of()),
                row(new ModelException("no JSON"), Code.INVALID_ARGUMENT, Map.of()));
    }

    private static Arguments row(Exception thrown, Code code, Map<String, String> details) {
        return Arguments.of(thrown, code, details);
    }

    private static Map<String, String> docAnd(String key, String value) {
        return Map.of("doc_id", ID.toString(), key, value);
    }

    @ParameterizedTest
    @MethodSource("detailsByException")
    void statusCarriesMessageAndDetails(Exception thrown, Code code, Map<String, String> details) {
        Failure failure = Failure.from(StatusMapping.toStatus(thrown));
        assertThat(failure)
                .isEqualTo(new Failure(code, thrown.getMessage(), "aetherflow.io", failure.reason(), details));
    }

    @Test
    void unknownFailureIsInternalAndTellsNothing() {
        Failure failure = Failure.from(StatusMapping.toStatus(new IllegalStateException("password is hunter2")));
        assertThat(failure).isEqualTo(new Failure(Code.INTERNAL, "internal error", "", "", Map.of()));
        assertThat(StatusMapping.toStatus(new IllegalStateException("secret"))).hasNoCause();
    }

    @Test
    void longMessageIsCutBetweenCharacters() {
        for (int prefix = 0; prefix < 2; prefix++) {
            ModelException endless = new ModelException("x".repeat(prefix) + "😀".repeat(5_000));
            String message = Failure.from(StatusMapping.toStatus(endless)).message();
            assertThat(message).hasSizeBetween(399, 401).endsWith("😀…");
        }
    }
}
