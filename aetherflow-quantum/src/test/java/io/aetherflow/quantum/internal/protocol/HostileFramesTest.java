// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.recovery.ReceivedPackets;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.internal.wire.FrameType;
import io.aetherflow.quantum.internal.wire.FrameWriter;
import io.aetherflow.quantum.internal.wire.WireWriter;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimEndpoint;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client with good keys breaks the rules. Its connection ends with the reason; another one beside it does not notice. */
class HostileFramesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final InetSocketAddress HOSTILE = new InetSocketAddress("10.0.0.9", 40_000);
    private static final long STREAM = 2;
    private static final int WINDOW = 64 << 10;
    private static final int ALL_WINDOWS = 100 << 10;
    private static final int STREAMS = 10;
    private static final byte[] BYTES = new byte[1_000];

    private final World world = new World(
            1,
            LinkConfig.DEFAULT.withRate(0, 0),
            QuantumConfig.builder()
                    .streamWindowBytes(WINDOW)
                    .connectionWindowBytes(ALL_WINDOWS)
                    .maxStreams(STREAMS)
                    .build());
    private final Transfer honest = world.transfer(1_000_000);
    private ConnectionCore victim;
    private HostilePeer peer;

    @BeforeEach
    void connect() {
        SimEndpoint endpoint = new SimEndpoint(world.network(), HOSTILE, QuantumConfig.defaults(), null);
        ConnectionCore hostile =
                endpoint.connect(World.SERVER, World.withoutTls(world.network().random(), true));
        peer = new HostilePeer(hostile);
        world.network().run(() -> victim() != null && hostile.state() == ConnectionCore.State.ESTABLISHED, LIMIT);
        victim = victim();
        world.network().detach(HOSTILE); // or the client's good half would answer
    }

    private ConnectionCore victim() {
        return world.serverEndpoint().connections().stream()
                .filter(one -> one.remote().equals(HOSTILE) && one.state() == ConnectionCore.State.ESTABLISHED)
                .findAny()
                .orElse(null);
    }

    @AfterEach
    void honestConnectionGoesOn() {
        world.network().run(honest::isComplete, Duration.ofMinutes(1));
        honest.assertIntact();
        assertThat(world.client().closeReason()).isNull();
    }

    private void send(Consumer<WireWriter> frames) {
        world.network()
                .inject(HOSTILE, World.SERVER, peer.packet(world.network().now(), frames));
    }

    private void arrive() {
        world.network().run(Duration.ofMillis(50));
    }

    private void assertClosed(ErrorCode error) {
        arrive();
        assertThat(victim.closeReason()).isInstanceOfSatisfying(CloseReason.ProtocolViolation.class, reason -> {
            assertThat(reason.byPeer()).isTrue();
            assertThat(reason.code()).isEqualTo(error.value());
        });
    }

    private void assertOpen() {
        arrive();
        assertThat(victim.closeReason()).isNull();
    }

    private static void stream(WireWriter out, long id, long offset, int length, boolean fin) {
        FrameWriter.writeStreamHeader(out, id, offset, length, fin, true);
        out.bytes(BYTES, 0, length);
    }

    @Test
    void acknowledgementOfAPacketThatWasNeverSent() {
        send(out -> FrameWriter.writeAck(out, new long[] {1_000, 1_000}, 1, 0));
        assertClosed(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void floodOfAcknowledgementsWithManyRanges() {
        int ranges = ReceivedPackets.MAX_REPORTED;
        long[] everySecond = new long[2 * ranges];
        for (int i = 0; i < 2 * ranges; i++) {
            everySecond[i] = 2L * (ranges - i / 2);
        }
        for (int i = 0; i < 4 * ranges; i++) {
            send(FrameWriter::writePing);
            send(FrameWriter::writePing); // answered
        }
        arrive();
        for (int i = 0; i < 5_000; i++) {
            send(out -> FrameWriter.writeAck(out, everySecond, ranges, 1L << 60));
        }
        assertOpen();
        assertThat(victim.recovery().largestAcked(Space.DATA)).isEqualTo(2L * ranges);
    }

    @Test
    void acknowledgementWithMoreRangesThanAllowed() {
        send(out -> {
            out.u8(FrameType.ACK);
            out.varint(1_000);
            out.varint(0);
            out.varint(ReceivedPackets.MAX_REPORTED);
            for (int i = 0; i <= 2 * ReceivedPackets.MAX_REPORTED; i++) {
                out.varint(0);
            }
        });
        assertClosed(ErrorCode.FRAME_ERROR);
    }

    @Test
    void singleBytesOutOfOrderBeyondTheLimitOfGaps() {
        for (int i = 1; i <= 1_000; i++) {
            long offset = 2L * i;
            send(out -> stream(out, STREAM, offset, 1, false));
        }
        assertClosed(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void packetsWithGapsAreFollowedUpToALimitOnly() {
        for (int i = 0; i < 10_000; i++) {
            if (i % 2 == 0) {
                send(FrameWriter::writePing);
            } else {
                peer.packet(world.network().now(), FrameWriter::writePing); // never sent
            }
        }
        assertOpen();
        assertThat(victim.received(Space.DATA).prepareAck()).isLessThanOrEqualTo(ReceivedPackets.MAX_REPORTED);
    }

    @Test
    void emptyFrameFarAheadUsesNoCredit() {
        send(out -> stream(out, STREAM, WINDOW, 0, false));
        for (int i = 0; i < STREAMS; i++) {
            long id = STREAM + 2L * i;
            send(out -> stream(out, id, 0, ALL_WINDOWS / STREAMS / 100, false));
        }
        assertOpen();
    }

    @Test
    void emptyFrameBeyondTheWindow() {
        send(out -> stream(out, STREAM, WINDOW + 1, 0, false));
        assertClosed(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void streamBeyondItsWindow() {
        send(out -> stream(out, STREAM, WINDOW, 1, false));
        assertClosed(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void streamsTogetherBeyondTheConnectionsWindow() {
        send(out -> stream(out, STREAM, WINDOW - 1, 1, false));
        send(out -> stream(out, STREAM + 2, ALL_WINDOWS - WINDOW, 1, false));
        assertClosed(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void streamBeyondTheNumberAllowed() {
        send(out -> stream(out, STREAM + 2 * STREAMS, 0, 1, false));
        assertClosed(ErrorCode.STREAM_LIMIT_ERROR);
    }

    @Test
    void streamOfTheOtherEndThatItHasNotOpened() {
        send(out -> stream(out, 1, 0, 1, false));
        assertClosed(ErrorCode.STREAM_STATE_ERROR);
    }

    @Test
    void endThatMoves() {
        send(out -> stream(out, STREAM, 0, 10, true));
        send(out -> stream(out, STREAM, 0, 9, true));
        assertClosed(ErrorCode.FINAL_SIZE_ERROR);
    }

    @Test
    void bytesBeyondTheEnd() {
        send(out -> stream(out, STREAM, 0, 10, true));
        send(out -> stream(out, STREAM, 10, 1, false));
        assertClosed(ErrorCode.FINAL_SIZE_ERROR);
    }

    @Test
    void resetBelowWhatWasSent() {
        send(out -> stream(out, STREAM, 0, 10, false));
        send(out -> FrameWriter.writeResetStream(out, STREAM, 0, 9));
        assertClosed(ErrorCode.FINAL_SIZE_ERROR);
    }

    @Test
    void messageStreamThatIsEnded() {
        send(out -> stream(out, 0, 0, 10, true));
        assertClosed(ErrorCode.STREAM_STATE_ERROR);
    }

    @Test
    void handshakeBytesFarAhead() {
        send(out -> FrameWriter.writeCrypto(out, CryptoReceiver.MAX_BUFFERED + 100_000, BYTES, 0, 1));
        assertClosed(ErrorCode.CRYPTO_BUFFER_EXCEEDED);
    }

    @Test
    void handshakeThatAClientSaysIsDone() {
        send(FrameWriter::writeHandshakeDone);
        assertClosed(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void frameOfAnUnknownType() {
        send(out -> out.u8(0x3f));
        assertClosed(ErrorCode.FRAME_ERROR);
    }

    @Test
    void floodOfResetsAndStopsIsAnsweredWithinBounds() {
        for (int i = 0; i < 5_000; i++) {
            long id = STREAM + 2L * (i % STREAMS);
            send(out -> {
                FrameWriter.writeStopSending(out, id, 1);
                FrameWriter.writeMaxStreamData(out, id, 1);
                FrameWriter.writeStreamDataBlocked(out, id, 1);
                FrameWriter.writeDataBlocked(out, 1);
                FrameWriter.writeStreamsBlocked(out, 1);
            });
        }
        assertOpen();
        assertThat(victim.streams().size()).isLessThanOrEqualTo(STREAMS + 1);
    }

    @Test
    void unreadBytesStayWithinTheWindow() {
        for (long offset = 0; offset + BYTES.length <= WINDOW; offset += BYTES.length) {
            long at = offset;
            send(out -> stream(out, STREAM, at, BYTES.length, false));
            send(out -> stream(out, STREAM, at, BYTES.length, false)); // once more
        }
        assertOpen();
        List<Stream> opened = new ArrayList<>();
        for (Stream one = victim.streams().accept();
                one != null;
                one = victim.streams().accept()) {
            opened.add(one);
        }
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).readable()).isLessThanOrEqualTo(WINDOW);
    }
}
