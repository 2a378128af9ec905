// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.grpc.v1.ApplyOperationsResponse;
import io.aetherflow.grpc.v1.ClientOperation;
import io.aetherflow.grpc.v1.OperationResult;
import io.aetherflow.grpc.v1.OperationStatus;
import io.aetherflow.grpc.v1.OperationType;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.NewDocument;
import io.aetherflow.statesync.StateSyncManager;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that are anything but well meant, from several clients at all kinds of versions. */
class HostileOperationTest {
    private static final int SUBMISSIONS = 1_000;

    private final InMemoryStateStore store = new InMemoryStateStore(Clock.systemUTC());
    private final TestServer server = new TestServer.Setup().store(store).start();

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<DocumentType> types() {
        return Stream.of(DocumentType.TEXT, DocumentType.WHITEBOARD, DocumentType.OPAQUE);
    }

    @ParameterizedTest
    @MethodSource("types")
    void hostileOperationIsCommittedOrRefusedAndTheDocumentStaysReadable(DocumentType type) {
        long seed = type.name().hashCode();
        SplittableRandom random = new SplittableRandom(seed);
        RandomMessages messages = new RandomMessages(random, List.of());
        UUID docId = server.documents
                .create(Requests.ANN, NewDocument.of("target", type))
                .id();
        long[] nextSeq = {1, 1, 1};
        long[] rejected = {0, 0, 0};
        for (int i = 0; i < SUBMISSIONS; i++) {
            int client = random.nextInt(nextSeq.length);
            long head = server.documents.document(Requests.ANN, docId).version();
            ClientOperation operation = ClientOperation.newBuilder()
                    .setClientSeq(nextSeq[client])
                    .setType(random.nextInt(4) > 0 ? usual(type) : OperationType.forNumber(random.nextInt(1, 8)))
                    .setData(messages.data())
                    .build();
            long prevVersion = Math.max(1, head - random.nextInt(4));
            try {
                ApplyOperationsResponse response = server.as("ann")
                        .applyOperations(
                                Requests.edits(docId.toString(), "client-" + client, prevVersion, operation).toBuilder()
                                        .setRebasedWithout(rejected[client])
                                        .build());
                OperationResult result = response.getResults(0);
                if (result.getStatus() == OperationStatus.OPERATION_STATUS_REJECTED) {
                    rejected[client] = nextSeq[client];
                }
                nextSeq[client]++;
            } catch (StatusRuntimeException e) {
                assertThat(e.getStatus().getCode())
                        .as("seed %d, submission %d: %s", seed, i, operation)
                        .isEqualTo(Code.INVALID_ARGUMENT);
            }
        }
        expectReadableAnew(docId);
    }

    private static OperationType usual(DocumentType type) {
        return type.equals(DocumentType.TEXT) ? OperationType.OPERATION_TYPE_TEXT : OperationType.OPERATION_TYPE_UPDATE;
    }

    /** Another server reads the log from the start and comes to the same content. */
    private void expectReadableAnew(UUID docId) {
        Document document = server.documents.document(Requests.ANN, docId);
        assertThat(document.version()).isGreaterThan(10);
        try (StateSyncManager other = new StateSyncManager(store)) {
            assertThat(other.document(Requests.ANN, docId).content()).isEqualTo(document.content());
        }
    }
}
