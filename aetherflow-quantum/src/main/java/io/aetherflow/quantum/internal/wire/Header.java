// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

/**
 * A reusable view of the part of a packet that is read before any key, PROTOCOL.md section 1. Its values count after {@link #parse}
 * returned true. Indexes are those of the array that was parsed. The masked bits of the flags are not looked at: see
 * {@link #reservedBitsClear}.
 */
public final class Header {
    /** The version of this protocol. */
    public static final int VERSION = 1;
    /** How long a token may be. */
    public static final int MAX_TOKEN = 256;
    /** How many versions a VERSIONS packet may list. */
    public static final int MAX_VERSIONS = 32;
    /** The length of the tag that ends every packet but VERSIONS. */
    public static final int TAG_LENGTH = 16;
    /** Bytes before the packet number of a short header. */
    public static final int SHORT_LENGTH = 9;
    /** Bytes that all long headers begin with. */
    public static final int LONG_LENGTH = 25;
    /** The shortest stateless reset, and so the shortest datagram with a short header that is worth a look. */
    public static final int MIN_RESET_LENGTH = 22;
    /** What must follow the start of the packet number for the mask's sample: 4 bytes, and the 16 of the sample. */
    public static final int MIN_PROTECTED_LENGTH = 20;
    /** The key phase in the unmasked flags of a short header. */
    public static final int KEY_PHASE = 0x04;

    private static final int LONG = 0x80;
    private static final int FIXED = 0x40;
    private static final int INITIAL = LONG | FIXED;
    private static final int RETRY = INITIAL | 0x10;
    private static final int VERSIONS = INITIAL | 0x20;
    private static final int TYPE_BITS = 0xf0;
    private static final int MAGIC = 0x51554e54;

    /** What kind of packet it is. */
    public enum Type {
        /** Under packet keys, or a stateless reset. */
        SHORT,
        /** Under initial keys. */
        INITIAL,
        /** A server asks for the proof of an address. */
        RETRY,
        /** A server tells what it speaks. */
        VERSIONS,
        /** A long header whose version is not ours; only the version and the connection ids are known. */
        UNKNOWN_VERSION
    }

    private final WireReader in = new WireReader();
    private Type type = Type.UNKNOWN_VERSION;
    private int version;
    private long dcid;
    private long scid;
    private int tokenOffset;
    private int tokenLength;
    private int packetNumberOffset;
    private int end;

    /** Reads the header of the packet that a datagram carries. False means that it is none of this protocol. */
    public boolean parse(byte[] buf, int off, int len) {
        in.wrap(buf, off, off + len);
        end = off + len;
        int flags = in.u8();
        if ((flags & FIXED) == 0) {
            return false;
        }
        return (flags & LONG) == 0 ? parseShort(len) : parseLong(flags);
    }

    private boolean parseShort(int len) {
        type = Type.SHORT;
        version = 0;
        scid = 0;
        dcid = in.u64();
        setToken(0);
        packetNumberOffset = in.position();
        return len >= MIN_RESET_LENGTH;
    }

    private boolean parseLong(int flags) {
        boolean magic = in.u32() == MAGIC;
        version = in.u32();
        dcid = in.u64();
        scid = in.u64();
        setToken(0);
        packetNumberOffset = end;
        if (!magic || in.failed()) {
            return false;
        }
        return switch (version) {
            case 0 -> flags == VERSIONS && parseVersions();
            case VERSION -> flags == RETRY ? parseRetry() : (flags & TYPE_BITS) == INITIAL && parseInitial();
            default -> {
                type = Type.UNKNOWN_VERSION;
                yield true;
            }
        };
    }

    private boolean parseInitial() {
        type = Type.INITIAL;
        int length = in.length();
        setToken(length);
        int follows = in.length();
        packetNumberOffset = in.position();
        return length <= MAX_TOKEN && follows >= MIN_PROTECTED_LENGTH && follows == in.remaining();
    }

    private boolean parseRetry() {
        type = Type.RETRY;
        int length = in.remaining() - TAG_LENGTH;
        setToken(length);
        return length > 0 && length <= MAX_TOKEN;
    }

    private boolean parseVersions() {
        type = Type.VERSIONS;
        int length = in.remaining();
        return length > 0 && length <= 4 * MAX_VERSIONS && length % 4 == 0;
    }

