// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.core.Registration;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.Broadcaster.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a broadcaster between nodes does, whatever carries it. */
public abstract class BroadcasterContract {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Broadcaster here;
    private Broadcaster there;
    private final Map<UUID, Signal> heardHere = new ConcurrentHashMap<>();
    private final Map<UUID, Signal> heardThere = new ConcurrentHashMap<>();

    /** A broadcaster of one more node. */
    protected abstract Broadcaster open();

    /** Cuts all connections that the broadcasters have; they may connect again at once. */
    protected abstract void cutConnections() throws Exception;

    /** Sends something that is no signal to all nodes. */
    protected abstract void sendForeignMessage(String message) throws Exception;

    @BeforeEach
    void openBoth() {
        here = open();
        there = open();
        here.listen(signal -> heardHere.put(signal.docId(), signal));
        there.listen(signal -> heardThere.put(signal.docId(), signal));
        awaitBothWays();
    }

    @AfterEach
    void closeBoth() {
        here.close();
        there.close();
    }

    /** Signals may be lost, so it is sent until it is heard. */
    private void awaitBothWays() {
        UUID fromHere = UUID.randomUUID();
        UUID fromThere = UUID.randomUUID();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            here.publish(new Signal(fromHere, 1, 1));
            there.publish(new Signal(fromThere, 1, 1));
            return heardThere.containsKey(fromHere) && heardHere.containsKey(fromThere);
        });
    }

    @Test
    void signalIsHeardHereAtOnceAndThereSoon() {
        Signal signal = new Signal(UUID.randomUUID(), Long.MAX_VALUE, 7);

        here.publish(signal);

        assertThat(heardHere).containsValue(signal);
        await().atMost(LIMIT).until(() -> heardThere.containsValue(signal));
    }

    @Test
    void newestSignalOfADocumentArrivesHoweverFastTheyCome() {
        UUID docId = UUID.randomUUID();
        AtomicInteger heard = new AtomicInteger();
        there.listen(signal -> heard.addAndGet(signal.docId().equals(docId) ? 1 : 0));

        IntStream.rangeClosed(1, 20_000).forEach(version -> here.publish(new Signal(docId, version, 1)));

        await().atMost(LIMIT).until(() -> new Signal(docId, 20_000, 1).equals(heardThere.get(docId)));
        assertThat(heard.get()).as("joined on the way").isLessThan(10_000);
    }

    @Test
    void signalsOfManyDocumentsAtOnceAllArrive() {
        Map<UUID, Signal> sent = new ConcurrentHashMap<>();
        IntStream.range(0, 1_000).forEach(i -> {
            UUID docId = UUID.randomUUID();
            sent.put(docId, new Signal(docId, i, i));
        });

        sent.values().forEach(here::publish);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(heardThere).containsAllEntriesOf(sent));
    }

    @Test
    void brokenConnectionsAreOpenedAgain() throws Exception {
        cutConnections();

        awaitBothWays();
    }

    @Test
    void broadcastersThatComeAndGoAmidSignalsDisturbNobody() throws Exception {
        for (int i = 0; i < 50; i++) {
            Broadcaster third = open();
            here.publish(new Signal(UUID.randomUUID(), i, 1));
            if (i % 10 == 0) {
                cutConnections();
            }
            third.close();
            sendForeignMessage("through the same client");
        }

        awaitBothWays();
    }

    @Test
    void messageThatIsNoSignalIsPassedOver() throws Exception {
        for (String message : new String[] {"", "hello", UUID.randomUUID() + ";1 2", UUID.randomUUID() + ";x y z"}) {
            sendForeignMessage(message);
        }

        awaitBothWays();
    }

    @Test
    void removedListenerHearsNothingMore() {
        UUID docId = UUID.randomUUID();
        AtomicInteger heard = new AtomicInteger();
        Registration registration =
                here.listen(signal -> heard.addAndGet(signal.docId().equals(docId) ? 1 : 0));
        registration.close();

        here.publish(new Signal(docId, 1, 1));

        assertThat(heard).hasValue(0);
    }

    @Test
    void closedBroadcasterIsSilent() {
        there.close();
        UUID docId = UUID.randomUUID();

        here.publish(new Signal(docId, 1, 1));
        awaitHeardByAThird(docId);

        assertThat(heardThere).doesNotContainKey(docId);
    }

    private void awaitHeardByAThird(UUID docId) {
        Map<UUID, Signal> heard = new ConcurrentHashMap<>();
        try (Broadcaster third = open()) {
            third.listen(signal -> heard.put(signal.docId(), signal));
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
                here.publish(new Signal(docId, 1, 1));
                return heard.containsKey(docId);
            });
        }
    }
}
