// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliverySamplerTest {
    private static final int SIZE = 1_000;
    private static final long MS = 1_000_000;

    private final DeliverySampler sampler = new DeliverySampler();
    private long inFlight;

    private PacketState send(long time) {
        PacketState packet = new PacketState();
        packet.size = SIZE;
        packet.sentTime = time;
        sampler.packetSent(packet, inFlight);
        inFlight += SIZE;
        return packet;
    }

    private void ack(PacketState packet, long now) {
        inFlight -= SIZE;
        sampler.packetAcked(packet, now);
    }

    @Test
    void rateIsWhatWasDeliveredSinceThePacketWasSent() {
        PacketState first = send(0);
        PacketState second = send(10 * MS);
        ack(first, 100 * MS);
        sampler.generate(100 * MS);
        assertThat(sampler.sample.deliveryRate).isEqualTo(10 * SIZE);
        sampler.sample.reset();
        ack(second, 110 * MS);
        sampler.generate(100 * MS);
        assertThat(sampler.sample.delivered).isEqualTo(2 * SIZE);
        assertThat(sampler.sample.deliveryRate).isEqualTo(2L * SIZE * 1_000 / 110);
    }

    @Test
    void compressedAcknowledgementsAreBoundedByTheSendRate() {
        PacketState first = send(0);
        PacketState second = send(50 * MS);
        PacketState third = send(100 * MS);
        ack(first, 120 * MS);
        ack(second, 120 * MS);
        ack(third, 120 * MS);
        sampler.generate(20 * MS);
        assertThat(sampler.sample.deliveryRate).isEqualTo(3L * SIZE * 1_000 / 120);
        assertThat(sampler.sample.rtt).isEqualTo(20 * MS);
    }

    @Test
    void intervalBelowTheMinimumRoundTripGivesNoRate() {
        PacketState first = send(0);
        ack(first, 10 * MS);
        sampler.generate(11 * MS);
        assertThat(sampler.sample.deliveryRate).isZero();
    }

    @Test
    void newestOfOneInstantDecides() {
        PacketState first = send(0);
        PacketState second = send(0);
        ack(second, 50 * MS);
        ack(first, 50 * MS);
        assertThat(sampler.sample.inFlightAtSend).isEqualTo(2 * SIZE);
    }

    @Test
    void markLastsUntilWhatWasInFlightIsDelivered() {
        PacketState before = send(0);
        sampler.markAppLimited(inFlight);
        PacketState marked = send(MS);
        ack(before, 50 * MS);
        sampler.generate(50 * MS);
        assertThat(sampler.sample.appLimited).isFalse();
        assertThat(sampler.isAppLimited()).isTrue();
        sampler.sample.reset();
        ack(marked, 51 * MS);
        sampler.generate(50 * MS);
        assertThat(sampler.sample.appLimited).isTrue();
        assertThat(sampler.isAppLimited()).isFalse();
    }

    @Test
    void lossSinceThePacketWasSentIsCounted() {
        PacketState lost = send(0);
        PacketState next = send(MS);
        inFlight -= SIZE;
        sampler.packetLost(lost);
        ack(next, 50 * MS);
        assertThat(sampler.sample.lost).isEqualTo(SIZE);
        assertThat(sampler.sample.newlyAcked).isEqualTo(SIZE);
    }
}
