// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.applied;
import static io.aetherflow.statesync.TestManager.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is checked of a submission, in which order, and that a refused one leaves no trace. */
class SubmissionOrderTest {
    private final TestManager test = new TestManager(TestLimits.with(
            limits -> limits.bytes(64, 100).operationsPerSubmission(3).rebaseVersions(5)));
    private final UUID docId = test.text("");

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void everyOperationMakesTheNextVersion() {
        List<OperationResult> results = test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]", "[]");

        assertThat(results)
                .extracting(
                        result -> ((OperationResult.Applied) result).operation().version())
                .containsExactly(2L, 3L, 4L);
        assertThat(test.content(docId)).isEqualTo("ab");
        assertThat(test.version(docId)).as("an operation without effect counts").isEqualTo(4);
    }

    @Test
    void committedOperationSaysWhoWhenAndFromWhere() {
        Caller caller = new Caller("ann", "ann-tab", "192.0.2.7", "browser/1");
        ClientOperation operation =
                new ClientOperation(1, OperationType.TEXT, Payload.utf8("[\"a\"]"), Map.of("platform", "web"));
        test.clock.advance(Duration.ofSeconds(3));

        test.manager.apply(caller, new Submission(docId, "client", 1, List.of(operation)));

        Operation committed = test.manager.history(OWNER, docId, 1, 1).get(0);
        assertThat(committed.author()).isEqualTo(caller);
        assertThat(committed.clientId()).isEqualTo("client");
        assertThat(committed.clientSeq()).isEqualTo(1);
        assertThat(committed.prevVersion()).isEqualTo(1);
        assertThat(committed.timestamp()).isEqualTo(test.clock.instant());
        assertThat(committed.extra()).containsExactly(Map.entry("platform", "web"));
        assertThat(test.manager.document(OWNER, docId).head().updatedBy()).isEqualTo("ann");
    }

    @Test
    void versionFromTheFutureIsRefused() {
        assertThatThrownBy(() -> test.edit(ANN, docId, 2, "[\"a\"]"))
                .isInstanceOfSatisfying(VersionAheadException.class, e -> {
                    assertThat(e.prevVersion()).isEqualTo(2);
                    assertThat(e.version()).isEqualTo(1);
                });
        assertNoTrace();
    }

    @Test
    void tooOldVersionMustResyncFromTheOldestThatIsNamed() {
        for (int seq = 1; seq <= 6; seq++) {
            test.edit(ANN, docId, seq, seq, "[\"a\"]");
        }

        assertThatThrownBy(() -> test.edit(BOB, docId, 1, "[\"b\"]"))
                .isInstanceOfSatisfying(ResyncRequiredException.class, e -> {
                    assertThat(e.prevVersion()).isEqualTo(1);
                    assertThat(e.oldest()).isEqualTo(2);
                });
        assertThat(applied(test.edit(BOB, docId, 2, "[\"b\"]")).operation().version())
                .isEqualTo(8);
    }

    @Test
    void submissionThatIsLargeAndFarBehindAtOnceMustResync() {
        try (TestManager busy = new TestManager()) {
            UUID busyId = busy.text("");
            for (int seq = 1; seq <= 700; seq++) {
                busy.edit(ANN, busyId, seq, seq, "[\"a\"]");
            }
            String large = "[\"" + "b".repeat(60_000) + "\"]";

            assertThatThrownBy(() -> busy.edit(BOB, busyId, 1, large)).isInstanceOf(ResyncRequiredException.class);
            assertThat(applied(busy.edit(BOB, busyId, 100, large)).operation().version())
                    .isEqualTo(702);
        }
    }

    @Test
    void gapInTheSequenceIsRefusedNamingTheNumberExpected() {
        test.edit(ANN, docId, 1, "[\"a\"]");

        assertThatThrownBy(() -> test.edit(ANN, docId, 2, 3, "[\"c\"]"))
                .isInstanceOfSatisfying(SequenceGapException.class, e -> {
                    assertThat(e.clientId()).isEqualTo("ann");
                    assertThat(e.expected()).isEqualTo(2);
                    assertThat(e.actual()).isEqualTo(3);
                });
        assertThat(test.version(docId)).isEqualTo(2);
    }

    @Test
    void gapWithinASubmissionIsRefusedAsAWhole() {
        List<ClientOperation> operations =
                List.of(operation(1, OperationType.TEXT, "[\"a\"]"), operation(3, OperationType.TEXT, "[\"c\"]"));

        assertThatThrownBy(() -> test.manager.apply(ANN, new Submission(docId, "ann", 1, operations)))
                .isInstanceOf(SequenceGapException.class);
        assertNoTrace();
    }

    @Test
    void malformedOperationIsNamedAndNoneOfItsSubmissionIsApplied() {
        assertThatThrownBy(() -> test.edit(ANN, docId, 1, "[\"a\"]", "[-1]", "[\"c\"]"))
                .isInstanceOfSatisfying(InvalidOperationException.class, e -> {
                    assertThat(e.clientSeq()).isEqualTo(2);
                    assertThat(e.reason()).isEqualTo("text retain is -1, allowed is 1 to 2147483647");
                });
        assertNoTrace();
        test.edit(ANN, docId, 1, "[\"a\"]");
        assertThat(test.content(docId)).isEqualTo("a");
    }

    @Test
    void operationOfATypeThatTheModelDoesNotTakeIsRefused() {
        assertThatThrownBy(() -> test.submit(ANN, docId, 1, 1, OperationType.MOVE, "[\"a\"]"))
                .isInstanceOf(InvalidOperationException.class)
                .hasMessageContaining("type is MOVE, allowed for a text document is TEXT");
        assertNoTrace();
    }

    @Test
    void tooLargeOperationAndTooLongListAreRefused() {
        String atLimit = "[\"" + "x".repeat(60) + "\"]";
        String tooLarge = "[\"" + "x".repeat(61) + "\"]";

        assertThatThrownBy(() -> test.edit(ANN, docId, 1, tooLarge))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("data (bytes) is \"65\", allowed is 0 to 64");
        assertThatThrownBy(() -> test.edit(ANN, docId, 1, "[]", "[]", "[]", "[]"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("operations (count) is \"4\", allowed is 1 to 3");
        assertNoTrace();
        test.edit(ANN, docId, 1, atLimit);
    }

    @Test
    void duplicateIsAnsweredBeforeWriteAccessStateAndLockAreChecked() {
        Operation first = applied(test.edit(ANN, docId, 1, "[\"a\"]")).operation();
        test.manager.acquireLock(BOB, docId, Duration.ofSeconds(10));
        test.manager.update(OWNER, docId, DocumentUpdate.NOTHING.state(DocumentState.ARCHIVED));
        test.permit(docId, new Permissions("owner", Set.of(), Set.of("ann"), false));

        OperationResult.Applied again = applied(test.edit(ANN, docId, 1, "[\"a\"]"));

        assertThat(again.operation()).isEqualTo(first);
        assertThat(again.duplicate()).isTrue();
    }

    @Test
    void duplicateIsNotAnsweredToWhoMayNoLongerRead() {
        test.edit(ANN, docId, 1, "[\"a\"]");
        test.permit(docId, Permissions.ownedBy("owner"));

        assertThatThrownBy(() -> test.edit(ANN, docId, 1, "[\"a\"]")).isInstanceOf(DocumentNotFoundException.class);
    }

    @Test
    void lockIsCheckedBeforeTheSequence() {
        test.manager.acquireLock(BOB, docId, Duration.ofSeconds(10));

        assertThatThrownBy(() -> test.edit(ANN, docId, 99, 7, "[\"a\"]")).isInstanceOf(DocumentLockedException.class);
    }

    @Test
    void sequenceIsCheckedBeforeTheVersion() {
        assertThatThrownBy(() -> test.edit(ANN, docId, 99, 7, "[\"a\"]")).isInstanceOf(SequenceGapException.class);
    }

    @Test
    void clientIdOfAnotherUserIsRefused() {
        test.edit(ANN, docId, 1, "[\"a\"]");
        Submission stolen = new Submission(docId, "ann", 2, List.of(operation(2, OperationType.TEXT, "[\"b\"]")));

        assertThatThrownBy(() -> test.manager.apply(BOB, stolen))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).isEqualTo("clientId"));
        assertThat(test.content(docId)).isEqualTo("a");
    }

    @Test
    void whoIsRefusedTakesNoClientIdFromOthers() {
        List<ClientOperation> operations = List.of(operation(1, OperationType.TEXT, "[\"a\"]"));
        Submission wanted = new Submission(docId, "the-id", 1, operations);
        Submission ahead = new Submission(docId, "the-id", 9, operations);
        assertThatThrownBy(() -> test.manager.apply(TestManager.VIEWER, wanted))
                .isInstanceOf(PermissionDeniedException.class);
        assertThatThrownBy(() -> test.manager.apply(BOB, ahead)).isInstanceOf(VersionAheadException.class);

        test.manager.apply(ANN, wanted);
        assertThat(test.content(docId)).isEqualTo("a");
    }

    private void assertNoTrace() {
        assertThat(test.version(docId)).isEqualTo(1);
        assertThat(test.content(docId)).isEmpty();
        assertThat(test.store.client(docId, "ann")).isEmpty();
    }
}
