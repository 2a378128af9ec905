// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.replica;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.ClientOperation;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.Rejection;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.TestLimits;
import io.aetherflow.statesync.TestManager;
import io.aetherflow.statesync.model.ModelException;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.RandomText;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReplicaTest {
    private final TestManager test = new TestManager();
    private final UUID docId = test.text("abc");
    private final DocumentReplica<Rope, TextOperation> replica = replica(ANN);

    @AfterEach
    void close() {
        test.close();
    }

    private DocumentReplica<Rope, TextOperation> replica(Caller caller) {
        return new DocumentReplica<>(new TextModel(), caller.userId(), test.manager.document(caller, docId));
    }

    @Test
    void editShowsAtOnceAndIsPendingUntilItIsReceivedBack() {
        type(3, "d");
        assertThat(replica.content().toString()).isEqualTo("abcd");
        assertThat(replica.pending()).hasSize(1);

        assertThat(replica.decided(submit())).isEmpty();
        assertThat(replica.pending()).as("answered, not received").hasSize(1);
        assertThat(receiveAll()).containsExactly(Optional.empty());

        assertThat(replica.pending()).isEmpty();
        assertThat(replica.content().toString()).isEqualTo(test.content(docId)).isEqualTo("abcd");
    }

    @Test
    void editThatDoesNotFitChangesNothing() {
        assertThatThrownBy(() -> replica.edit(OperationType.TEXT, TextOperation.replace(2, 2, "")))
                .isInstanceOf(ModelException.class);

        assertThat(replica.content().toString()).isEqualTo("abc");
        assertThat(replica.pending()).isEmpty();
    }

    @Test
    void everySubmissionCarriesTheWholeListAndNothingIsSentTwiceUnasked() {
        type(3, "d");
        Submission first = replica.nextSubmission(10).orElseThrow();
        assertThat(replica.nextSubmission(10)).isEmpty();
        type(4, "e");
        Submission second = replica.nextSubmission(10).orElseThrow();

        assertThat(first.operations()).extracting(ClientOperation::clientSeq).containsExactly(1L);
        assertThat(second.operations()).extracting(ClientOperation::clientSeq).containsExactly(1L, 2L);
        assertThat(second.prevVersion()).isEqualTo(1);
    }

    @Test
    void longListIsSentInPiecesAsOperationsComeBack() {
        for (int i = 0; i < 5; i++) {
            type(3, "x");
        }
        assertThat(replica.nextSubmission(2).map(test(ANN))).isPresent();
        assertThat(replica.nextSubmission(2))
                .as("first two are not received yet")
                .isEmpty();
        receiveAll();

        assertThat(replica.nextSubmission(2).orElseThrow().operations())
                .extracting(ClientOperation::clientSeq)
                .containsExactly(3L, 4L);
    }

    @Test
    void afterALostConnectionAllIsSentAgainAndAppliedOnce() {
        type(3, "d");
        submit();
        type(4, "e");
        replica.connectionLost();

        submit();
        receiveAll();
        assertThat(test.content(docId)).isEqualTo(replica.content().toString()).isEqualTo("abcde");
    }

    @Test
    void rejectedEditAndThoseOnTopOfItAreTakenBackAndHandedOut() {
        type(3, "d");
        submit();
        type(4, "x".repeat(60_000));
        List<OperationResult> results = List.of(
                new OperationResult.Rejected(new Rejection(2, Rejection.Reason.DOCUMENT_TOO_LARGE, "too large")));
        type(0, ">");

        List<LocalEdit<TextOperation>> takenBack = replica.decided(results);

        assertThat(takenBack).extracting(LocalEdit::clientSeq).containsExactly(2L, 3L);
        assertThat(replica.content().toString()).isEqualTo("abcd");
        assertThat(replica.decided(results)).as("the same answer again").isEmpty();
        type(4, "!");
        assertThat(replica.nextSubmission(10).orElseThrow())
                .satisfies(next -> assertThat(next.rebasedWithout()).isEqualTo(2))
                .satisfies(next -> assertThat(next.operations())
                        .extracting(ClientOperation::clientSeq)
                        .containsExactly(1L, 3L));
    }

    @Test
    void replicaGoesOnAfterARejectionByTheServer() {
        try (TestManager small = new TestManager(TestLimits.with(limits -> limits.bytes(50, 50)))) {
            UUID smallId = small.text("");
            DocumentReplica<Rope, TextOperation> writer =
                    new DocumentReplica<>(new TextModel(), "ann", small.manager.document(ANN, smallId));
            writer.edit(OperationType.TEXT, TextOperation.replace(0, 0, "x".repeat(40)));
            writer.edit(OperationType.TEXT, TextOperation.replace(40, 0, "y".repeat(40)));
            writer.edit(OperationType.TEXT, TextOperation.replace(0, 1, ""));

            List<OperationResult> results =
                    small.manager.apply(ANN, writer.nextSubmission(10).orElseThrow());
            assertThat(writer.decided(results)).hasSize(2);
            writer.edit(OperationType.TEXT, TextOperation.replace(40, 0, "!"));
            writer.decided(small.manager.apply(ANN, writer.nextSubmission(10).orElseThrow()));
            small.manager.history(ANN, smallId, 1, 10).forEach(writer::receive);

            assertThat(writer.pending()).isEmpty();
            assertThat(writer.content().toString())
                    .isEqualTo(small.content(smallId))
                    .isEqualTo("x".repeat(40) + "!");
        }
    }

    @Test
    void missingOperationIsNoticed() {
        test.edit(BOB, docId, 1, "[\"x\"]", "[\"y\"]");
        Operation third = test.manager.history(ANN, docId, 2, 1).get(0);

        assertThatThrownBy(() -> replica.receive(third))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("version is 3, allowed after 1 is the next one");
    }

    @Test
    void operationReceivedAgainIsIgnored() {
        test.edit(BOB, docId, 1, "[\"x\"]");
        receiveAll();
        replica.receive(test.manager.history(ANN, docId, 1, 1).get(0));

        assertThat(replica.content().toString()).isEqualTo("xabc");
    }

    @Test
    void clientIdUsedTwiceIsNoticed() {
        test.edit(ANN, docId, 1, "[\"from another tab\"]");

        assertThatThrownBy(this::receiveAll)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is client id ann used twice?");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatReceiveReturnsKeepsAnEditorUpToDate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DocumentReplica<Rope, TextOperation> other = replica(BOB);
        Rope editor = replica.content();
        for (int i = 0; i < 1_000; i++) {
            switch (random.nextInt(5)) {
                case 0 ->
                    other.edit(
                            OperationType.TEXT,
                            RandomText.operation(random, other.content().length()));
                case 1 -> other.nextSubmission(100).ifPresent(submission -> test.manager.apply(BOB, submission));
                case 2 -> {
                    TextOperation edit = RandomText.operation(random, editor.length());
                    replica.edit(OperationType.TEXT, edit);
                    editor = edit.apply(editor);
                }
                case 3 -> replica.nextSubmission(100).ifPresent(submission -> test.manager.apply(ANN, submission));
                default -> {
                    for (Operation operation : test.manager.history(ANN, docId, replica.version(), 5)) {
                        Rope before = editor;
                        editor = replica.receive(operation)
                                .map(change -> change.apply(before))
                                .orElse(before);
                    }
                    test.manager.history(BOB, docId, other.version(), 3).forEach(other::receive);
                }
            }
            assertThat(editor.toString())
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(replica.content().toString());
        }
    }

    private void type(int position, String text) {
        replica.edit(OperationType.TEXT, TextOperation.replace(position, 0, text));
    }

    private List<OperationResult> submit() {
        return test.manager.apply(ANN, replica.nextSubmission(100).orElseThrow());
    }

    private Function<Submission, List<OperationResult>> test(Caller caller) {
        return submission -> test.manager.apply(caller, submission);
    }

    private List<Optional<TextOperation>> receiveAll() {
        return test.manager.history(ANN, docId, replica.version(), 100).stream()
                .map(replica::receive)
                .toList();
    }
}
