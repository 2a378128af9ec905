// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import java.time.Duration;
import java.util.function.Consumer;

/** One direction of a simulated link. Immutable: each {@code with} method gives a changed copy. */
public final class LinkConfig implements Cloneable {
    /** The largest payload of a datagram. */
    public static final int MAX_BYTES = 65_527;

    private static final long BITS = 8;

    /** The default link of the QUIC interoperability runner: 15 ms, 10 Mbit/s, 25 packets. */
    public static final LinkConfig DEFAULT = new LinkConfig();

    private Duration delay = Duration.ofMillis(15);
    private Duration jitter = Duration.ZERO;
    private long bytesPerSecond = 10_000_000 / BITS;
    private int queuePackets = 25;
    private double loss;
    private double lossBurst = 1;
    private double duplication;
    private double reordering;
    private Duration reorderingDelay = Duration.ZERO;
    private double corruption;
    private int maxBytes = MAX_BYTES;

    private LinkConfig() {}

    private LinkConfig with(Consumer<LinkConfig> change) {
        try {
            LinkConfig copy = (LinkConfig) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** One way. */
    public LinkConfig withDelay(Duration changed) {
        return with(copy -> copy.delay = changed);
    }

    /** At most this is added to the delay of each packet, evenly distributed; packets may overtake each other. */
    public LinkConfig withJitter(Duration changed) {
        return with(copy -> copy.jitter = changed);
    }

    /** The bottleneck: its rate, of UDP payload, 0 for none, and how many packets wait before the next is dropped. */
    public LinkConfig withRate(long bitsPerSecond, int queue) {
        return with(copy -> {
            copy.bytesPerSecond = bitsPerSecond / BITS;
            copy.queuePackets = queue;
        });
    }

    /** Probability that a packet is lost, and mean length of bursts of loss in packets (Gilbert-Elliott), 1 for independent losses. */
    public LinkConfig withLoss(double probability, double burst) {
        return with(copy -> {
            copy.loss = probability;
            copy.lossBurst = burst;
        });
    }

    /** Probability that a packet comes twice. */
    public LinkConfig withDuplication(double probability) {
        return with(copy -> copy.duplication = probability);
    }

    /** Probability that a packet is late, and by how much at most. */
    public LinkConfig withReordering(double probability, Duration late) {
        return with(copy -> {
            copy.reordering = probability;
            copy.reorderingDelay = late;
        });
    }

    /** Probability that one bit of a packet is flipped. */
    public LinkConfig withCorruption(double probability) {
        return with(copy -> copy.corruption = probability);
    }

    /** Larger packets vanish. */
    public LinkConfig withMaxBytes(int bytes) {
        return with(copy -> copy.maxBytes = bytes);
    }

    Duration delay() {
        return delay;
    }

    Duration jitter() {
        return jitter;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    int queuePackets() {
        return queuePackets;
    }

    double loss() {
        return loss;
    }

    double lossBurst() {
        return lossBurst;
    }

    double duplication() {
        return duplication;
    }

    double reordering() {
        return reordering;
    }

    Duration reorderingDelay() {
        return reorderingDelay;
    }

    double corruption() {
        return corruption;
    }

    int maxBytes() {
        return maxBytes;
    }
}
