// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

/** A frame about streams that is due, other than their data. Reused: valid until its set is asked for the next. */
public final class ControlFrame {
    /** Type on the wire: the sending part was given up. */
    public static final int RESET_STREAM = 0x04;
    /** Type on the wire: the receiving part wants no more. */
    public static final int STOP_SENDING = 0x05;
    /** Type on the wire: credit of the connection. */
    public static final int MAX_DATA = 0x10;
    /** Type on the wire: credit of a stream. */
    public static final int MAX_STREAM_DATA = 0x11;
    /** Type on the wire: how many streams the peer may open. */
    public static final int MAX_STREAMS = 0x12;
    /** Type on the wire: the connection's credit holds data back. */
    public static final int DATA_BLOCKED = 0x14;
    /** Type on the wire: a stream's credit holds data back. */
    public static final int STREAM_DATA_BLOCKED = 0x15;
    /** Type on the wire: the limit of streams holds one back. */
    public static final int STREAMS_BLOCKED = 0x16;

    private int type;
    private long streamId;
    private long code;
    private long value;

    ControlFrame() {}

    ControlFrame set(int newType, long newStreamId, long newCode, long newValue) {
        type = newType;
        streamId = newStreamId;
        code = newCode;
        value = newValue;
        return this;
    }

    /** Which frame: one of the types above. */
    public int type() {
        return type;
    }

    /** The stream, 0 for frames about the connection. */
    public long streamId() {
        return streamId;
    }

    /** The application's code of RESET_STREAM and STOP_SENDING. */
    public long code() {
        return code;
    }

    /** The final size of RESET_STREAM, the maximum of MAX frames, the limit of BLOCKED frames. */
    public long value() {
        return value;
    }
}
