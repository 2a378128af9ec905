// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.wire.FrameType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Two ends joined by a link that reorders, duplicates and loses frames, and sometimes takes a frame for lost that arrives. Each frame
 * travels alone.
 */
final class LossyLink {
    static final int STREAM = 0x08;

    /** How many frames may be under way in each direction, and how much one carries. */
    private static final int IN_FLIGHT = 40;

    private static final int MAX_DATA = 300;

    final StreamSet client;
    final StreamSet server;
    final ChunkPool pool = new ChunkPool(1000);
    private final RandomGenerator random;
    private final double lossRate;
    private final List<Frame> toServer = new ArrayList<>();
    private final List<Frame> toClient = new ArrayList<>();

    private record Frame(int type, long id, long code, long value, byte[] data, boolean fin) {}

    LossyLink(StreamLimits limits, RandomGenerator random, double lossRate) {
        this.random = random;
        this.lossRate = lossRate;
        client = new StreamSet(true, limits, pool);
        server = new StreamSet(false, limits, pool);
        client.peerLimits(limits.connectionWindow(), limits.streamWindow(), limits.peerStreams());
        server.peerLimits(limits.connectionWindow(), limits.streamWindow(), limits.peerStreams());
    }

    /** Sends what is due at both ends and decides on a few frames; whether anything was under way. */
    boolean step() {
        send(client, toServer);
        send(server, toClient);
        boolean busy = !toServer.isEmpty() || !toClient.isEmpty();
        decide(client, server, toServer);
        decide(server, client, toClient);
        return busy;
    }

    private void send(StreamSet from, List<Frame> link) {
        while (link.size() < IN_FLIGHT) {
            ControlFrame control = from.nextControl();
            if (control == null) {
                break;
            }
            link.add(
                    new Frame(control.type(), control.streamId(), control.code(), control.value(), new byte[0], false));
            from.controlTaken();
        }
        while (link.size() < IN_FLIGHT) {
            Stream stream = from.nextToSend();
            if (stream == null) {
                break;
            }
            assertThat(from.pull(stream, random.nextInt(1, MAX_DATA))).isTrue();
            byte[] data = new byte[stream.frameLength()];
            stream.copyFrame(data, 0);
            link.add(new Frame(STREAM, stream.id(), 0, stream.frameOffset(), data, stream.frameFin()));
        }
    }

    private void decide(StreamSet from, StreamSet to, List<Frame> link) {
        for (int i = random.nextInt(10); i > 0 && !link.isEmpty(); i--) {
            Frame frame = link.remove(random.nextInt(link.size()));
            if (random.nextDouble() < lossRate) {
                lost(from, frame);
                continue;
            }
            deliver(to, frame);
            if (random.nextDouble() < 0.1) {
                deliver(to, frame);
            }
            if (random.nextDouble() < 0.1) {
                lost(from, frame);
            }
            if (random.nextDouble() < 0.5) {
                send(from, link);
            }
            acked(from, frame);
        }
    }

    private static void lost(StreamSet from, Frame frame) {
        if (frame.type == STREAM) {
            from.dataLost(frame.id, frame.value, frame.data.length, frame.fin);
        } else {
            from.controlLost(frame.type, frame.id, frame.value);
        }
    }

    private static void acked(StreamSet from, Frame frame) {
        if (frame.type == STREAM) {
            from.dataAcked(frame.id, frame.value, frame.data.length, frame.fin);
        } else {
            from.controlAcked(frame.type, frame.id);
        }
    }

    private static void deliver(StreamSet to, Frame frame) {
        ErrorCode error = switch (frame.type) {
            case STREAM -> to.onStream(frame.id, frame.value, frame.data, 0, frame.data.length, frame.fin);
            case FrameType.RESET_STREAM -> to.onReset(frame.id, frame.code, frame.value);
            case FrameType.STOP_SENDING -> to.onStopSending(frame.id, frame.code);
            case FrameType.MAX_STREAM_DATA -> to.onMaxStreamData(frame.id, frame.value);
            case FrameType.STREAM_DATA_BLOCKED -> to.onStreamDataBlocked(frame.id);
            case FrameType.MAX_STREAMS -> {
                to.onMaxStreams(frame.value);
                yield ErrorCode.NO_ERROR;
            }
            case FrameType.MAX_DATA -> {
                to.onMaxData(frame.value);
                yield ErrorCode.NO_ERROR;
            }
            default -> ErrorCode.NO_ERROR;
        };
        assertThat(error).isEqualTo(ErrorCode.NO_ERROR);
    }
}
