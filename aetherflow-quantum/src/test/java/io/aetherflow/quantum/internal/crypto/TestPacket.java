// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import java.nio.ByteBuffer;

/** A short packet of tests, at an offset into its array: flags, connection id, a packet number of two bytes, a payload of eight. */
final class TestPacket {
    static final int HEADER = 3;
    static final int NUMBER = HEADER + 9;
    static final int PAYLOAD = NUMBER + 2;
    static final int PAYLOAD_LENGTH = 8;
    static final int LENGTH = PAYLOAD + PAYLOAD_LENGTH + Aead.TAG_LENGTH;

    private TestPacket() {}

    static byte[] seal(KeyPhases keys, long number) {
        byte[] packet = clear(number);
        keys.seal(packet, HEADER, NUMBER, 2, PAYLOAD_LENGTH, number);
        return packet;
    }

    /** Opens a copy, and says whether it has the payload that it was made with. */
    static boolean opens(KeyPhases keys, byte[] sealed, long number, long now, long pto) {
        byte[] packet = sealed.clone();
        int numberLength = keys.unmask(packet, HEADER, NUMBER, LENGTH);
        int payload = NUMBER + numberLength;
        int length = keys.open(packet, HEADER, NUMBER, numberLength, LENGTH - payload, number, now, pto);
        return length == PAYLOAD_LENGTH && ByteBuffer.wrap(packet).getLong(PAYLOAD) == number;
    }

    static byte[] clear(long number) {
        return ByteBuffer.allocate(LENGTH)
                .put(HEADER, (byte) 0x41)
                .putLong(HEADER + 1, 0x0102030405060708L)
                .putShort(NUMBER, (short) number)
                .putLong(PAYLOAD, number)
                .array();
    }
}
