// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A controller and the pacer allocate nothing for a packet. */
class AllocationTest {
    private static final int PACKET = 1_200;
    private static final int IN_FLIGHT = 64;
    private static final int PACKETS = 100_000;
    private static final long INTERVAL = 1_000_000;

    static Stream<CongestionController> controllers() {
        return Stream.of(
                new Bbr(Profile.DEFAULT, PACKET, new Random(1), 0),
                new Bbr(Profile.LOSSY_PATH, PACKET, new Random(1), 0),
                new Cubic(PACKET, 0));
    }

    @ParameterizedTest
    @MethodSource("controllers")
    void nothingIsAllocatedForAPacket(CongestionController controller) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        Steady steady = new Steady(controller);
        steady.send(PACKETS);
        long before = threads.getThreadAllocatedBytes(thread);
        steady.send(PACKETS);
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(PACKETS / 100);
    }

    /** A packet every millisecond, acknowledged 64 ms later; a few are lost, some of them not really. */
    private static final class Steady implements RttView {
        private final CongestionController controller;
        private final Pacer pacer = new Pacer(PACKET, 0);
        private final PacketState[] packets = new PacketState[IN_FLIGHT];
        private long count;

        Steady(CongestionController controller) {
            this.controller = controller;
            for (int i = 0; i < IN_FLIGHT; i++) {
                packets[i] = new PacketState();
            }
        }

        void send(int packetCount) {
            for (int i = 0; i < packetCount; i++) {
                step();
            }
        }

        private void step() {
            long now = count * INTERVAL;
            PacketState packet = packets[(int) (count % IN_FLIGHT)];
            long inFlight = Math.min(count, IN_FLIGHT) * PACKET;
            if (count >= IN_FLIGHT) {
                inFlight -= PACKET;
                finish(packet, now, inFlight);
            }
            packet.size = PACKET;
            packet.sentTime = pacer.nextSendTime(now, PACKET, controller.pacingRate()) >= now ? now : 0;
            controller.packetSent(packet, inFlight);
            pacer.sent(now, PACKET, controller.pacingRate());
            count++;
        }

        private void finish(PacketState packet, long now, long inFlight) {
            if (count % 97 == 0) {
                controller.packetLost(packet, now);
                if (count % 194 == 0) {
                    controller.spuriousLoss(packet, now);
                }
            } else {
                controller.packetAcked(packet, now);
            }
            if (count % 50_000 == 0) {
                controller.appLimited(inFlight);
                controller.persistentCongestion(now);
            }
            controller.eventFinished(now, inFlight, this);
        }

        @Override
        public long latest() {
            return IN_FLIGHT * INTERVAL;
        }

        @Override
        public long min() {
            return IN_FLIGHT * INTERVAL;
        }

        @Override
        public long smoothed() {
            return IN_FLIGHT * INTERVAL;
        }

        @Override
        public long variance() {
            return INTERVAL;
        }
    }
}
