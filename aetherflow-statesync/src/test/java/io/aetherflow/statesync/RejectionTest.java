// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.applied;
import static io.aetherflow.statesync.TestManager.operation;
import static io.aetherflow.statesync.TestManager.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.statesync.model.OperationType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rejected operation uses up its number, with its answer kept; what was made on top of it waits. */
class RejectionTest {
    private final TestManager test = new TestManager(TestLimits.with(limits -> limits.bytes(100, 100)));
    private final UUID docId = test.text("");

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,\"a\"]", "[{\"d\":1}]", "[1073741824,\"a\"]", "[{\"d\":1073741824}]"})
    void operationThatDoesNotFitIsRejectedAndItsNumberUsedUp(String data) {
        Rejection rejection = rejection(test.edit(ANN, docId, 1, data));

        assertThat(rejection.clientSeq()).isEqualTo(1);
        assertThat(rejection.reason()).isEqualTo(Rejection.Reason.DOES_NOT_FIT);
        assertThat(rejection.message()).contains("allowed is at most 0");
        assertThat(test.version(docId)).isEqualTo(1);
        assertThat(rejection(test.edit(ANN, docId, 1, data))).as("sent again").isEqualTo(rejection);
    }

    @Test
    void largestReachStillDoesNotFitWhenItIsCarried() {
        test.edit(BOB, docId, 1, "[\"hello\"]");

        assertThat(rejection(test.edit(ANN, docId, 1, "[1073741824,\"a\"]")).reason())
                .isEqualTo(Rejection.Reason.DOES_NOT_FIT);
    }

    @Test
    void documentThatWouldGrowBeyondItsLimitRejectsTheOperation() {
        test.edit(ANN, docId, 1, "[\"" + "x".repeat(90) + "\"]");

        List<OperationResult> results = test.edit(ANN, docId, 2, 2, "[\"" + "y".repeat(11) + "\"]");

        assertThat(rejection(results).reason()).isEqualTo(Rejection.Reason.DOCUMENT_TOO_LARGE);
        assertThat(rejection(results).message()).isEqualTo("document would have about 101 bytes, allowed are 100");
        assertThat(applied(submitWithout(2, 2, 3, "[\"" + "y".repeat(10) + "\"]"))
                        .operation()
                        .version())
                .isEqualTo(3);
    }

    @Test
    void sizeOfATextIsThatOfItsBytes() {
        test.edit(ANN, docId, 1, "[\"" + "漢".repeat(30) + "\"]");

        assertThat(rejection(test.edit(ANN, docId, 2, 2, "[\"漢漢漢漢\"]")).reason())
                .isEqualTo(Rejection.Reason.DOCUMENT_TOO_LARGE);
    }

    @Test
    void operationsOnTopOfARejectedOneWaitUntilTheClientHasTakenItBack() {
        List<OperationResult> results = test.edit(ANN, docId, 1, "[\"a\"]", "[5,\"b\"]", "[1,\"c\"]");

        assertThat(results.get(0)).isInstanceOf(OperationResult.Applied.class);
        assertThat(results.get(1)).isInstanceOf(OperationResult.Rejected.class);
        assertThat(results.get(2)).isEqualTo(new OperationResult.DependsOnRejected(3, 2));
        assertThat(test.edit(ANN, docId, 1, "[\"a\"]", "[5,\"b\"]", "[1,\"c\"]").get(2))
                .as("sent again unchanged")
                .isEqualTo(results.get(2));
        assertThat(test.edit(ANN, docId, 2, 3, "[1,\"c\"]"))
                .as("without saying so")
                .containsExactly(new OperationResult.DependsOnRejected(3, 2));

        submitWithout(2, 2, 3, "[1,\"c\"]");
        assertThat(test.content(docId)).isEqualTo("ac");
    }

    @Test
    void oneClientsRejectionIsNobodyElsesBusiness() {
        rejection(test.edit(ANN, docId, 1, "[5,\"b\"]"));

        test.edit(BOB, docId, 1, "[\"b\"]");
        assertThat(test.content(docId)).isEqualTo("b");
    }

    @Test
    void lateCopyOfASubmissionFromBeforeTheRejectionDoesNotSpeakForTheNewOperation() {
        String[] old = {"[5,\"bad\"]", "[\"old two\"]", "[\"old three\"]"};
        test.edit(ANN, docId, 1, old);
        submitWithout(1, 1, 2, "[\"new two\"]");

        List<OperationResult> late = test.edit(ANN, docId, 1, old);

        assertThat(late.get(0)).isInstanceOf(OperationResult.Rejected.class);
        assertThat(late.subList(1, 3))
                .containsExactly(
                        new OperationResult.DependsOnRejected(2, 1), new OperationResult.DependsOnRejected(3, 1));
        assertThat(test.content(docId)).isEqualTo("new two");
    }

    @Test
    void secondRejectionTakesTheFirstOnesPlace() {
        rejection(test.edit(ANN, docId, 1, "[5,\"bad\"]"));
        Rejection second = rejection(submitWithout(1, 1, 2, "[5,\"bad\"]"));

        assertThat(second.clientSeq()).isEqualTo(2);
        assertThat(submitWithout(1, 1, 3, "[\"c\"]")).containsExactly(new OperationResult.DependsOnRejected(3, 2));
        submitWithout(2, 1, 3, "[\"c\"]");
        assertThat(test.content(docId)).isEqualTo("c");
    }

    private List<OperationResult> submitWithout(long rejectedSeq, long prevVersion, long seq, String data) {
        List<ClientOperation> operations = List.of(operation(seq, OperationType.TEXT, data));
        return test.manager.apply(
                ANN, new Submission(docId, "ann", prevVersion, operations, rejectedSeq, Optional.empty()));
    }
}
