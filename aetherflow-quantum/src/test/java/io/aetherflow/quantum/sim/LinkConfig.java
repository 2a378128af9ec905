// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.sim;

import java.time.Duration;

/**
 * One direction of a simulated link.
 *
 * @param delay one way
 * @param jitter at most this is added to the delay of each packet, evenly distributed; packets may overtake each other
 * @param bytesPerSecond rate of the bottleneck, of UDP payload, 0 for none
 * @param queuePackets how many wait at the bottleneck before the next is dropped
 * @param loss probability that a packet is lost
 * @param lossBurst mean length of bursts of loss in packets (Gilbert-Elliott), 1 for independent losses
 * @param duplication probability that a packet comes twice
 * @param reordering probability that a packet is late by up to {@code reorderingDelay}
 * @param reorderingDelay by how much
 * @param corruption probability that one bit of a packet is flipped
 * @param maxBytes larger packets vanish
 */
public record LinkConfig(
        Duration delay,
        Duration jitter,
        long bytesPerSecond,
        int queuePackets,
        double loss,
        double lossBurst,
        double duplication,
        double reordering,
        Duration reorderingDelay,
        double corruption,
        int maxBytes) {
    private static final long BITS = 8;

    /** The default link of the QUIC interoperability runner: 15 ms, 10 Mbit/s, 25 packets. */
    public static final LinkConfig DEFAULT = new LinkConfig(
            Duration.ofMillis(15), Duration.ZERO, 10_000_000 / BITS, 25, 0, 1, 0, 0, Duration.ZERO, 0, 65_535);

    public LinkConfig withDelay(Duration changed) {
        return new LinkConfig(
                changed,
                jitter,
                bytesPerSecond,
                queuePackets,
                loss,
                lossBurst,
                duplication,
                reordering,
                reorderingDelay,
                corruption,
                maxBytes);
    }

    public LinkConfig withJitter(Duration changed) {
        return new LinkConfig(
                delay,
                changed,
                bytesPerSecond,
                queuePackets,
                loss,
                lossBurst,
                duplication,
                reordering,
                reorderingDelay,
                corruption,
                maxBytes);
    }

    /** Sets the bottleneck. */
    public LinkConfig withRate(long bitsPerSecond, int queue) {
        return new LinkConfig(
                delay,
                jitter,
                bitsPerSecond / BITS,
                queue,
                loss,
                lossBurst,
                duplication,
                reordering,
                reorderingDelay,
                corruption,
                maxBytes);
    }

    public LinkConfig withLoss(double probability, double burst) {
        return new LinkConfig(
                delay,
                jitter,
                bytesPerSecond,
                queuePackets,
                probability,
                burst,
                duplication,
                reordering,
                reorderingDelay,
                corruption,
                maxBytes);
    }

    public LinkConfig withDuplication(double probability) {
        return new LinkConfig(
                delay,
                jitter,
                bytesPerSecond,
                queuePackets,
                loss,
                lossBurst,
                probability,
                reordering,
                reorderingDelay,
                corruption,
                maxBytes);
    }

    public LinkConfig withReordering(double probability, Duration late) {
        return new LinkConfig(
                delay,
                jitter,
                bytesPerSecond,
                queuePackets,
                loss,
                lossBurst,
                duplication,
                probability,
                late,
                corruption,
                maxBytes);
    }

    public LinkConfig withCorruption(double probability) {
        return new LinkConfig(
                delay,
                jitter,
                bytesPerSecond,
                queuePackets,
                loss,
                lossBurst,
                duplication,
                reordering,
                reorderingDelay,
                probability,
                maxBytes);
    }

    public LinkConfig withMaxBytes(int bytes) {
        return new LinkConfig(
                delay,
                jitter,
                bytesPerSecond,
                queuePackets,
                loss,
                lossBurst,
                duplication,
                reordering,
                reorderingDelay,
                corruption,
                bytes);
    }
}