    private void setToken(int length) {
        tokenOffset = in.position();
        tokenLength = length;
        in.skip(length);
    }

    /** What kind of packet it is. */
    public Type type() {
        return type;
    }

    /** The version, 0 in SHORT and VERSIONS. */
    public int version() {
        return version;
    }

    /** The destination connection id. */
    public long dcid() {
        return dcid;
    }

    /** The source connection id, 0 in SHORT. */
    public long scid() {
        return scid;
    }

    /** Where the token of INITIAL or RETRY begins. A RETRY's tag follows it. */
    public int tokenOffset() {
        return tokenOffset;
    }

    /** How long the token is, 0 to {@link #MAX_TOKEN}. */
    public int tokenLength() {
        return tokenLength;
    }

    /** Where the masked packet number of SHORT or INITIAL begins. */
    public int packetNumberOffset() {
        return packetNumberOffset;
    }

    /** Where the packet ends: the index after its last byte. */
    public int end() {
        return end;
    }

    /** How many versions a VERSIONS packet lists. */
    public int listedVersions() {
        return (end - tokenOffset) / 4;
    }

    /** One of the listed versions, by its place from 0 on. */
    public int listedVersion(int index) {
        return (int) BigEndian.INT.get(in.array(), tokenOffset + 4 * index);
    }

    /** Whether the reserved bits of unmasked flags are 0, as they must; if not, the packet is a PROTOCOL_VIOLATION. */
    public static boolean reservedBitsClear(int flags) {
        return (flags & ((flags & LONG) == 0 ? 0x38 : 0x0c)) == 0;
    }

    /**
     * Writes an INITIAL up to and including the packet number, unmasked. {@link #finishInitial} fills in the length.
     *
     * @return where the packet number begins
     */
    public static int writeInitial(WireWriter w, long dcid, long scid, byte[] token, long packetNumber, int pnLength) {
        writeLong(w, INITIAL | pnLength - 1, VERSION, dcid, scid);
        w.varint(checkToken(token, 0));
        w.bytes(token, 0, token.length);
        w.u16(0);
        int offset = w.position();
        PacketNumbers.write(w, packetNumber, pnLength);
        return offset;
    }

    /**
     * Fills in the length of an INITIAL, always in two bytes.
     *
     * @param length of the packet number, the payload and the tag
     */
    public static void finishInitial(byte[] packet, int packetNumberOffset, int length) {
        if (length < MIN_PROTECTED_LENGTH || length >= 1 << 14) {
            throw new IllegalArgumentException("length " + length + " is outside of 20 to 16383");
        }
        BigEndian.SHORT.set(packet, packetNumberOffset - 2, (short) (length | 0x4000));
    }

    /**
     * Writes a short header with the packet number, unmasked.
     *
     * @return where the packet number begins
     */
    public static int writeShort(WireWriter w, long dcid, boolean keyPhase, long packetNumber, int pnLength) {
        w.u8(FIXED | (keyPhase ? KEY_PHASE : 0) | pnLength - 1);
        w.u64(dcid);
        int offset = w.position();
        PacketNumbers.write(w, packetNumber, pnLength);
        return offset;
    }

    /** Writes a RETRY up to its tag. */
    public static void writeRetry(WireWriter w, long dcid, long scid, byte[] token) {
        writeLong(w, RETRY, VERSION, dcid, scid);
        w.bytes(token, 0, checkToken(token, 1));
    }

    /** Writes a VERSIONS packet. */
    public static void writeVersions(WireWriter w, long dcid, long scid, int... versions) {
        if (versions.length < 1 || versions.length > MAX_VERSIONS) {
            throw new IllegalArgumentException(versions.length + " versions; 1 to " + MAX_VERSIONS + " are allowed");
        }
        writeLong(w, VERSIONS, 0, dcid, scid);
        for (int version : versions) {
            w.u32(version);
        }
    }

    private static void writeLong(WireWriter w, int flags, int version, long dcid, long scid) {
        w.u8(flags);
        w.u32(MAGIC);
        w.u32(version);
        w.u64(dcid);
        w.u64(scid);
    }

    private static int checkToken(byte[] token, int min) {
        if (token.length < min || token.length > MAX_TOKEN) {
            throw new IllegalArgumentException(
                    "token of " + token.length + " bytes; " + min + " to " + MAX_TOKEN + " are allowed");
        }
        return token.length;
    }
}
