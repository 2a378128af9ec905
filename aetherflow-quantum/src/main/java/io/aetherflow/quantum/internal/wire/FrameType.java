// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

/** The types of frames, PROTOCOL.md section 2. STREAM and DATAGRAM stand for all of their variants. */
public final class FrameType {
    /** Fills a packet up. */
    public static final int PADDING = 0x00;
    /** Asks for an acknowledgement. */
    public static final int PING = 0x01;
    /** Acknowledges packets. */
    public static final int ACK = 0x02;
    /** Ends a stream without the rest of its data. */
    public static final int RESET_STREAM = 0x04;
    /** Asks for a RESET_STREAM. */
    public static final int STOP_SENDING = 0x05;
    /** Bytes of the handshake. */
    public static final int CRYPTO = 0x06;
    /** Bytes of a stream. */
    public static final int STREAM = 0x08;
    /** How much may be sent on all streams. */
    public static final int MAX_DATA = 0x10;
    /** How much may be sent on one stream. */
    public static final int MAX_STREAM_DATA = 0x11;
    /** How many streams may be opened. */
    public static final int MAX_STREAMS = 0x12;
    /** More would be sent than MAX_DATA allows. */
    public static final int DATA_BLOCKED = 0x14;
    /** More would be sent than MAX_STREAM_DATA allows. */
    public static final int STREAM_DATA_BLOCKED = 0x15;
    /** More would be opened than MAX_STREAMS allows. */
    public static final int STREAMS_BLOCKED = 0x16;
    /** A further connection id. */
    public static final int NEW_CONNECTION_ID = 0x18;
    /** A connection id will not be used any more. */
    public static final int RETIRE_CONNECTION_ID = 0x19;
    /** Asks whether an address takes part. */
    public static final int PATH_CHALLENGE = 0x1a;
    /** Answers PATH_CHALLENGE. */
    public static final int PATH_RESPONSE = 0x1b;
    /** The protocol closes. */
    public static final int CLOSE = 0x1c;
    /** The application closes. */
    public static final int CLOSE_APPLICATION = 0x1d;
    /** The server has the client's Finished and secret. */
    public static final int HANDSHAKE_DONE = 0x1e;
    /** How often acknowledgements are wanted. */
    public static final int ACK_FREQUENCY = 0x20;
    /** Unreliable bytes. */
    public static final int DATAGRAM = 0x30;

    static final int STREAM_FIN = 0x01;
    static final int STREAM_LENGTH = 0x02;
    static final int STREAM_OFFSET = 0x04;
    static final int DATAGRAM_LENGTH = 0x01;

    private FrameType() {}

    /** Whether a frame asks for an acknowledgement. */
    public static boolean isAckEliciting(int type) {
        return type != PADDING && type != ACK && type != CLOSE && type != CLOSE_APPLICATION;
    }

    /** Whether a packet with such a frame counts in flight. */
    public static boolean countsInFlight(int type) {
        return type == PADDING || isAckEliciting(type);
    }

    /**
     * Whether a frame is about paths only: a packet of such frames moves no connection. NEW_CONNECTION_ID is none of them, unlike in RFC 9000
     * section 9.1: it may be all that a client has to repeat from an address that the server does not know yet.
     */
    public static boolean isProbing(int type) {
        return type == PADDING || type == PATH_CHALLENGE || type == PATH_RESPONSE;
    }

    /** Whether a frame may be in an INITIAL packet. */
    public static boolean isAllowedInInitial(int type) {
        return switch (type) {
            case PADDING, PING, ACK, CRYPTO, CLOSE -> true;
            default -> false;
        };
    }

    /** The type without the flags that STREAM and DATAGRAM carry in it. */
    static int withoutFlags(int wireType) {
        if ((wireType & ~0x07) == STREAM) {
            return STREAM;
        }
        return wireType == (DATAGRAM | DATAGRAM_LENGTH) ? DATAGRAM : wireType;
    }
}
