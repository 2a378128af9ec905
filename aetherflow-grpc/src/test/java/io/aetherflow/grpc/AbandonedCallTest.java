// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.aetherflow.grpc.v1.ApplyOperationResponse;
import io.grpc.Status.Code;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call whose client no longer waits when the server comes to it is not executed. */
class AbandonedCallTest {
    private final Gate gate = new Gate();
    private final TestServer server = new TestServer.Setup().gate(gate).start();
    private final UUID docId = Requests.createText(server.documents, "").id();

    @AfterEach
    void stop() {
        gate.open();
        server.close();
    }

    @Test
    void callCancelledBeforeTheServerBeganIsNotExecuted() {
        gate.shut();
        ListenableFuture<ApplyOperationResponse> answer =
                server.futureAs("ann").applyOperation(Requests.edit(docId.toString(), "abandoned", 1, 1, "[\"x\"]"));
        await().until(() -> gate.held() > 0);
        answer.cancel(true);
        finishAndExpectNothingCommitted();
    }

    @Test
    void callPastItsDeadlineBeforeTheServerBeganIsNotExecuted() {
        gate.shut();
        ListenableFuture<ApplyOperationResponse> answer = server.futureAs("ann")
                .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                .applyOperation(Requests.edit(docId.toString(), "abandoned", 1, 1, "[\"x\"]"));
        assertThatThrownBy(answer::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .satisfies(thrown -> assertThat(Failure.from(thrown).code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        finishAndExpectNothingCommitted();
    }

    @Test
    void callPastItsDeadlineIsNotEvenSent() {
        Failure failure = Failure.of(() -> server.as("ann")
                .withDeadlineAfter(-1, TimeUnit.SECONDS)
                .applyOperation(Requests.edit(docId.toString(), "abandoned", 1, 1, "[\"x\"]")));
        assertThat(failure.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(server.documents.document(Requests.ANN, docId).version()).isEqualTo(1);
    }

    @Test
    void subscriptionCancelledBeforeTheServerBeganIsForgotten() {
        gate.shut();
        EventReader reader = EventReader.subscribe(server.asyncAs("ann"), EventReader.fromSnapshot(docId));
        await().until(() -> gate.held() > 0);
        reader.cancel();
        await().until(() -> server.streams.closed() == 1);
        gate.open();
        finishAndExpectNothingCommitted();
        assertThat(server.documents.stats().activeSubscribers()).isZero();
    }

    /** Lets the server come to the abandoned call, then makes another one, which comes after it. */
    private void finishAndExpectNothingCommitted() {
        await().until(() -> server.streams.closed() == 1);
        gate.open();
        server.as("ann").applyOperation(Requests.edit(docId.toString(), "other", 1, 1, "[\"y\"]"));
        assertThat(server.documents.document(Requests.ANN, docId).content().utf8())
                .isEqualTo("y");
        assertThat(server.documents.history(Requests.ANN, docId, 1, 10)).hasSize(1);
    }
}
