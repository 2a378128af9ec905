// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * One direction of a link on the virtual clock: loss after the bottleneck, so that lost packets have used its rate. Holds no
 * packets; it says when each arrives.
 */
public final class Link {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final RandomGenerator random;
    private LinkConfig config;
    private Predicate<byte[]> filter = packet -> true;
    private boolean up = true;
    private boolean inBurst;
    private long lastPacket;
    private long busyUntil;
    private boolean used;
    private long sent;
    private long lost;

    Link(LinkConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /** From now on. */
    public void configure(LinkConfig changed) {
        config = changed;
    }

    public LinkConfig config() {
        return config;
    }

    /** An outage: nothing arrives while it is down. */
    public void setUp(boolean isUp) {
        up = isUp;
    }

    /** Packets that it refuses are lost. */
    public void filter(Predicate<byte[]> passes) {
        filter = passes;
    }

    public long sent() {
        return sent;
    }

    public long lost() {
        return lost;
    }

    /** Arrival of a packet. */
    interface Arrival {
        void at(long time, byte[] packet);
    }

    /** Takes a packet that is sent now; the array becomes the link's. */
    void send(long now, byte[] packet, Arrival arrival) {
        sent++;
        long leaves = leavesBottleneck(now, packet.length);
        if (leaves == Long.MIN_VALUE
                || !up
                || packet.length > config.maxBytes()
                || isLost(now)
                || !filter.test(packet)) {
            lost++;
            return;
        }
        corrupt(packet);
        arrival.at(leaves + transit(), packet);
        if (random.nextDouble() < config.duplication()) {
            arrival.at(leaves + transit(), packet.clone());
        }
    }

    /** When its last bit is out, MIN_VALUE if the queue is full. */
    private long leavesBottleneck(long now, int bytes) {
        if (config.bytesPerSecond() == 0) {
            return now;
        }
        long serialization = bytes * NANOS_PER_SECOND / config.bytesPerSecond();
        long starts = used && busyUntil - now > 0 ? busyUntil : now;
        long fullPacket = 1_500 * NANOS_PER_SECOND / config.bytesPerSecond();
        if (starts - now > config.queuePackets() * fullPacket) {
            return Long.MIN_VALUE;
        }
        used = true;
        busyUntil = starts + serialization;
        return busyUntil;
    }

    /** Gilbert-Elliott: everything in a burst is lost, nothing outside; a burst does not outlast a second without packets. */
    private boolean isLost(long now) {
        if (config.loss() == 0) {
            return false;
        }
        if (config.lossBurst() <= 1) {
            return random.nextDouble() < config.loss();
        }
        inBurst &= now - lastPacket < NANOS_PER_SECOND;
        lastPacket = now;
        double toGood = 1 / config.lossBurst();
        double toBad = toGood * config.loss() / (1 - config.loss());
        inBurst = inBurst ? random.nextDouble() >= toGood : random.nextDouble() < toBad;
        return inBurst;
    }

    private void corrupt(byte[] packet) {
        if (random.nextDouble() < config.corruption()) {
            packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private long transit() {
        long nanos = config.delay().toNanos();
        if (!config.jitter().isZero()) {
            nanos += random.nextLong(config.jitter().toNanos());
        }
        if (random.nextDouble() < config.reordering()) {
            nanos += random.nextLong(Math.max(1, config.reorderingDelay().toNanos()));
        }
        return nanos;
    }
}
