// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.core.Registration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slow subscriber loses nothing, and nobody waits for it. The manager keeps 1,024 operations of a document at hand. */
class SlowSubscriberTest {
    private static final int OPERATIONS = 3_000;

    private final TestManager test = new TestManager();
    private final UUID docId = test.text("");

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void subscriberThatAsksForOneAtATimeGetsAll() {
        RecordingSubscriber slow = new RecordingSubscriber(1) {
            @Override
            void received(DocumentEvent event) {
                request(1);
            }
        };
        subscribe(slow);

        write(OPERATIONS);

        slow.awaitVersion(OPERATIONS + 1).assertVersions(2, OPERATIONS + 1);
    }

    @Test
    void subscriberThatAsksForNothingForAWhileGetsAllLater() {
        RecordingSubscriber slow = new RecordingSubscriber(2);
        subscribe(slow);
        write(OPERATIONS);

        slow.awaitEvents(2);
        slow.request(10);
        slow.awaitEvents(12);
        assertThat(slow.events()).as("no more than asked for").hasSize(12);
        slow.request(Long.MAX_VALUE);

        slow.awaitVersion(OPERATIONS + 1).assertVersions(2, OPERATIONS + 1);
    }

    @Test
    void writersAndOtherSubscribersDoNotWaitForOneThatBlocks() {
        CountDownLatch written = new CountDownLatch(1);
        RecordingSubscriber blocking = new RecordingSubscriber() {
            @Override
            void received(DocumentEvent event) {
                InParallel.await(written);
            }
        };
        subscribe(blocking);
        RecordingSubscriber other = new RecordingSubscriber();
        subscribe(other);

        write(OPERATIONS);
        other.awaitVersion(OPERATIONS + 1);
        assertThat(blocking.events()).hasSize(1);
        written.countDown();

        blocking.awaitVersion(OPERATIONS + 1).assertVersions(2, OPERATIONS + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void snapshotAndTailFitTogetherWhileOthersWrite(int deliveryThreads) {
        try (TestManager busy = new TestManager(config -> config.deliveryThreads(deliveryThreads))) {
            UUID busyId = busy.text("");
            List<Caller> writers = List.of(ANN, BOB);

            InParallel.run(4, thread -> {
                if (thread < 2) {
                    for (int seq = 1; seq <= OPERATIONS; seq++) {
                        busy.edit(writers.get(thread), busyId, busy.version(busyId), seq, "[\"x\"]");
                    }
                } else {
                    for (int i = 0; i < 40; i++) {
                        followForAWhile(busy, busyId);
                    }
                }
                return null;
            });
        }
    }

    private static void followForAWhile(TestManager busy, UUID busyId) {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        Registration registration = busy.manager.subscribe(VIEWER, SubscribeRequest.fromSnapshot(busyId), subscriber);
        Document snapshot = subscriber.awaitEvents(1).snapshot().document();
        assertThat(snapshot.content().size()).as("one character an operation").isEqualTo((int) snapshot.version() - 1);
        subscriber.awaitVersion(Math.min(snapshot.version() + 50, 2 * OPERATIONS + 1));
        registration.close();

        long[] received = subscriber.versions().toArray();
        assertThat(received)
                .isEqualTo(LongStream.rangeClosed(snapshot.version() + 1, snapshot.version() + received.length)
                        .toArray());
    }

    private void subscribe(RecordingSubscriber subscriber) {
        test.manager.subscribe(VIEWER, SubscribeRequest.fromVersion(docId, 1), subscriber);
    }

    private void write(int operations) {
        for (int seq = 1; seq <= operations; seq++) {
            test.edit(ANN, docId, seq, seq, "[\"x\"]");
        }
    }
}
