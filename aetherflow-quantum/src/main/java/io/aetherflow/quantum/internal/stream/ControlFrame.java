// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import io.aetherflow.quantum.internal.wire.FrameType;

/** A frame about streams that is due, other than their data. Reused: valid until its set is asked for the next. */
public final class ControlFrame {
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

    /** Which frame: a {@link FrameType}. */
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
