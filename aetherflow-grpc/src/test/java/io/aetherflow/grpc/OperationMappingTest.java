// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aetherflow.grpc.v1.ApplyOperationRequest;
import io.aetherflow.grpc.v1.ApplyOperationsRequest;
import io.aetherflow.grpc.v1.OperationStatus;
import io.aetherflow.grpc.v1.SubscribeDocumentRequest;
import io.aetherflow.statesync.Conflict;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.OperationResult;
import io.aetherflow.statesync.Submission;
import io.aetherflow.statesync.SubscribeRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations, results and events to messages, to bytes, and back. */
class OperationMappingTest {
    private static final UUID ID = UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void operationSurvivesTheWire(long seed) throws InvalidProtocolBufferException {
        Operation operation = new RandomDocuments(seed).operation();
        byte[] bytes = OperationMapping.toProto(operation).toByteArray();
        assertThat(OperationMapping.fromProto(io.aetherflow.grpc.v1.Operation.parseFrom(bytes)))
                .isEqualTo(operation);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void conflictSurvivesTheWire(long seed) throws InvalidProtocolBufferException {
        Conflict conflict = new RandomDocuments(seed).conflict();
        byte[] bytes = OperationMapping.toProto(conflict).toByteArray();
        assertThat(OperationMapping.fromProto(io.aetherflow.grpc.v1.Conflict.parseFrom(bytes)))
                .isEqualTo(conflict);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void resultSurvivesTheWire(long seed) throws InvalidProtocolBufferException {
        OperationResult result = new RandomDocuments(seed).result();
        byte[] bytes = OperationMapping.toProto(result).toByteArray();
        assertThat(OperationMapping.fromProto(io.aetherflow.grpc.v1.OperationResult.parseFrom(bytes)))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eventSurvivesTheWire(long seed) throws InvalidProtocolBufferException {
        DocumentEvent event = new RandomDocuments(seed).event();
        byte[] bytes = OperationMapping.toProto(event).toByteArray();
        assertThat(OperationMapping.fromProto(io.aetherflow.grpc.v1.DocumentEvent.parseFrom(bytes)))
                .contains(event);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void submissionSurvivesTheWire(long seed) throws InvalidProtocolBufferException {
        Submission submission = new RandomDocuments(seed).submission();
        byte[] bytes = OperationMapping.toProto(submission).toByteArray();
        assertThat(OperationMapping.fromProto(ApplyOperationsRequest.parseFrom(bytes)))
                .isEqualTo(submission);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void singleOperationIsASubmissionOfOne(long seed) {
        Submission submission = new RandomDocuments(seed).submission();
        Submission first = new Submission(
                submission.docId(),
                submission.clientId(),
                submission.prevVersion(),
                submission.operations().subList(0, 1),
                submission.rebasedWithout(),
                submission.fence());
        ApplyOperationRequest request = ApplyOperationRequest.newBuilder()
                .setDocId(first.docId().toString())
                .setClientId(first.clientId())
                .setPrevVersion(first.prevVersion())
                .setOperation(OperationMapping.toProto(first.operations().get(0)))
                .setRebasedWithout(first.rebasedWithout())
                .setFence(first.fence().orElse(0L))
                .build();
        assertThat(OperationMapping.fromProto(request)).isEqualTo(first);
    }

    @Test
    void subscriptionTellsAnUnsetVersionFromAnyOther() {
        SubscribeDocumentRequest snapshot =
                SubscribeDocumentRequest.newBuilder().setDocId(ID.toString()).build();
        SubscribeDocumentRequest resume =
                snapshot.toBuilder().setFromVersion(5).setEpoch(ID.toString()).build();
        assertThat(OperationMapping.fromProto(snapshot)).isEqualTo(SubscribeRequest.fromSnapshot(ID));
        assertThat(OperationMapping.fromProto(resume))
                .isEqualTo(new SubscribeRequest(ID, Optional.of(5L), Optional.of(ID)));
    }

    @Test
    void malformedEpochIsRefused() {
        SubscribeDocumentRequest request = SubscribeDocumentRequest.newBuilder()
                .setDocId(ID.toString())
                .setEpoch("1-2-3-4-5")
                .build();
        assertThatThrownBy(() -> OperationMapping.fromProto(request))
                .isInstanceOf(BadRequestException.class)
                .hasMessageStartingWith("epoch is \"1-2-3-4-5\"");
    }

    @Test
    void eventOfAKindNotYetKnownIsEmpty() {
        assertThat(OperationMapping.fromProto(io.aetherflow.grpc.v1.DocumentEvent.getDefaultInstance()))
                .isEmpty();
    }

    @Test
    void resultWithoutAKnownStatusIsRefused() {
        for (int number : List.of(OperationStatus.OPERATION_STATUS_UNSPECIFIED_VALUE, 99)) {
            io.aetherflow.grpc.v1.OperationResult message = io.aetherflow.grpc.v1.OperationResult.newBuilder()
                    .setStatusValue(number)
                    .build();
            assertThatThrownBy(() -> OperationMapping.fromProto(message))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageStartingWith("status is \"" + number + "\"");
        }
    }
}
