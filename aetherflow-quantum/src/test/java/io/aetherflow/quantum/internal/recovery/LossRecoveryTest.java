// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.quantum.ErrorCode;
import org.junit.jupiter.api.Test;

class LossRecoveryTest {
    private final Bench bench = Bench.steady();
    private final long first = bench.recovery.largestAcked(Space.DATA) + 1;

    @Test
    void packetNumbersAreUsedInOrder() {
        assertThat(bench.send()).isEqualTo(first);
        assertThat(bench.send()).isEqualTo(first + 1);
        assertThat(bench.send(Space.HANDSHAKE)).isZero();
    }

    @Test
    void aNumberCannotBeSentTwice() {
        SentPacket one = bench.recovery.begin(Space.DATA);
        SentPacket two = bench.recovery.begin(Space.DATA);
        bench.recovery.sent(one, 100, true, false, bench.now);

        assertThatThrownBy(() -> bench.recovery.sent(two, 100, true, false, bench.now))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must be the next one, " + (first + 1));
    }

    @Test
    void anAcknowledgementOfAPacketThatWasNeverSentIsAViolation() {
        long number = bench.send();

        assertThat(bench.ack(number, number + 1)).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
        assertThat(bench.fate).isEmpty();
        assertThat(bench.ack(Space.HANDSHAKE, 0, 0, 0)).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void threeNewerPacketsMakeALoss() {
        send(4);
        bench.pass(100);
        bench.ack(first + 1, first + 2);
        assertThat(bench.fate).containsExactly("acked " + (first + 1), "acked " + (first + 2));

        bench.ack(first + 3, first + 3);
        assertThat(bench.fate).contains("lost " + first);
    }

    @Test
    void nineEighthsOfTheRoundTripMakeALoss() {
        send(2);
        bench.pass(100);
        bench.ack(first + 1, first + 1);
        assertThat(bench.recovery.nextTimeout(bench.now)).isEqualTo(12_500_000);

        bench.now += 12_499_999;
        bench.recovery.timeout(bench.now);
        assertThat(bench.fate).containsExactly("acked " + (first + 1));
        bench.now++;
        bench.recovery.timeout(bench.now);
        assertThat(bench.fate).containsExactly("acked " + (first + 1), "lost " + first);
        assertThat(bench.recovery.inFlight()).isZero();
    }

    @Test
    void aPacketThatIsNewerThanAllAcknowledgedIsNotLost() {
        send(2);
        bench.pass(100);
        bench.ack(first, first);
        bench.pass(1000);
        bench.recovery.timeout(bench.now);

        assertThat(bench.fate).containsExactly("acked " + first);
    }

    @Test
    void congestionControlHearsOfLossesFirstThenOfArrivals() {
        send(5);
        bench.congestion.events.clear();
        bench.pass(100);
        bench.ack(first + 3, first + 4);

        assertThat(bench.congestion.events)
                .containsExactly(
                        "lost " + first,
                        "lost " + (first + 1),
                        "acked " + (first + 3),
                        "acked " + (first + 4),
                        "finished 1000");
    }

    @Test
    void packetsThatOnlyAcknowledgeAreNoBusinessOfCongestionControl() {
        bench.send(Space.DATA, false, false);
        assertThat(bench.congestion.events).isEmpty();
        assertThat(bench.recovery.inFlight()).isZero();
        assertThat(bench.timeoutMillis()).isEqualTo(-1);
    }

    @Test
    void paddedPacketsCountInFlightWithoutATimeout() {
        bench.send(Space.DATA, false, true);
        assertThat(bench.recovery.inFlight()).isEqualTo(1000);
        assertThat(bench.timeoutMillis()).isEqualTo(-1);
    }

    @Test
    void theRoundTripIsThatOfTheLargestEvenIfItOnlyAcknowledges() {
        bench.send();
        bench.pass(50);
        long only = bench.send(Space.DATA, false, false);
        bench.pass(100);
        bench.ack(first, only);

        assertThat(bench.recovery.rtt().latest()).isEqualTo(100 * Bench.MS);
    }

    @Test
    void anAcknowledgementWhoseLargestIsKnownGivesNoRoundTrip() {
        send(2);
        bench.pass(100);
        bench.ack(first + 1, first + 1);
        bench.pass(5);
        bench.ack(first, first + 1);

        assertThat(bench.recovery.rtt().latest()).isEqualTo(100 * Bench.MS);
        assertThat(bench.fate).contains("acked " + first);
    }

    @Test
    void thePeersDelayIsLimitedToWhatItPromised() {
        bench.send();
        bench.pass(180);
        bench.ack(Space.DATA, 80, first, first);

        assertThat(bench.recovery.rtt().smoothed()).isEqualTo((7 * 100 + 155) * Bench.MS / 8);
    }

    @Test
    void anEmptyRangeOrOneOfOldPacketsChangesNothing() {
        bench.send();
        bench.ack(0, first - 1);

        assertThat(bench.fate).isEmpty();
        assertThat(bench.congestion.events).containsExactly("sent " + first);
    }

    @Test
    void aLostSizeProbeIsNoSignOfCongestion() {
        bench.sendSizeProbe();
        send(3);
        bench.congestion.events.clear();
        bench.pass(100);
        bench.ack(first + 1, first + 3);

        assertThat(bench.fate).startsWith("lost " + first);
        assertThat(bench.congestion.events).noneMatch(event -> event.startsWith("lost"));
        assertThat(bench.recovery.stats().sizeProbesLost()).isEqualTo(1);
        assertThat(bench.recovery.stats().packetsLost()).isZero();
        assertThat(bench.recovery.inFlight()).isZero();
    }

    @Test
    void aDiscardedSpaceLeavesFlightSilently() {
        Bench server = new Bench(false, -5);
        server.send(Space.HANDSHAKE);
        server.send(Space.DATA);
        server.recovery.discardSpace(Space.HANDSHAKE, server.now);

        assertThat(server.recovery.inFlight()).isEqualTo(1000);
        assertThat(server.fate).isEmpty();
        assertThat(server.ack(Space.HANDSHAKE, 0, 0, 0)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(server.fate).isEmpty();
    }

    @Test
    void aSpaceMayBeDiscardedByTheArrivalOfAPacket() {
        Bench server = new Bench(false, -5);
        server.arrivalConfirmsHandshake = true;
        server.send(Space.HANDSHAKE);
        server.send(Space.HANDSHAKE);
        server.send(Space.DATA);
        server.send(Space.DATA);
        server.ack(0, 1);
        assertThat(server.fate).containsExactly("acked 0", "acked 1");
        assertThat(server.recovery.inFlight()).isZero();
        assertThat(server.timeoutMillis()).isEqualTo(-1);
    }

    @Test
    void aRetryHasEverythingSentAgainWithoutCongestion() {
        Bench client = new Bench(true, -5);
        client.send(Space.HANDSHAKE);
        client.expire();
        client.congestion.events.clear();
        client.recovery.retry(client.now);

        assertThat(client.fate).containsExactly("again 0");
        assertThat(client.congestion.events).isEmpty();
        assertThat(client.recovery.inFlight()).isZero();
        assertThat(client.recovery.probesWanted(Space.HANDSHAKE)).isZero();
        assertThat(client.send(Space.HANDSHAKE)).isEqualTo(1);
        assertThat(client.timeoutMillis()).isEqualTo(999);
    }

    @Test
    void packetsOfAnOldPathAreFollowedOnlyForTheirFrames() {
        send(5);
        RecordingController fresh = new RecordingController();
        bench.recovery.pathChanged(fresh, bench.now);
        assertThat(bench.recovery.inFlight()).isZero();

        bench.pass(500);
        bench.ack(first + 3, first + 4);
        assertThat(bench.fate).contains("lost " + first, "acked " + (first + 4));
        assertThat(fresh.events).containsExactly("finished 0");
        assertThat(bench.recovery.rtt().latest()).isZero();
        assertThat(bench.recovery.inFlight()).isZero();
    }

    @Test
    void recordsComeBackWithThePacket() {
        SentPacket packet = bench.recovery.begin(Space.DATA);
        for (int i = 0; i < 50; i++) {
            packet.addRecord(i, i + 1, i + 2, i + 3);
        }
        bench.recovery.sent(packet, 100, true, false, bench.now);
        SentPacket oldest = bench.recovery.nextToProbe(Space.DATA);

        assertThat(oldest).isNotNull();
        assertThat(oldest.recordCount()).isEqualTo(50);
        assertThat(oldest.kind(49)).isEqualTo(49);
        assertThat(oldest.a(49) + oldest.b(49) + oldest.c(49)).isEqualTo(50 + 51 + 52);
    }

    @Test
    void aFloodOfPacketsThatOnlyAcknowledgeIsBounded() {
        bench.send();
        for (int i = 0; i < 3 * SentSpace.MAX_ACK_ONLY; i++) {
            bench.send(Space.DATA, false, false);
        }
        assertThat(bench.recovery.hasRoom(Space.DATA)).isTrue();
        bench.pass(100);
        bench.ack(first, first + 3 * SentSpace.MAX_ACK_ONLY);
        assertThat(bench.fate).containsExactly("acked " + first);
        assertThat(bench.recovery.inFlight()).isZero();
    }

    @Test
    void thereIsRoomForALimitedNumberOfPackets() {
        send(SentSpace.MAX_FOLLOWED - 1);
        assertThat(bench.recovery.hasRoom(Space.DATA)).isTrue();
        bench.send();
        assertThat(bench.recovery.hasRoom(Space.DATA)).isFalse();
    }

    @Test
    void countsWhatHappened() {
        send(5);
        bench.pass(100);
        bench.ack(first + 2, first + 4);
        RecoveryStats stats = bench.recovery.stats();

        assertThat(stats.packetsSent()).isEqualTo(first + 5);
        assertThat(stats.bytesSent()).isEqualTo((first + 5) * 1000);
        assertThat(stats.packetsAcked()).isEqualTo(first + 3);
        assertThat(stats.packetsLost()).isEqualTo(2);
        assertThat(stats.bytesLost()).isEqualTo(2000);
    }

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            bench.send();
        }
    }
}
