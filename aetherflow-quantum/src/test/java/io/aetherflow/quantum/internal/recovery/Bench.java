// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

import io.aetherflow.quantum.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** A recovery whose clock is turned by hand, with packets of 1,000 bytes. */
final class Bench implements FrameFate {
    static final long MS = 1_000_000;
    static final int SIZE = 1000;

    final RecordingController congestion = new RecordingController();
    final List<String> fate = new ArrayList<>();
    final LossRecovery recovery;
    long now;
    boolean arrivalConfirmsHandshake;

    Bench(boolean client, long start) {
        now = start;
        recovery = new LossRecovery(client, congestion, this, new SentPacketPool(64), now);
        recovery.peerMaxAckDelay(25 * MS);
    }

    /** A server whose handshake is confirmed, right before its clock overflows. */
    static Bench confirmed() {
        Bench bench = new Bench(false, Long.MAX_VALUE - 50 * MS);
        bench.recovery.discardSpace(Space.HANDSHAKE, bench.now);
        return bench;
    }

    /** The same with a round trip of 100 ms that does not vary, and packet 0 acknowledged. */
    static Bench steady() {
        Bench bench = confirmed();
        for (int i = 0; i < 40; i++) {
            long number = bench.send();
            bench.pass(100);
            bench.ack(number, number);
        }
        bench.fate.clear();
        bench.congestion.events.clear();
        return bench;
    }

    void pass(long millis) {
        now += millis * MS;
    }

    long send() {
        return send(Space.DATA);
    }

    long send(Space space) {
        return send(space, true, false);
    }

    long send(Space space, boolean ackEliciting, boolean padded) {
        SentPacket packet = recovery.begin(space);
        long number = packet.packetNumber();
        recovery.sent(packet, SIZE, ackEliciting, padded, now);
        return number;
    }

    long sendSizeProbe() {
        SentPacket packet = recovery.begin(Space.DATA);
        packet.markSizeProbe();
        long number = packet.packetNumber();
        recovery.sent(packet, SIZE, true, true, now);
        return number;
    }

    ErrorCode ack(long low, long high) {
        return ack(Space.DATA, 0, low, high);
    }

    ErrorCode ack(Space space, long delayMillis, long... lowHighDescending) {
        return recovery.acknowledged(space, lowHighDescending, lowHighDescending.length / 2, delayMillis * 1000, now);
    }

    long timeoutMillis() {
        long wait = recovery.nextTimeout(now);
        return wait == LossRecovery.NO_TIMEOUT ? -1 : wait / MS;
    }

    /** Lets the time pass until the timeout, and tells it. */
    void expire() {
        now += recovery.nextTimeout(now);
        recovery.timeout(now);
    }

    @Override
    public void acked(SentPacket packet) {
        fate.add("acked " + packet.packetNumber());
        if (arrivalConfirmsHandshake) {
            recovery.discardSpace(Space.HANDSHAKE, now);
        }
    }

    @Override
    public void lost(SentPacket packet) {
        fate.add("lost " + packet.packetNumber());
    }

    @Override
    public void sendAgain(SentPacket packet) {
        fate.add("again " + packet.packetNumber());
    }

    @Override
    public void ackedAfterLost(SentPacket packet) {
        fate.add("late " + packet.packetNumber());
    }
}
