// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.core.Uuid7;
import io.aetherflow.grpc.v1.StateSyncServiceGrpc;
import io.aetherflow.grpc.v1.SubscribeDocumentRequest;
import io.aetherflow.statesync.Caller;
import io.aetherflow.statesync.Document;
import io.aetherflow.statesync.DocumentEvent;
import io.aetherflow.statesync.DocumentLock;
import io.aetherflow.statesync.DocumentMetadata;
import io.aetherflow.statesync.DocumentUpdate;
import io.aetherflow.statesync.Operation;
import io.aetherflow.statesync.Permissions;
import io.aetherflow.statesync.StoredDocument;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a subscription is sent, over a socket. */
class SubscribeDocumentTest {
    private final TestServer server = TestServer.start();
    private final Document document = Requests.createText(server.documents, "hello");
    private final UUID docId = document.id();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void snapshotComesFirstAndThenEveryOperation() {
        write(1, 10);
        EventReader reader = EventReader.subscribe(server.asyncAs("vera"), EventReader.fromSnapshot(docId));
        awaitEvents(reader, 1);
        write(11, 20);
        awaitEvents(reader, 11);

        DocumentEvent.SnapshotTaken snapshot =
                (DocumentEvent.SnapshotTaken) reader.events().get(0);
        assertThat(snapshot.resync()).isFalse();
        assertThat(snapshot.document().version()).isEqualTo(11);
        assertThat(snapshot.document().content().utf8()).isEqualTo("x".repeat(10) + "hello");
        assertThat(reader.versions()).isEqualTo(versions(12, 21));
        assertThat(operations(reader)).isEqualTo(server.documents.history(Requests.ANN, docId, 11, 100));
    }

    @Test
    void subscriptionGoesOnFromTheVersionTheClientHas() {
        write(1, 10);
        EventReader reader = EventReader.subscribe(server.asyncAs("vera"), EventReader.fromVersion(docId, 4));
        awaitEvents(reader, 7);
        assertThat(reader.versions()).isEqualTo(versions(5, 11));
    }

    @Test
    void versionOfAnotherLogIsAnsweredWithASnapshotToStartFrom() {
        SubscribeDocumentRequest otherEpoch = EventReader.fromVersion(docId, 1).toBuilder()
                .setEpoch(Uuid7.system().next().toString())
                .build();
        EventReader reader = EventReader.subscribe(server.asyncAs("vera"), otherEpoch);
        awaitEvents(reader, 1);
        assertThat(reader.events()).containsExactly(new DocumentEvent.SnapshotTaken(read("vera"), true));
    }

    @Test
    void locksAndMetadataAreAnnounced() {
        EventReader reader = EventReader.subscribe(server.asyncAs("vera"), EventReader.fromVersion(docId, 1));
        awaitSubscribers(1);
        DocumentLock lock = server.documents.acquireLock(Requests.ANN, docId, Duration.ofMinutes(1));
        awaitEvents(reader, 1);
        server.documents.releaseLock(Requests.ANN, docId, lock.lockId());
        awaitEvents(reader, 2);
        StoredDocument renamed = server.documents.update(Requests.ANN, docId, DocumentUpdate.NOTHING.name("new name"));
        awaitEvents(reader, 3);

        assertThat(reader.events())
                .containsExactly(
                        new DocumentEvent.LockChanged(Optional.of(lock)),
                        new DocumentEvent.LockChanged(Optional.empty()),
                        new DocumentEvent.DocumentUpdated(renamed.info()));
    }

    @Test
    void deletionIsAnnouncedAndEndsTheStream() {
        EventReader reader = EventReader.subscribe(server.asyncAs("vera"), EventReader.fromVersion(docId, 1));
        awaitSubscribers(1);
        server.documents.delete(Requests.ANN, docId);
        await().until(reader::hasEnded);
        assertThat(reader.failure()).isEmpty();
        assertThat(reader.events()).singleElement().isInstanceOf(DocumentEvent.DocumentUpdated.class);
        awaitSubscribers(0);
    }

    @Test
    void readerWhoMayNoLongerReadIsSentAway() {
        EventReader reader = EventReader.subscribe(server.asyncAs("vera"), EventReader.fromSnapshot(docId));
        awaitEvents(reader, 1);
        server.documents.update(
                Requests.ANN, docId, DocumentUpdate.NOTHING.metadata(DocumentMetadata.of(Permissions.ownedBy("ann"))));
        await().until(reader::hasEnded);
        Failure failure = Failure.from(reader.failure().orElseThrow());
        assertThat(failure.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(failure.reason()).isEqualTo("PERMISSION_DENIED");
        awaitSubscribers(0);
    }

    @Test
    void malformedSubscriptionIsRefused() {
        for (SubscribeDocumentRequest request : List.of(
                SubscribeDocumentRequest.getDefaultInstance(),
                EventReader.fromVersion(docId, 0),
                EventReader.fromVersion(docId, -1),
                EventReader.fromSnapshot(docId).toBuilder().setEpoch("x").build())) {
            EventReader reader = EventReader.subscribe(server.asyncAs("vera"), request);
            await().until(reader::hasEnded);
            assertThat(Failure.from(reader.failure().orElseThrow()).code())
                    .as("%s", request)
                    .isEqualTo(Code.INVALID_ARGUMENT);
        }
        assertThat(server.documents.stats().activeSubscribers()).isZero();
    }

    @Test
    void clientThatCancelsIsForgotten() {
        EventReader reader = EventReader.subscribe(server.asyncAs("vera"), EventReader.fromSnapshot(docId));
        awaitEvents(reader, 1);
        assertThat(read("vera").activeUsers()).containsExactly("vera");
        reader.cancel();
        awaitSubscribers(0);
        assertThat(read("vera").activeUsers()).isEmpty();
    }

    @Test
    void clientThatVanishesIsForgotten() {
        ManagedChannel channel = server.connect();
        EventReader reader = EventReader.subscribe(
                StateSyncServiceGrpc.newStub(channel).withInterceptors(TestServer.caller("vera", "s")),
                EventReader.fromSnapshot(docId));
        awaitEvents(reader, 1);
        channel.shutdownNow();
        awaitSubscribers(0);
    }

    @Test
    void allOfManySubscribersAreSentEverything() {
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            readers.add(EventReader.subscribe(server.asyncAs("vera"), EventReader.fromVersion(docId, 1)));
        }
        awaitSubscribers(100);
        write(1, 100);
        await().until(() -> readers.stream().allMatch(reader -> reader.events().size() >= 100));
        for (EventReader reader : readers) {
            assertThat(reader.versions()).isEqualTo(versions(2, 101));
        }
        readers.forEach(EventReader::cancel);
        awaitSubscribers(0);
    }

    private void write(int fromSeq, int toSeq) {
        for (int seq = fromSeq; seq <= toSeq; seq++) {
            Requests.insert(server.documents, docId, "writer", seq, seq);
        }
    }

    private Document read(String userId) {
        return server.documents.document(Caller.of(userId, "s"), docId);
    }

    private static List<Operation> operations(EventReader reader) {
        return reader.events().stream()
                .filter(DocumentEvent.OperationApplied.class::isInstance)
                .map(event -> ((DocumentEvent.OperationApplied) event).operation())
                .toList();
    }

    private static List<Long> versions(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static void awaitEvents(EventReader reader, int count) {
        await().until(() -> reader.events().size() >= count);
        assertThat(reader.events()).hasSize(count);
    }

    private void awaitSubscribers(long count) {
        await().until(() -> server.documents.stats().activeSubscribers() == count);
    }
}
