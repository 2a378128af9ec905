// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeTimeoutTest {
    private final Bench bench = Bench.confirmed();

    @Test
    void isTheRoundTripFourDeviationsAndThePeersDelay() {
        bench.send();
        bench.pass(80);
        bench.ack(0, 0);
        bench.send();

        assertThat(bench.timeoutMillis()).isEqualTo(80 + 4 * 40 + 25);
    }

    @Test
    void countsFromTheLastPacketThatAsksForAnAcknowledgement() {
        bench.send();
        bench.pass(500);
        bench.send();
        bench.pass(100);
        bench.send(Space.DATA, false, false);

        assertThat(bench.timeoutMillis()).isEqualTo(999 + 25 - 100);
    }

    @Test
    void wantsTwoProbesAndLosesNothing() {
        bench.send();
        bench.expire();

        assertThat(bench.recovery.probesWanted(Space.DATA)).isEqualTo(2);
        bench.send();
        assertThat(bench.recovery.probesWanted(Space.DATA)).isEqualTo(1);
        bench.send();
        assertThat(bench.recovery.probesWanted(Space.DATA)).isZero();
        assertThat(bench.fate).isEmpty();
        assertThat(bench.recovery.inFlight()).isEqualTo(3000);
        assertThat(bench.recovery.stats().probeTimeouts()).isEqualTo(1);
    }

    @Test
    void doublesUntilSomethingIsAcknowledged() {
        long expected = 1024;
        for (int i = 0; i < 5; i++) {
            long number = bench.send();
            assertThat(bench.timeoutMillis()).isEqualTo(expected);
            bench.expire();
            assertThat(number).isEqualTo(i);
            expected *= 2;
        }
        bench.ack(4, 4);
        bench.send();

        assertThat(bench.timeoutMillis()).isLessThan(200_000);
        assertThat(bench.recovery.nextTimeout(bench.now) + bench.now)
                .isLessThanOrEqualTo(bench.now + bench.recovery.probeTimeout());
    }

    @Test
    void doesNotDoubleForEver() {
        bench.send();
        for (int i = 0; i < 100; i++) {
            bench.expire();
        }

        assertThat(bench.timeoutMillis()).isPositive().isLessThanOrEqualTo(60_000);
    }

    @Test
    void doesNothingBeforeItIsDue() {
        bench.send();
        bench.pass(1023);
        bench.recovery.timeout(bench.now);

        assertThat(bench.recovery.probesWanted(Space.DATA)).isZero();
        assertThat(bench.timeoutMillis()).isEqualTo(1);
    }

    @Test
    void isOverdueWithoutBeingNegative() {
        bench.send();
        bench.pass(5000);

        assertThat(bench.recovery.nextTimeout(bench.now)).isZero();
    }

    @Test
    void aClientWithNothingInFlightProbesSoThatTheServerMaySend() {
        Bench client = new Bench(true, -1);
        client.send(Space.HANDSHAKE);
        client.pass(100);
        client.ack(Space.HANDSHAKE, 0, 0, 0);
        assertThat(client.timeoutMillis()).isEqualTo(300);

        client.expire();
        assertThat(client.recovery.probesWanted(Space.HANDSHAKE)).isEqualTo(1);
        assertThat(client.timeoutMillis()).isEqualTo(600);
    }

    @Test
    void anAcknowledgementDoesNotStopAClientFromBackingOffBeforeConfirmation() {
        Bench client = new Bench(true, -1);
        client.send(Space.HANDSHAKE);
        client.expire();
        client.send(Space.HANDSHAKE);
        client.pass(100);
        client.ack(Space.HANDSHAKE, 0, 1, 1);

        assertThat(client.timeoutMillis()).isEqualTo(600);
    }

    @Test
    void aConfirmedClientWithNothingInFlightWaitsForNothing() {
        Bench client = new Bench(true, -1);
        client.send(Space.HANDSHAKE);
        client.recovery.discardSpace(Space.HANDSHAKE, client.now);

        assertThat(client.timeoutMillis()).isEqualTo(-1);
    }

    @Test
    void aServerWithNothingInFlightWaitsForNothing() {
        assertThat(new Bench(false, 0).timeoutMillis()).isEqualTo(-1);
    }

    @Test
    void aServerThatMaySendNothingWantsNoProbe() {
        Bench server = new Bench(false, Long.MIN_VALUE);
        server.send(Space.HANDSHAKE);
        server.recovery.amplificationLimited(true);
        assertThat(server.timeoutMillis()).isEqualTo(-1);

        server.pass(5000);
        server.recovery.amplificationLimited(false);
        assertThat(server.recovery.nextTimeout(server.now)).isZero();
    }

    @Test
    void dataWaitsForTheHandshakesProbes() {
        Bench client = new Bench(true, 0);
        client.send(Space.HANDSHAKE);
        client.pass(500);
        client.send(Space.DATA);
        assertThat(client.timeoutMillis()).isEqualTo(499);

        client.ack(Space.HANDSHAKE, 0, 0, 0);
        assertThat(client.timeoutMillis()).isEqualTo(500 + 4 * 250 + 25);
        client.expire();
        assertThat(client.recovery.probesWanted(Space.DATA)).isEqualTo(2);
    }

    @Test
    void aClientProbesTheHandshakeWithItsDataUntilItIsConfirmed() {
        Bench client = new Bench(true, 0);
        client.send(Space.DATA);
        client.expire();
        assertThat(client.recovery.probesWanted(Space.HANDSHAKE)).isEqualTo(1);

        client.recovery.discardSpace(Space.HANDSHAKE, client.now);
        client.expire();
        assertThat(client.recovery.probesWanted(Space.HANDSHAKE)).isZero();
    }

    /** The server may be done, and have no more initial keys, while the client does not know it. */
    @Test
    void aClientWithNothingInFlightProbesWithTheHandshakeAlsoWhereItHasSentData() {
        Bench client = new Bench(true, 0);
        client.expire();
        assertThat(client.recovery.probesWanted(Space.DATA)).isZero();

        client.send(Space.DATA, false, false);
        client.expire();
        assertThat(client.recovery.probesWanted(Space.HANDSHAKE)).isEqualTo(1);
        assertThat(client.recovery.probesWanted(Space.DATA)).isEqualTo(1);
    }

    @Test
    void probesCarryByTurnsWhatIsInFlight() {
        for (int i = 0; i < 5; i++) {
            SentPacket packet = bench.recovery.begin(Space.DATA);
            if (i != 1) {
                packet.addRecord(1, i, 0, 0);
            }
            bench.recovery.sent(packet, 100, true, false, bench.now);
        }
        bench.pass(10);
        bench.ack(2, 2);

        long[] carried = new long[6];
        for (int i = 0; i < carried.length; i++) {
            SentPacket packet = bench.recovery.nextToProbe(Space.DATA);
            carried[i] = packet == null ? -1 : packet.packetNumber();
        }

        assertThat(carried).containsExactly(0, 3, 4, 0, 3, 4);
    }

    @Test
    void aProbeThatHasNothingToCarryIsAPing() {
        bench.send();

        assertThat(bench.recovery.nextToProbe(Space.DATA)).isNull();
    }

    @Test
    void discardingASpaceEndsBackingOff() {
        Bench client = new Bench(true, 0);
        client.send(Space.HANDSHAKE);
        client.expire();
        client.send(Space.DATA);
        client.recovery.discardSpace(Space.HANDSHAKE, client.now);

        assertThat(client.timeoutMillis()).isEqualTo(1024);
    }

    @Test
    void aLossThatIsPendingComesBeforeProbes() {
        bench.send();
        bench.send();
        bench.pass(80);
        bench.ack(1, 1);

        assertThat(bench.timeoutMillis()).isEqualTo(10);
        bench.expire();
        assertThat(bench.fate).containsExactly("acked 1", "lost 0");
        assertThat(bench.recovery.stats().probeTimeouts()).isZero();
    }
}
