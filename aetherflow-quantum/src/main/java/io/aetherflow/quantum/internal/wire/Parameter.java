// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import org.jspecify.annotations.Nullable;

/** The transport parameters, PROTOCOL.md section 5: their ids on the wire, forms, and ranges. */
enum Parameter {
    FIRST_DESTINATION_ID(0x00, 8),
    IDLE_TIMEOUT_MILLIS(0x01, 0, VarInt.MAX, 0),
    RETRY_SOURCE_ID(0x02, 8),
    MAX_UDP_PAYLOAD(0x03, 1200, 65_527, 65_527),
    INITIAL_MAX_DATA(0x04, 0, VarInt.MAX, 0),
    INITIAL_MAX_STREAM_DATA(0x05, 0, VarInt.MAX, 0),
    INITIAL_MAX_STREAMS(0x08, 0, FrameReader.MAX_STREAMS_LIMIT, 0),
    MAX_ACK_DELAY_MILLIS(0x0b, 0, (1 << 14) - 1, 25),
    MIGRATION_DISABLED(0x0c, 0),
    CONNECTION_UUID(0x0d, 16),
    SECURITY(0x0e, 0, 1, -1),
    SOURCE_ID(0x0f, 8),
    CONNECTION_ID_LIMIT(0x10, 2, 8, 2),
    MAX_DATAGRAM(0x20, 0, VarInt.MAX, 0);

    /** The length of a value that is a variable-length integer. */
    static final int VARINT = -1;

    final int id;
    /** How long the value is, or {@link #VARINT}. */
    final int length;

    final long min;
    final long max;
    /** What an absent integer means; outside of the range if it may not be absent. */
    final long absent;

    Parameter(int id, int length) {
        this(id, length, 0, 0, 0);
    }

    Parameter(int id, long min, long max, long absent) {
        this(id, VARINT, min, max, absent);
    }

    Parameter(int id, int length, long min, long max, long absent) {
        this.id = id;
        this.length = length;
        this.min = min;
        this.max = max;
        this.absent = absent;
    }

    static @Nullable Parameter of(long id) {
        for (Parameter parameter : values()) {
            if (parameter.id == id) {
                return parameter;
            }
        }
        return null;
    }

    /** What is wrong with an integer, or null. */
    @Nullable
    String problem(long value) {
        return value >= min && value <= max ? null : name() + " " + value + " is outside of " + min + " to " + max;
    }
}
