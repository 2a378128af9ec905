// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import io.aetherflow.quantum.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The keys of short packets in both directions, and their update (RFC 9001 section 6).
 *
 * <p>Each direction has a phase, the K bit of its packets. This end's goes ahead of the peer's by one at most: when this end
 * updates first. A packet of the other phase than the peer's present one is from before the present phase if its number is below
 * all of the phase's, and else the first of the next phase, whose keys are always ready, so that time tells nothing about them.
 *
 * <p>After each {@link #seal} and {@link #open}, {@link #error} says whether the connection must be closed.
 */
public final class KeyPhases {
    private static final int PHASE_BIT = 0x04;
    private static final int OLD_KEYS_PTOS = 3;
    /** Packets that are kept back below the limit, to close the connection with. */
    private static final int CLOSE_RESERVE = 64;

    private final KeySchedule schedule;
    private final KeyLimits limits;
    private final PacketProtector protector;
    private final HeaderProtection receivedHeaders;

    private byte[] sendSecret;
    private boolean sendPhase;
    private boolean confirmed;
    private boolean phaseAcknowledged;
    private long firstSent = -1;

    private byte[] nextReceiveSecret;
    private boolean receivePhase;
    private @Nullable OpeningKey old;
    private OpeningKey current;
    private OpeningKey next;
    private long oldUntil;
    private long lowestReceived;
    private long largestReceived = -1;
    private long updates;
    private @Nullable ErrorCode error;

    /**
     * The keys right after the handshake.
     *
     * @param sendSecret of the packets that this end sends
     * @param receiveSecret of the packets that it receives
     */
    public KeyPhases(KeySchedule schedule, byte[] sendSecret, byte[] receiveSecret) {
        this.schedule = schedule;
        this.limits = schedule.limits();
        this.sendSecret = sendSecret;
        this.protector = new PacketProtector(schedule, sendSecret);
        this.receivedHeaders = schedule.headerProtection(receiveSecret);
        this.current = new OpeningKey(schedule.aead(receiveSecret));
        this.nextReceiveSecret = schedule.next(receiveSecret);
        this.next = current.next(schedule, nextReceiveSecret);
    }

    /** Seals a packet as {@link PacketProtector#seal} does; sets its K bit, and updates the key before when it is time. */
    public int seal(
            byte[] packet, int headerOffset, int numberOffset, int numberLength, int payloadLength, long packetNumber) {
        if (protector.sealed() >= limits.updateAfter()) {
            update();
        }
        if (protector.sealed() >= limits.sealed()) {
            throw new IllegalStateException("a key seals at most " + limits.sealed() + " packets");
        }
        if (sendPhase) {
            packet[headerOffset] |= PHASE_BIT;
        } else {
            packet[headerOffset] &= ~PHASE_BIT;
        }
        if (firstSent < 0) {
            firstSent = packetNumber;
        }
        int length = protector.seal(packet, headerOffset, numberOffset, numberLength, payloadLength, packetNumber);
        if (protector.sealed() >= limits.sealed() - CLOSE_RESERVE) {
            error = ErrorCode.AEAD_LIMIT_REACHED;
        }
        return length;
    }

    /** As {@link PacketOpener#unmask}. */
    public int unmask(byte[] packet, int headerOffset, int numberOffset, int end) {
        return receivedHeaders.remove(packet, headerOffset, numberOffset, end);
    }

    /**
     * Opens an unmasked packet as {@link PacketOpener#open} does, with the key of its phase.
     *
     * @param ptoNanos the present probe timeout: old keys are kept for three of it
     * @return the payload's length, or -1 if the packet is damaged, too old, or in {@link #error}
     */
    public int open(
            byte[] packet,
            int headerOffset,
            int numberOffset,
            int numberLength,
            int sealedLength,
            long packetNumber,
            long now,
            long ptoNanos) {
        boolean phase = (packet[headerOffset] & PHASE_BIT) != 0;
        OpeningKey key = keyFor(phase, packetNumber, now);
        if (key == null) {
            return -1;
        }
        int length = key.open(packet, headerOffset, numberOffset + numberLength, sealedLength, packetNumber);
        if (length < 0) {
            if (key.failed() >= limits.failed()) {
                error = ErrorCode.AEAD_LIMIT_REACHED;
            }
            return -1;
        }
        return received(key, packetNumber, now + OLD_KEYS_PTOS * ptoNanos) ? length : -1;
    }

    /** The handshake is confirmed: from now on this end may update its key. */
    public void confirmed() {
        confirmed = true;
    }

    /** The peer acknowledges packets up to a number. */
    public void acknowledged(long largestPacketNumber) {
        phaseAcknowledged |= firstSent >= 0 && largestPacketNumber >= firstSent;
    }

    /**
     * Goes to the next key phase with the next packet, if that is allowed now: the handshake is confirmed, a packet of the present
     * phase is acknowledged, and the peer has followed the last update.
     *
     * @return whether it was allowed
     */
    public boolean update() {
        if (!confirmed || !phaseAcknowledged || sendPhase != receivePhase) {
            return false;
        }
        nextSendPhase();
        return true;
    }

    /** How often this end's sending key was updated, by itself or in answer to the peer. */
    public long updates() {
        return updates;
    }

    /** Why the connection must be closed, or null. */
    public @Nullable ErrorCode error() {
        return error;
    }

    private @Nullable OpeningKey keyFor(boolean phase, long packetNumber, long now) {
        if (phase == receivePhase) {
            return current;
        }
        if (packetNumber >= lowestReceived) {
            return next;
        }
        if (old != null && now - oldUntil > 0) {
            old = null;
        }
        return old;
    }

    private boolean received(OpeningKey key, long packetNumber, long oldKeysUntil) {
        if (key == next && !nextReceivePhase(packetNumber, oldKeysUntil)) {
            return false;
        }
        if (key != old) {
            lowestReceived = Math.min(lowestReceived, packetNumber);
            largestReceived = Math.max(largestReceived, packetNumber);
        }
        return true;
    }

    private boolean nextReceivePhase(long packetNumber, long oldKeysUntil) {
        boolean answer = sendPhase != receivePhase;
        // Newer keys on a lower number, or a second update before the first could be acknowledged (RFC 9001 sections
        // 6.2, 6.4).
        if (packetNumber < largestReceived || (!answer && protector.sealed() == 0)) {
            error = ErrorCode.KEY_UPDATE_ERROR;
            return false;
        }
        old = current;
        oldUntil = oldKeysUntil;
        current = next;
        nextReceiveSecret = schedule.next(nextReceiveSecret);
        next = current.next(schedule, nextReceiveSecret);
        receivePhase = !receivePhase;
        lowestReceived = packetNumber;
        if (!answer) {
            nextSendPhase();
        }
        return true;
    }

    private void nextSendPhase() {
        sendSecret = schedule.next(sendSecret);
        protector.rekey(sendSecret);
        sendPhase = !sendPhase;
        phaseAcknowledged = false;
        firstSent = -1;
        updates++;
    }
}
