// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender and a receiver over a path with a round trip of 30 ms that holds 30 % of all packets back for up to three round trips. */
class ReorderingTest {
    private static final long ONE_WAY = 15 * Bench.MS;
    private static final int PACKETS = 20_000;

    private record Arrival(long time, long number, long[] ranges, long delayMicros) {}

    private final PriorityQueue<Arrival> path = new PriorityQueue<>((a, b) -> Long.signum(a.time - b.time));
    private final Bench sender = Bench.confirmed();
    private final ReceivedPackets receiver = new ReceivedPackets(2, 25 * Bench.MS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void lossesAreTakenBackAndBecomeRare(long seed) {
        Random random = new Random(seed);
        long nextSend = sender.now;
        int sent = 0;
        while (sent < PACKETS || sender.recovery.inFlight() > 0) {
            long wait = sent < PACKETS ? nextSend - sender.now : Long.MAX_VALUE;
            wait = Math.min(wait, path.isEmpty() ? Long.MAX_VALUE : path.peek().time - sender.now);
            wait = Math.min(wait, sender.recovery.nextTimeout(sender.now));
            wait = Math.min(wait, receiver.ackDeadline(sender.now));
            sender.now += wait;
            deliver();
            sender.recovery.timeout(sender.now);
            if (sent < PACKETS && nextSend - sender.now <= 0) {
                sent++;
                nextSend += Bench.MS;
                long held = random.nextInt(10) < 3 ? random.nextLong(6 * ONE_WAY) : 0;
                path.add(new Arrival(sender.now + ONE_WAY + held, sender.send(), new long[0], 0));
            }
            acknowledge();
        }
        while (!path.isEmpty()) {
            sender.now = path.peek().time;
            deliver();
            acknowledge();
        }
        RecoveryStats stats = sender.recovery.stats();
        assertThat(stats.packetsAcked() + stats.packetsLost()).isEqualTo(PACKETS);
        assertThat(stats.spuriousLosses()).isEqualTo(stats.packetsLost());
        assertThat(stats.packetsLost()).isLessThanOrEqualTo(PACKETS / 20);
    }

    private void deliver() {
        while (!path.isEmpty() && path.peek().time - sender.now <= 0) {
            Arrival arrival = path.remove();
            if (arrival.ranges.length > 0) {
                sender.recovery.acknowledged(
                        Space.DATA, arrival.ranges, arrival.ranges.length / 2, arrival.delayMicros, sender.now);
            } else {
                assertThat(receiver.isNew(arrival.number)).isTrue();
                receiver.received(arrival.number, true, sender.now);
            }
        }
    }

    private void acknowledge() {
        if (receiver.ackDue(sender.now)) {
            int ranges = receiver.prepareAck();
            long[] named = Arrays.copyOf(receiver.ranges(), 2 * ranges);
            path.add(new Arrival(sender.now + ONE_WAY, -1, named, receiver.delayMicros(sender.now)));
            receiver.ackSent();
        }
    }
}
