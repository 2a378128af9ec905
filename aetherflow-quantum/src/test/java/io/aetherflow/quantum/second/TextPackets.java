// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.second;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.BiConsumer;
import javax.crypto.Cipher;

/** Packets and frames byte by byte: PROTOCOL.md sections 1 and 2, from its text. */
final class TextPackets {
    static final byte[] MAGIC = "QUNT".getBytes(StandardCharsets.US_ASCII);
    static final int TAG = 16;
    static final int SIZE = 1200;

    private TextPackets() {}

    private static TextBytes longHeader(int flags, int version, byte[] destination, byte[] source) {
        return new TextBytes().u8(flags).bytes(MAGIC).integer(version, 4).bytes(destination, source);
    }

    /** An INITIAL packet with a number of one byte. */
    static byte[] initial(TextKeys keys, byte[] destination, byte[] source, byte[] token, int number, byte[] payload)
            throws GeneralSecurityException {
        byte[] header = longHeader(0xc0, 1, destination, source)
                .v(token.length)
                .bytes(token)
                .integer(0x4000 | 1 + payload.length + TAG, 2)
                .u8(number)
                .all();
        return keys.seal(header, number, payload);
    }

    /** Frames, and PADDING up to a datagram of 1,200 bytes. */
    static byte[] paddedInitialPayload(byte[] frames, byte[] token) {
        int overhead = 25 + new TextBytes().v(token.length).length() + token.length + 2 + 1 + TAG;
        return new TextBytes()
                .bytes(frames)
                .zeros(SIZE - overhead - frames.length)
                .all();
    }

    /** A packet with a short header and a number of one byte. */
    static byte[] shortPacket(TextKeys keys, byte[] destination, boolean phase, int number, byte[] payload)
            throws GeneralSecurityException {
        byte[] header = new TextBytes()
                .u8(0x40 | (phase ? 4 : 0))
                .bytes(destination)
                .u8(number)
                .all();
        return keys.seal(header, number, payload);
    }

    static byte[] retry(byte[] firstDestination, byte[] destination, byte[] source, byte[] token)
            throws GeneralSecurityException {
        byte[] packet = longHeader(0xd0, 1, destination, source).bytes(token).all();
        byte[] secret = TextKeys.extract(TextKeys.SALT, "retry".getBytes(StandardCharsets.US_ASCII));
        byte[] tag = TextKeys.gcm(
                Cipher.ENCRYPT_MODE,
                TextKeys.expand(secret, "retry key", 16),
                TextKeys.expand(secret, "retry iv", 12),
                new TextBytes().bytes(firstDestination, packet).all(),
                new byte[0]);
        return new TextBytes().bytes(packet, tag).all();
    }

    static byte[] versions(byte[] destination, byte[] source) {
        return longHeader(0xe0, 0, destination, source).integer(1, 4).all();
    }

    /** Where the packet number of an INITIAL packet begins; checks all before it. */
    static int initialNumberOffset(byte[] packet, byte[] destination) {
        TextCursor in = new TextCursor(packet);
        require((in.integer(1) & 0xf0) == 0xc0, "type");
        require(TextBytes.hex(in.bytes(4)).equals(TextBytes.hex(MAGIC)), "magic");
        require(in.integer(4) == 1, "version");
        require(TextBytes.hex(in.bytes(8)).equals(TextBytes.hex(destination)), "destination");
        in.bytes(8);
        require(in.v() == 0, "token");
        long length = in.v();
        require(length == packet.length - in.position(), "length");
        return in.position();
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + " is not what the document says");
        }
    }

    /** Reads the frames of a payload: tells the type, and a cursor at the fields, of those that carry data; skips the others. */
    static void frames(byte[] payload, BiConsumer<Integer, Frame> handler) {
        TextCursor in = new TextCursor(payload);
        while (in.hasMore()) {
            int type = (int) in.integer(1);
            handler.accept(type, frame(type, in));
        }
    }

    /** What frames have in common as far as a test cares. */
    record Frame(long id, long offset, byte[] data) {}

    private static Frame frame(int type, TextCursor in) {
        return switch (type) {
            case 0x00, 0x01, 0x1e -> integers(in, 0);
            case 0x02 -> ack(in);
            case 0x10, 0x12, 0x14, 0x16, 0x19 -> integers(in, 1);
            case 0x05, 0x11, 0x15 -> integers(in, 2);
            case 0x04, 0x20 -> integers(in, 3);
            case 0x06 -> new Frame(0, in.v(), in.bytes(in.v()));
            case 0x18 -> new Frame(in.v(), in.v(), in.bytes(8 + 16));
            case 0x1a, 0x1b -> new Frame(0, 0, in.bytes(8));
            case 0x1c, 0x1d -> new Frame(in.v(), 0, in.bytes(in.v()));
            case 0x30 -> new Frame(0, 0, in.rest());
            case 0x31 -> new Frame(0, 0, in.bytes(in.v()));
            default -> stream(type, in);
        };
    }

    private static Frame integers(TextCursor in, int count) {
        long first = 0;
        for (int i = 0; i < count; i++) {
            long value = in.v();
            first = i == 0 ? value : first;
        }
        return new Frame(first, 0, new byte[0]);
    }

    private static Frame ack(TextCursor in) {
        long largest = in.v();
        in.v();
        long further = in.v();
        integers(in, (int) (1 + 2 * further));
        return new Frame(largest, 0, new byte[0]);
    }

    private static Frame stream(int type, TextCursor in) {
        require((type & 0xf8) == 0x08, "frame of type " + type);
        long id = in.v();
        long offset = (type & 4) != 0 ? in.v() : 0;
        return new Frame(id, offset, (type & 2) != 0 ? in.bytes(in.v()) : in.rest());
    }
}
