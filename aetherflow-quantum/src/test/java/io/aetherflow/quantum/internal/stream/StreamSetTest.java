// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.internal.wire.FrameType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StreamSetTest {
    private static final byte[] DATA = new byte[4000];
    private static final StreamLimits LIMITS = new StreamLimits(2000, 1000, 3000, 4);

    private final ChunkPool pool = new ChunkPool(0);
    private final StreamSet client = set(true);
    private final StreamSet server = set(false);

    private StreamSet set(boolean isClient) {
        StreamSet set = new StreamSet(isClient, LIMITS, pool);
        set.peerLimits(3000, 1000, 4);
        return set;
    }

    private static Stream open(StreamSet set, StreamPriority priority) {
        return Objects.requireNonNull(set.open(priority));
    }

    private static Stream open(StreamSet set) {
        return open(set, StreamPriority.NORMAL);
    }

    private static List<Long> accepted(StreamSet set) {
        List<Long> ids = new ArrayList<>();
        for (Stream stream = set.accept(); stream != null; stream = set.accept()) {
            ids.add(stream.id());
        }
        return ids;
    }

    /** Takes all control frames that are due, as "type stream code value". */
    private static List<String> controls(StreamSet set) {
        List<String> frames = new ArrayList<>();
        for (ControlFrame frame = set.nextControl(); frame != null; frame = set.nextControl()) {
            frames.add(String.format("%02x %d %d %d", frame.type(), frame.streamId(), frame.code(), frame.value()));
            set.controlTaken();
        }
        return frames;
    }

    /** Which streams send, in turn. */
    private static List<Long> turns(StreamSet set, int maxBytes) {
        List<Long> ids = new ArrayList<>();
        for (Stream stream = set.nextToSend(); stream != null; stream = set.nextToSend()) {
            assertThat(set.pull(stream, maxBytes)).isTrue();
            ids.add(stream.id());
        }
        return ids;
    }

    private static ErrorCode data(StreamSet set, long id, long offset, int length, boolean fin) {
        return set.onStream(id, offset, DATA, 0, length, fin);
    }

    @Test
    void idsCountUpOnBothSidesAndStreamZeroIsNobodys() {
        assertThat(List.of(
                        open(client).id(),
                        open(client).id(),
                        open(client).id(),
                        open(client).id()))
                .containsExactly(2L, 4L, 6L, 8L);
        assertThat(client.open(StreamPriority.NORMAL)).isNull();
        assertThat(List.of(
                        open(server).id(),
                        open(server).id(),
                        open(server).id(),
                        open(server).id()))
                .containsExactly(1L, 3L, 5L, 7L);
        assertThat(server.open(StreamPriority.NORMAL)).isNull();
        assertThat(client.messages().id()).isZero();
    }

    @Test
    void aStreamOpensThoseBelowOfTheSameSide() {
        assertThat(data(server, 6, 0, 1, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(accepted(server)).containsExactly(2L, 4L, 6L);
        assertThat(data(client, 3, 0, 1, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(accepted(client)).containsExactly(1L, 3L);
    }

    @Test
    void thePeersStreamsEndAtItsLimit() {
        assertThat(data(server, 8, 0, 1, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(server, 10, 0, 1, false)).isEqualTo(ErrorCode.STREAM_LIMIT_ERROR);
        assertThat(data(client, 7, 0, 1, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(client, 9, 0, 1, false)).isEqualTo(ErrorCode.STREAM_LIMIT_ERROR);
        assertThat(client.onReset((1L << 62) - 1, 0, 0)).isEqualTo(ErrorCode.STREAM_LIMIT_ERROR);
        assertThat(server.onStreamDataBlocked((1L << 62) - 2)).isEqualTo(ErrorCode.STREAM_LIMIT_ERROR);
        assertThat(server.size()).isEqualTo(5);
    }

    @Test
    void framesForAnOwnStreamThatIsNotOpenedAreRefused() {
        assertThat(data(client, 2, 0, 1, false)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
        assertThat(client.onReset(2, 0, 0)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
        assertThat(client.onStopSending(2, 0)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
        assertThat(client.onMaxStreamData(2, 0)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
        assertThat(client.onStreamDataBlocked(2)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
        assertThat(server.onStopSending(1, 0)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
    }

    @Test
    void streamZeroIsNotEndedByEitherEnd() {
        assertThat(data(server, 0, 0, 1, true)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
        assertThat(server.onReset(0, 0, 0)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
        assertThat(server.onStopSending(0, 0)).isEqualTo(ErrorCode.STREAM_STATE_ERROR);
        assertThat(data(server, 0, 0, 1, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThatThrownBy(() -> client.messages().finish()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.messages().reset(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.messages().stop(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClassSendsOnlyWhenThoseBeforeItAreDoneAndStreamsTakeTurnsInIt() {
        Stream bulk = open(client, StreamPriority.BULK);
        Stream first = open(client);
        Stream second = open(client);
        Stream urgent = open(client, StreamPriority.LATENCY);
        for (Stream stream : List.of(bulk, first, second, urgent)) {
            stream.write(DATA, 0, 300);
        }
        assertThat(turns(client, 100)).containsExactly(8L, 8L, 8L, 4L, 6L, 4L, 6L, 4L, 6L, 2L, 2L, 2L);
    }

    @Test
    void anUrgentWriteGoesBeforeBulkThatIsUnderWay() {
        Stream bulk = open(client, StreamPriority.BULK);
        Stream urgent = open(client, StreamPriority.LATENCY);
        bulk.write(DATA, 0, 1000);
        client.pull(bulk, 100);
        urgent.write(DATA, 0, 10);
        assertThat(client.nextToSend()).isSameAs(urgent);
    }

    @Test
    void aChangedClassCountsFromTheNextFrame() {
        Stream first = open(client, StreamPriority.BULK);
        Stream second = open(client);
        first.write(DATA, 0, 100);
        second.write(DATA, 0, 100);
        first.priority(StreamPriority.LATENCY);
        assertThat(turns(client, 1000)).containsExactly(2L, 4L);
    }

    @Test
    void withoutCreditOfTheConnectionOnlyLostBytesAndEndsGo() {
        List<Stream> streams = List.of(open(client), open(client), open(client), open(client));
        streams.forEach(stream -> stream.write(DATA, 0, 1000));
        assertThat(turns(client, 1000)).containsExactly(2L, 4L, 6L);
        assertThat(controls(client)).containsExactly("14 0 0 3000");
        assertThat(controls(client)).isEmpty();
        client.controlLost(FrameType.DATA_BLOCKED, 0, 3000);
        assertThat(controls(client)).containsExactly("14 0 0 3000");
        client.dataLost(4, 0, 1000, false);
        streams.get(0).finish();
        assertThat(turns(client, 1000)).containsExactly(4L, 2L);
        client.onMaxData(3500);
        assertThat(turns(client, 1000)).containsExactly(8L);
        assertThat(controls(client)).containsExactly("14 0 0 3500");
    }

    @Test
    void aStreamAtItsLimitSaysSoAndGoesOnWhenTheLimitRises() {
        Stream stream = open(client);
        stream.write(DATA, 0, 1500);
        assertThat(turns(client, 1000)).containsExactly(2L);
        assertThat(controls(client)).containsExactly("15 2 0 1000");
        client.onMaxStreamData(2, 2000);
        assertThat(turns(client, 1000)).containsExactly(2L);
        client.controlLost(FrameType.STREAM_DATA_BLOCKED, 2, 1000);
        assertThat(controls(client)).isEmpty();
    }

    @Test
    void aStreamThatCouldNotBeOpenedIsAnnounced() {
        for (int i = 0; i < 4; i++) {
            open(client);
        }
        assertThat(controls(client)).isEmpty();
        assertThat(client.open(StreamPriority.NORMAL)).isNull();
        assertThat(controls(client)).containsExactly("16 0 0 4");
        client.onMaxStreams(5);
        assertThat(open(client).id()).isEqualTo(10);
    }

    @Test
    void endedStreamsMakeRoomForOthersOnceTheyWereAccepted() {
        for (long id = 2; id <= 8; id += 2) {
            assertThat(data(server, id, 0, 1, true)).isEqualTo(ErrorCode.NO_ERROR);
            assertThat(server.onStopSending(id, 3)).isEqualTo(ErrorCode.NO_ERROR);
        }
        assertThat(controls(server)).containsExactly("04 2 3 0", "04 4 3 0", "04 6 3 0", "04 8 3 0");
        for (long id = 2; id <= 8; id += 2) {
            server.controlAcked(FrameType.RESET_STREAM, id);
        }
        assertThat(server.size()).as("not accepted").isEqualTo(5);
        for (int i = 0; i < 2; i++) {
            Objects.requireNonNull(server.accept()).read(new byte[1], 0, 1);
        }
        assertThat(server.size()).isEqualTo(3);
        assertThat(controls(server)).containsExactly("12 0 0 6");
        server.controlLost(FrameType.MAX_STREAMS, 0, 6);
        assertThat(controls(server)).containsExactly("12 0 0 6");
        assertThat(data(server, 12, 0, 1, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(server, 14, 0, 1, false)).isEqualTo(ErrorCode.STREAM_LIMIT_ERROR);
    }

    @Test
    void lateFramesForAnEndedStreamAreIgnored() {
        Stream stream = open(client);
        stream.finish();
        turns(client, 100);
        client.dataAcked(2, 0, 0, true);
        assertThat(data(client, 2, 0, 10, true)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(stream.read(new byte[20], 0, 20)).isEqualTo(10);
        assertThat(client.size()).isEqualTo(1);
        assertThat(data(client, 2, 0, 10, true)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(client.onStopSending(2, 1)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(client.onMaxStreamData(2, 100_000)).isEqualTo(ErrorCode.NO_ERROR);
        client.dataLost(2, 0, 0, true);
        assertThat(client.nextToSend()).isNull();
        assertThat(stream.read(new byte[20], 0, 20)).isEqualTo(Stream.END);
    }

    @Test
    void creditForReadBytesIsDueForStreamAndConnection() {
        Stream first = open(client);
        Stream second = open(client);
        data(client, 2, 0, 1000, false);
        data(client, 4, 0, 1000, false);
        first.read(new byte[1000], 0, 1000);
        assertThat(controls(client)).containsExactly("11 2 0 2000");
        second.read(new byte[1000], 0, 1000);
        assertThat(controls(client)).containsExactly("10 0 0 5000", "11 4 0 2000");
        client.controlLost(FrameType.MAX_DATA, 0, 5000);
        client.controlLost(FrameType.MAX_STREAM_DATA, 2, 2000);
        assertThat(controls(client)).containsExactly("10 0 0 5000", "11 2 0 2000");
    }

    @Test
    void stopIsSaidAgainWhenLostUnlessTheStreamIsOver() {
        open(client).stop(9);
        assertThat(controls(client)).containsExactly("05 2 9 0");
        client.controlLost(FrameType.STOP_SENDING, 2, 0);
        assertThat(controls(client)).containsExactly("05 2 9 0");
        client.onReset(2, 9, 0);
        client.controlLost(FrameType.STOP_SENDING, 2, 0);
        assertThat(controls(client)).isEmpty();
    }

    @Test
    void eventsTellOfBytesEndsRoomAndStops() {
        Stream stream = open(client);
        data(client, 2, 10, 5, true);
        assertThat(client.pollEvent()).as("behind a hole").isNull();
        data(client, 2, 0, 10, false);
        data(client, 2, 0, 10, false);
        assertThat(client.pollEvent()).isSameAs(stream);
        assertThat(stream.takeReadable()).isTrue();
        assertThat(stream.takeWritable()).isFalse();
        assertThat(client.pollEvent()).isNull();
        assertThat(stream.write(DATA, 0, 4000)).isEqualTo(2000);
        turns(client, 1000);
        client.dataAcked(2, 0, 1000, false);
        assertThat(client.pollEvent()).isSameAs(stream);
        assertThat(stream.takeWritable()).isTrue();
        client.onStopSending(2, 6);
        assertThat(client.pollEvent()).isSameAs(stream);
        assertThat(stream.takeWritable()).isTrue();
        assertThat(stream.stopCode()).isEqualTo(6);
    }

    @Test
    void whatWasWrittenEarlyWaitsForThePeersLimits() {
        StreamSet early = new StreamSet(true, LIMITS, pool);
        assertThat(early.open(StreamPriority.NORMAL)).isNull();
        early.messages().write(DATA, 0, 100);
        assertThat(early.nextToSend()).isNull();
        early.peerLimits(1000, 1000, 1);
        assertThat(turns(early, 1000)).containsExactly(0L);
        assertThat(early.isDelivered()).isFalse();
        early.dataAcked(0, 0, 100, false);
        assertThat(early.isDelivered()).isTrue();
    }
}
