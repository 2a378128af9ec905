// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.statesync.model.OperationType;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each operation is decided once, however often, late and mixed it is submitted. */
class ResubmissionTest {
    private final TestManager test = new TestManager();
    private final UUID docId = test.text("");

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void submissionSentTwiceIsAppliedOnceAndAnsweredAlike() {
        List<OperationResult> first = test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]");
        List<OperationResult> second = test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]");

        assertThat(second)
                .extracting(result -> ((OperationResult.Applied) result).operation())
                .isEqualTo(first.stream()
                        .map(result -> ((OperationResult.Applied) result).operation())
                        .toList());
        assertThat(second).allMatch(result -> ((OperationResult.Applied) result).duplicate());
        assertThat(test.content(docId)).isEqualTo("ab");
        assertThat(test.version(docId)).isEqualTo(3);
    }

    @Test
    void wholeListIsTakenOnWherePartOfItIsCommitted() {
        test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]");
        test.edit(BOB, docId, 1, "[\"X\"]");

        List<OperationResult> results = test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]", "[2,\"c\"]");

        assertThat(results)
                .extracting(result -> ((OperationResult.Applied) result).duplicate())
                .containsExactly(true, true, false);
        assertThat(test.content(docId)).isEqualTo("abcX");
    }

    @Test
    void foreignOperationsBetweenTheSendersOwnAreCarriedOverThem() {
        test.edit(ANN, docId, 1, "[\"a\"]");
        test.edit(BOB, docId, 2, "[\"X\"]");
        test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]");
        test.edit(BOB, docId, 2, "[\"X\"]", "[2,\"Y\"]");

        test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]", "[2,\"c\"]");

        // Bob typed before and after Ann's first letter; her run goes on right behind it.
        assertThat(test.content(docId)).isEqualTo("XabcY");
    }

    @Test
    void delayedSubmissionAfterANewerOneChangesNothing() {
        test.edit(ANN, docId, 1, "[\"a\"]", "[1,\"b\"]", "[2,\"c\"]");

        List<OperationResult> late = test.edit(ANN, docId, 1, "[\"a\"]");

        assertThat(applied(late).operation().version()).isEqualTo(2);
        assertThat(test.content(docId)).isEqualTo("abc");
    }

    @Test
    void rebasedFormOfACommittedOperationIsHonest() {
        test.edit(BOB, docId, 1, "[\"X\"]");
        test.edit(ANN, docId, 1, "[\"a\"]");

        List<OperationResult> rebased = test.edit(ANN, docId, 2, "[ \"a\" ]", "[1,\"b\"]");

        assertThat(applied(rebased).duplicate()).isTrue();
        assertThat(test.content(docId)).isEqualTo("abX");
    }

    @Test
    void otherBytesUnderTheSameNumberAndVersionAreRefused() {
        test.edit(ANN, docId, 1, "[\"a\"]");

        assertThatThrownBy(() -> test.edit(ANN, docId, 1, "[\"z\"]", "[1,\"b\"]"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.field()).isEqualTo("clientSeq");
                    assertThat(e.value()).isEqualTo("1");
                });
        assertThat(test.content(docId)).isEqualTo("a");
        assertThat(test.version(docId)).isEqualTo(2);
    }

    @Test
    void listThatLeavesOutACommittedOperationIsRefused() {
        test.edit(ANN, docId, 1, "[\"a\"]");

        assertThatThrownBy(() -> test.edit(ANN, docId, 1, 2, "[1,\"b\"]"))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.allowed()).startsWith("all from clientSeq 1"));
        assertThat(test.version(docId)).isEqualTo(2);
    }

    @Test
    void listThatRepeatsWhatItsVersionHoldsIsRefused() {
        test.edit(ANN, docId, 1, "[\"a\"]");

        assertThatThrownBy(() -> test.edit(ANN, docId, 2, "[\"a\"]", "[1,\"b\"]"))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.allowed()).isEqualTo("only those not committed at prevVersion"));
        assertThat(test.version(docId)).isEqualTo(2);
    }

    @Test
    void numbersAreEachClientsAndEachDocumentsOwn() {
        UUID other = test.text("");
        test.edit(ANN, docId, 1, "[\"a\"]");
        test.edit(BOB, docId, 1, "[\"b\"]");
        test.edit(ANN, other, 1, "[\"c\"]");

        assertThat(test.content(docId)).isEqualTo("ab");
        assertThat(test.content(other)).isEqualTo("c");
    }

    @Test
    void restartedManagerStillKnowsWhatWasDecided() {
        test.edit(ANN, docId, 1, "[\"a\"]");
        try (StateSyncManager restarted = new StateSyncManager(test.store)) {
            Submission again =
                    new Submission(docId, "ann", 1, List.of(TestManager.operation(1, OperationType.TEXT, "[\"a\"]")));

            assertThat(applied(restarted.apply(ANN, again)).duplicate()).isTrue();
            assertThat(restarted.document(ANN, docId).content().utf8()).isEqualTo("a");
        }
    }
}
