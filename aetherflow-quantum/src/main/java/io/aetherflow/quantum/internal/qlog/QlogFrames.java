// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import io.aetherflow.quantum.internal.wire.FrameReader;
import io.aetherflow.quantum.internal.wire.FrameType;

/** The frames of a packet as qlog has them: what they say, without data, texts of the application apart, and without tokens. */
final class QlogFrames {
    /** A packet may be full of frames of one byte, each of which would become a line. */
    static final int MAX_LISTED = 64;

    private static final int NANOS_PER_MICRO = 1_000;

    private final FrameReader frame = new FrameReader();

    /** Writes the field {@code frames}. */
    void write(JsonText json, byte[] packet, int offset, int length) {
        frame.wrap(packet, offset, length);
        json.key("frames").open('[');
        int type = frame.next();
        for (int listed = 0; type >= 0 && listed < MAX_LISTED; listed++) {
            json.open('{');
            write(json, type);
            json.close('}');
            type = frame.next();
        }
        if (type == FrameReader.MALFORMED) {
            json.open('{').field("frame_type", "unknown").field("problem", frame.problem());
            json.close('}');
        }
        json.close(']');
        if (type >= 0) {
            json.field("frames_omitted", true);
        }
    }

    private void write(JsonText json, int type) {
        switch (type) {
            case FrameType.PADDING -> name(json, "padding").field("payload_length", frame.dataLength());
            case FrameType.PING -> name(json, "ping");
            case FrameType.ACK -> ack(name(json, "ack"));
            case FrameType.CRYPTO ->
                name(json, "crypto").field("offset", frame.offset()).field("length", frame.dataLength());
            case FrameType.STREAM -> stream(ofStream(json, "stream"));
            case FrameType.DATAGRAM -> name(json, "datagram").field("length", frame.dataLength());
            case FrameType.HANDSHAKE_DONE -> name(json, "handshake_done");
            case FrameType.CLOSE -> close(json, "transport");
            case FrameType.CLOSE_APPLICATION -> close(json, "application");
            default -> writeControl(json, type);
        }
    }

    private void writeControl(JsonText json, int type) {
        switch (type) {
            case FrameType.RESET_STREAM ->
                ofStream(json, "reset_stream").field("error_code", frame.code()).field("final_size", frame.finalSize());
            case FrameType.STOP_SENDING -> ofStream(json, "stop_sending").field("error_code", frame.code());
            case FrameType.MAX_DATA -> name(json, "max_data").field("maximum", frame.maximum());
            case FrameType.MAX_STREAM_DATA -> ofStream(json, "max_stream_data").field("maximum", frame.maximum());
            case FrameType.MAX_STREAMS -> ofStreams(json, "max_streams").field("maximum", frame.maximum());
            case FrameType.DATA_BLOCKED -> name(json, "data_blocked").field("limit", frame.maximum());
            case FrameType.STREAM_DATA_BLOCKED ->
                ofStream(json, "stream_data_blocked").field("limit", frame.maximum());
            case FrameType.STREAMS_BLOCKED -> ofStreams(json, "streams_blocked").field("limit", frame.maximum());
            case FrameType.NEW_CONNECTION_ID ->
                sequenced(json, "new_connection_id")
                        .field("retire_prior_to", frame.retirePriorTo())
                        .hexField("connection_id", frame.connectionId());
            case FrameType.RETIRE_CONNECTION_ID -> sequenced(json, "retire_connection_id");
            case FrameType.PATH_CHALLENGE -> name(json, "path_challenge").hexField("data", frame.pathData());
            case FrameType.PATH_RESPONSE -> name(json, "path_response").hexField("data", frame.pathData());
            case FrameType.ACK_FREQUENCY ->
                sequenced(json, "ack_frequency")
                        .field("ack_eliciting_threshold", frame.packetThreshold())
                        .millisField("request_max_ack_delay", delayNanos());
            default -> name(json, "unknown").field("frame_type_value", type);
        }
    }

    private JsonText name(JsonText json, String frameType) {
        return json.field("frame_type", frameType);
    }

    private JsonText ofStream(JsonText json, String frameType) {
        return name(json, frameType).field("stream_id", frame.streamId());
    }

    private JsonText ofStreams(JsonText json, String frameType) {
        return name(json, frameType).field("stream_type", "bidirectional");
    }

    private JsonText sequenced(JsonText json, String frameType) {
        return name(json, frameType).field("sequence_number", frame.sequence());
    }

    private void stream(JsonText json) {
        json.field("offset", frame.offset()).field("length", frame.dataLength());
        if (frame.fin()) {
            json.field("fin", true);
        }
    }

    private void ack(JsonText json) {
        json.millisField("ack_delay", delayNanos());
        json.key("acked_ranges").open('[');
        for (int i = 0; i < frame.rangeCount(); i++) {
            json.open('[').value(frame.rangeLow(i));
            if (frame.rangeHigh(i) != frame.rangeLow(i)) {
                json.value(frame.rangeHigh(i));
            }
            json.close(']');
        }
        json.close(']');
    }

    private long delayNanos() {
        return Math.min(frame.delayMicros(), Long.MAX_VALUE / NANOS_PER_MICRO) * NANOS_PER_MICRO;
    }

    private void close(JsonText json, String space) {
        name(json, "connection_close")
                .field("error_space", space)
                .field("error_code", frame.code())
                .field("reason", frame.text());
    }
}
