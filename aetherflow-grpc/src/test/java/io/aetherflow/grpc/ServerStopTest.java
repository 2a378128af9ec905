// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.statesync.InMemoryStateStore;
import io.aetherflow.statesync.StateStore;
import io.grpc.Status.Code;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A server that stops in mid-stream says from where to go on at the next one. */
class ServerStopTest {
    private static final int OPERATIONS = 1_000;

    private final StateStore store = new InMemoryStateStore(Clock.systemUTC());
    private final TestServer first = new TestServer.Setup().store(store).start();
    private final TestServer second = new TestServer.Setup().store(store).start();
    private final UUID docId = Requests.createText(first.documents, "").id();

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void streamEndsAsUnavailableWithTheVersionToGoOnFrom() {
        EventReader reader = EventReader.subscribe(first.asyncAs("vera"), EventReader.fromVersion(docId, 1));
        write(first, 1, OPERATIONS);
        await().until(() -> reader.events().size() == OPERATIONS);
        first.documents.close();
        await().until(reader::hasEnded);

        Failure failure = Failure.from(reader.failure().orElseThrow());
        assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure.reason()).isEqualTo("SUBSCRIPTION_ENDED");
        assertThat(failure.details())
                .containsEntry("doc_id", docId.toString())
                .containsEntry("last_version", Integer.toString(OPERATIONS + 1));
    }

    @Test
    void slowClientIsToldTheVersionItWasSent() {
        EventReader reader = EventReader.subscribeByHand(first.asyncAs("vera"), EventReader.fromVersion(docId, 1));
        write(first, 1, OPERATIONS);
        assertThat(first.streams.events()).isLessThan(OPERATIONS);
        first.documents.close();
        reader.request(OPERATIONS + 1);
        await().until(reader::hasEnded);
        write(second, OPERATIONS + 1, OPERATIONS + 5);

        assertThat(withTheRest(reader)).isEqualTo(versions(OPERATIONS + 6));
    }

    @RepeatedTest(20)
    void clientThatIsCutOffWhileOthersWriteMissesNothing() throws InterruptedException {
        EventReader reader = EventReader.subscribe(first.asyncAs("vera"), EventReader.fromVersion(docId, 1));
        AtomicBoolean half = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            write(first, 1, OPERATIONS / 2);
            half.set(true);
            write(first, OPERATIONS / 2 + 1, OPERATIONS);
        });
        writer.start();
        await().untilTrue(half);
        first.documents.close();
        writer.join();
        await().until(reader::hasEnded);

        assertThat(withTheRest(reader)).isEqualTo(versions(OPERATIONS + 1));
    }

    /** What the reader got, and what it gets at the second server from where the first one said. */
    private List<Long> withTheRest(EventReader reader) {
        Failure failure = Failure.from(reader.failure().orElseThrow());
        assertThat(failure.reason()).isEqualTo("SUBSCRIPTION_ENDED");
        long last = Long.parseLong(failure.details().get("last_version"));
        EventReader next = EventReader.subscribe(second.asyncAs("vera"), EventReader.fromVersion(docId, last));
        long head = second.documents.document(Requests.ANN, docId).version();
        await().until(() -> next.events().size() == head - last);
        List<Long> all = new ArrayList<>(reader.versions());
        all.addAll(next.versions());
        return all;
    }

    private void write(TestServer server, int fromSeq, int toSeq) {
        for (int seq = fromSeq; seq <= toSeq; seq++) {
            Requests.insert(server.documents, docId, "writer", seq, seq);
        }
    }

    private static List<Long> versions(long to) {
        return LongStream.rangeClosed(2, to).boxed().toList();
    }
}
