// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final FrameFate INDIFFERENT = new FrameFate() {
        @Override
        public void acked(SentPacket packet) {}

        @Override
        public void lost(SentPacket packet) {}

        @Override
        public void sendAgain(SentPacket packet) {}

        @Override
        public void ackedAfterLost(SentPacket packet) {}
    };

    private final RecordingController congestion = new RecordingController();
    private final LossRecovery sender = new LossRecovery(false, congestion, INDIFFERENT, new SentPacketPool(4096), 0);
    private final ReceivedPackets receiver = new ReceivedPackets(2, 25 * Bench.MS);
    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long now;

    /** Every 50th packet is lost, so that ranges, losses and the memory of them are part of it. */
    @Test
    void nothingIsAllocatedForAPacketOnceEverythingHasGrown() {
        congestion.silent = true;
        sender.discardSpace(Space.HANDSHAKE, now);
        exchange(200_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        exchange(200_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(sender.stats().packetsLost()).isGreaterThan(7_000);
        assertThat(allocated).isLessThan(10_000);
    }

    private void exchange(int packets) {
        for (int i = 0; i < packets; i++) {
            SentPacket packet = sender.begin(Space.DATA);
            long number = packet.packetNumber();
            packet.addRecord(1, number, 2, 3);
            sender.sent(packet, 1200, true, false, now);
            now += Bench.MS / 10;
            if (number % 50 != 0 && receiver.isNew(number)) {
                receiver.received(number, true, now);
            }
            if (receiver.ackDue(now)) {
                int ranges = receiver.prepareAck();
                sender.acknowledged(Space.DATA, receiver.ranges(), ranges, receiver.delayMicros(now), now);
                receiver.ackSent();
            }
            if (sender.nextTimeout(now) == 0) {
                sender.timeout(now);
            }
        }
    }
}
