// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.aetherflow.grpc.v1.ApplyOperationsRequest;
import io.aetherflow.grpc.v1.ClientOperation;
import io.aetherflow.grpc.v1.OperationType;
import io.aetherflow.statesync.DocumentType;
import io.aetherflow.statesync.NewDocument;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that does not read holds up nobody, fills no buffer, and loses nothing. */
class SlowReaderTest {
    private static final int OPERATIONS = 4_000;
    private static final int BATCH = 100;
    private static final int OPERATION_BYTES = 1 << 10;
    /** What the transport may hold: 32 KiB until it says that it is full, and the client's window of 64 KiB. */
    private static final int BUFFERED_BYTES = (32 << 10) + (64 << 10);

    private final TestServer server = TestServer.start();
    private final UUID docId = server.documents
            .create(Requests.ANN, NewDocument.of("board", DocumentType.WHITEBOARD))
            .id();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void clientThatDoesNotReadIsSentLittleAndLosesNothing() {
        EventReader idle = EventReader.subscribeByHand(server.asyncAs("ann"), EventReader.fromVersion(docId, 1));
        await().until(() -> server.documents.stats().activeSubscribers() == 1);
        writeAll();
        assertThat(server.documents.document(Requests.ANN, docId).version()).isEqualTo(OPERATIONS + 1);
        assertThat(server.streams.events()).isLessThanOrEqualTo(BUFFERED_BYTES / OPERATION_BYTES + 2);
        assertThat(idle.events()).isEmpty();

        idle.request(1);
        await().until(() -> idle.events().size() == 1);
        assertThat(server.streams.events()).isLessThanOrEqualTo(BUFFERED_BYTES / OPERATION_BYTES + 3);

        for (int asked = 1; asked < OPERATIONS; asked += BATCH) {
            idle.request(BATCH);
            int expected = Math.min(asked + BATCH, OPERATIONS);
            await().until(() -> idle.events().size() == expected);
        }
        assertThat(idle.versions())
                .isEqualTo(LongStream.rangeClosed(2, OPERATIONS + 1).boxed().toList());
    }

    @Test
    void slowClientDoesNotSlowAQuickOneOnTheSameConnection() {
        EventReader idle = EventReader.subscribeByHand(server.asyncAs("ann"), EventReader.fromVersion(docId, 1));
        EventReader quick = EventReader.subscribe(server.asyncAs("ann"), EventReader.fromVersion(docId, 1));
        writeAll();
        await().until(() -> quick.events().size() == OPERATIONS);
        assertThat(idle.events()).isEmpty();
    }

    @Test
    void clientThatNeverReadsCanStillCancel() {
        EventReader idle = EventReader.subscribeByHand(server.asyncAs("ann"), EventReader.fromVersion(docId, 1));
        writeAll();
        idle.cancel();
        await().until(() -> server.documents.stats().activeSubscribers() == 0);
    }

    /** Writes through the same connection, so that a stream that blocked it would block this too. */
    private void writeAll() {
        ByteString data = ByteString.copyFromUtf8(
                "{\"id\":\"shape\",\"set\":{\"text\":\"" + "x".repeat(OPERATION_BYTES) + "\"}}");
        for (int seq = 1; seq <= OPERATIONS; seq += BATCH) {
            ApplyOperationsRequest.Builder request = ApplyOperationsRequest.newBuilder()
                    .setDocId(docId.toString())
                    .setClientId("writer")
                    .setPrevVersion(seq);
            for (int i = 0; i < BATCH; i++) {
                request.addOperations(ClientOperation.newBuilder()
                        .setClientSeq(seq + i)
                        .setType(seq + i == 1 ? OperationType.OPERATION_TYPE_CREATE : OperationType.OPERATION_TYPE_TEXT)
                        .setData(data));
            }
            server.as("ann").applyOperations(request.build());
        }
    }
}
