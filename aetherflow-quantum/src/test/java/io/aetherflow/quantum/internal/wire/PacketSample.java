// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A valid packet with rubbish where the payload and the tag would be. */
record PacketSample(String name, Header.Type type, byte[] bytes) {
    static final long DCID = 0x8899aabbccddeeffL;
    static final long SCID = 0x0123456789abcdefL;
    static final byte[] TOKEN = {1, 2, 3, 4, 5, 6, 7};

    static List<PacketSample> all() {
        return List.of(
                initial("INITIAL of a client", new byte[0], 1200),
                initial("INITIAL with a token", TOKEN, 1200),
                initial("INITIAL with the longest token", new byte[Header.MAX_TOKEN], 1200),
                initial("the shortest INITIAL", new byte[0], numberOffset(0) + Header.MIN_PROTECTED_LENGTH),
                packet("short", Header.Type.SHORT, 1200, w -> Header.writeShort(w, DCID, true, 0xabcdef, 3)),
                packet(
                        "stateless reset",
                        Header.Type.SHORT,
                        Header.MIN_RESET_LENGTH,
                        w -> Header.writeShort(w, DCID, false, 1, 1)),
                packet(
                        "RETRY",
                        Header.Type.RETRY,
                        Header.LONG_LENGTH + TOKEN.length + Header.TAG_LENGTH,
                        w -> Header.writeRetry(w, DCID, SCID, TOKEN)),
                packet(
                        "VERSIONS",
                        Header.Type.VERSIONS,
                        Header.LONG_LENGTH + 8,
                        w -> Header.writeVersions(w, DCID, SCID, 1, 0xfafafafa)));
    }

    static PacketSample initial(String name, byte[] token, int size) {
        PacketSample sample =
                packet(name, Header.Type.INITIAL, size, w -> Header.writeInitial(w, DCID, SCID, token, 0x1234, 2));
        int offset = numberOffset(token.length);
        Header.finishInitial(sample.bytes, offset, size - offset);
        return sample;
    }

    /** Where the packet number of an INITIAL begins. */
    private static int numberOffset(int tokenLength) {
        return Header.LONG_LENGTH + VarInt.length(tokenLength) + tokenLength + 2;
    }

    private static PacketSample packet(String name, Header.Type type, int size, Consumer<WireWriter> header) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0xa5);
        header.accept(new WireWriter().wrap(bytes, 0, size));
        return new PacketSample(name, type, bytes);
    }

    @Override
    public String toString() {
        return name;
    }
}
