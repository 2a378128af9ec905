// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.ErrorCode;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveStreamTest {
    private static final int WINDOW = 10_000;
    private static final byte[] DATA = new byte[2 * WINDOW];

    private final ChunkPool pool = new ChunkPool(0);
    private final ConnectionFlowControl flow = new ConnectionFlowControl(fixed(WINDOW + 5000));
    private final ReceiveStream stream = new ReceiveStream(flow, pool, fixed(WINDOW));

    private ErrorCode data(long offset, int length, boolean fin) {
        return stream.onData(offset, DATA, 0, length, fin);
    }

    /** How much more the connection lets in. */
    private long connectionCredit() {
        long credit = 0;
        for (long step = WINDOW * 4; step > 0; step /= 2) {
            while (flow.receive(step)) {
                credit += step;
            }
        }
        return credit;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void overlapsCutAnywhereGiveTheBytesOnce(long seed) {
        Random random = new Random(seed);
        byte[] sent = new byte[WINDOW];
        random.nextBytes(sent);
        byte[] read = new byte[WINDOW];
        int readBytes = 0;
        for (int i = 0; readBytes < WINDOW; i++) {
            int from = Math.min(WINDOW - 1, Math.max(0, readBytes + random.nextInt(-300, 2000)));
            int length = random.nextInt(Math.min(900, WINDOW - from) + 1);
            ErrorCode error = stream.onData(from, sent, from, length, from + length == WINDOW);
            assertThat(error).as("seed %d, frame %d", seed, i).isEqualTo(ErrorCode.NO_ERROR);
            if (random.nextInt(3) == 0) {
                readBytes += Math.max(0, stream.read(read, readBytes, random.nextInt(WINDOW - readBytes + 1)));
            }
        }
        assertThat(read).as("seed %d", seed).isEqualTo(sent);
        assertThat(pool.lent()).isZero();
        assertThat(connectionCredit()).isEqualTo(5000);
    }

    private static ReceiveWindow fixed(long size) {
        return new ReceiveWindow(new StreamTime(), size, size);
    }

    @Test
    void emptyFrameAtAForwardOffsetCountsNothing() {
        assertThat(data(9000, 0, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(0, 10, true)).as("an end below it").isEqualTo(ErrorCode.NO_ERROR);
        assertThat(connectionCredit()).isEqualTo(WINDOW + 5000 - 10);
    }

    @Test
    void emptyFrameBeyondTheLimitIsRefused() {
        assertThat(data(WINDOW, 0, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(WINDOW + 1, 0, false)).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void emptyEndAtAForwardOffsetUsesTheCreditUpToIt() {
        assertThat(data(9000, 0, true)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(connectionCredit()).isEqualTo(WINDOW + 5000 - 9000);
    }

    @Test
    void dataUpToTheStreamsLimitIsTakenAndAByteMoreIsNot() {
        assertThat(data(0, WINDOW, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(WINDOW, 1, false)).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void offsetsAtTheEdgeOfTheNumberRangeAreRefused() {
        assertThat(data((1L << 62) - 1, 1000, false)).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
        assertThat(stream.onReset(0, (1L << 62) - 1)).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void dataUpToTheConnectionsLimitIsTakenAndAByteMoreIsNot() {
        ReceiveStream other = new ReceiveStream(flow, pool, fixed(WINDOW));
        assertThat(other.onData(4999, DATA, 0, 1, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(0, WINDOW, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(other.onData(0, DATA, 0, 5000, false)).as("paid already").isEqualTo(ErrorCode.NO_ERROR);
        assertThat(other.onData(5000, DATA, 0, 1, false)).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void resetBeyondTheConnectionsCreditIsRefused() {
        ReceiveStream other = new ReceiveStream(flow, pool, fixed(WINDOW));
        assertThat(other.onReset(1, WINDOW)).isEqualTo(ErrorCode.NO_ERROR);
        flow.limitTold();
        assertThat(data(0, WINDOW, false)).isEqualTo(ErrorCode.NO_ERROR);
        ReceiveStream third = new ReceiveStream(flow, pool, fixed(WINDOW));
        assertThat(third.onReset(1, 5001)).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void theFinalSizeDoesNotChange() {
        assertThat(data(0, 10, true)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(0, 10, true)).as("again").isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(0, 11, true)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
        assertThat(data(0, 9, true)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
        assertThat(stream.onReset(0, 11)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
        assertThat(stream.onReset(0, 9)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
    }

    @Test
    void theFinalSizeIsNotBelowDataThatCame() {
        assertThat(data(5, 10, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(0, 14, true)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
        assertThat(stream.onReset(0, 14)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
    }

    @Test
    void nothingLiesBeyondTheFinalSize() {
        assertThat(data(20, 0, true)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(0, 20, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(20, 1, false)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
        assertThat(data(21, 0, false)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
    }

    @Test
    void theFinalSizeIsWatchedAfterAReset() {
        assertThat(stream.onReset(7, 100)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(stream.onReset(8, 100)).as("again").isEqualTo(ErrorCode.NO_ERROR);
        assertThat(stream.resetCode()).isEqualTo(7);
        assertThat(data(90, 10, false)).as("late data").isEqualTo(ErrorCode.NO_ERROR);
        assertThat(data(90, 11, false)).isEqualTo(ErrorCode.FINAL_SIZE_ERROR);
        assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(Stream.RESET);
    }

    @Test
    void aResetAfterAllDataCameIsIgnored() {
        data(0, 10, true);
        assertThat(stream.onReset(7, 10)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(stream.read(new byte[20], 0, 20)).isEqualTo(10);
        assertThat(stream.read(new byte[20], 0, 20)).isEqualTo(Stream.END);
    }

    @Test
    void aResetIsSeenWhenAllBytesCameButNoEnd() {
        assertThat(stream.onData(0, new byte[10], 0, 10, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(stream.onReset(7, 10)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(stream.read(new byte[10], 0, 10)).isEqualTo(Stream.RESET);
    }

    @Test
    void resetGivesUnreadBytesBackToTheConnection() {
        data(100, 5000, false);
        stream.onReset(7, 6000);
        flow.limitTold();
        assertThat(connectionCredit()).isEqualTo(WINDOW + 5000);
        assertThat(pool.lent()).isZero();
    }

    @Test
    void afterAStopBytesAreThrownAwayAndTheirCreditComesBack() {
        data(0, 5000, false);
        stream.stop(3);
        assertThat(stream.stopDue()).isTrue();
        assertThat(data(5000, 5000, false)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(pool.lent()).isZero();
        flow.limitTold();
        assertThat(connectionCredit()).isEqualTo(WINDOW + 5000);
        assertThat(stream.done()).isFalse();
        assertThat(stream.onReset(3, WINDOW)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(stream.done()).isTrue();
        assertThat(stream.stopDue()).isFalse();
    }

    @Test
    void creditIsDueWhenHalfTheWindowIsReadAndAgainWhenThatIsLost() {
        data(0, WINDOW, false);
        stream.read(new byte[WINDOW], 0, WINDOW / 2 - 1);
        assertThat(stream.limitDue()).isFalse();
        stream.read(new byte[1], 0, 1);
        assertThat(stream.limitDue()).isTrue();
        assertThat(stream.nextLimit()).isEqualTo(WINDOW + WINDOW / 2);
        stream.limitTold();
        assertThat(stream.limitDue()).isFalse();
        stream.limitLost(WINDOW + WINDOW / 2);
        assertThat(stream.limitDue()).isTrue();
        stream.limitTold();
        stream.limitLost(WINDOW);
        assertThat(stream.limitDue()).as("an older word was lost").isFalse();
    }

    @Test
    void noCreditIsDueOnceTheSizeIsKnown() {
        data(0, WINDOW, true);
        stream.read(new byte[WINDOW], 0, WINDOW - 1);
        assertThat(stream.limitDue()).isFalse();
    }

    @Test
    void aFloodOfSingleBytesOutOfOrderEndsAtTheLimitOfGaps() {
        ErrorCode error = ErrorCode.NO_ERROR;
        int frames = 0;
        for (int offset = WINDOW - 1; offset > 0 && error == ErrorCode.NO_ERROR; offset -= 2) {
            error = data(offset, 1, false);
            frames++;
        }
        assertThat(error).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
        assertThat(frames).isEqualTo(ReceiveStream.maxGaps(WINDOW) + 1);
        assertThat(pool.lent()).isLessThanOrEqualTo(WINDOW / ChunkPool.CHUNK_BYTES + 1);
    }

    @Test
    void packetsOfALargeWindowMayAllMissTheirNeighbours() {
        int window = 16 << 20;
        ReceiveStream large =
                new ReceiveStream(new ConnectionFlowControl(fixed(window)), new ChunkPool(0), fixed(window));
        for (int offset = 1200; offset + 1200 <= window; offset += 2400) {
            assertThat(large.onData(offset, DATA, 0, 1200, false)).isEqualTo(ErrorCode.NO_ERROR);
        }
    }

    @Test
    void anUnusedStreamHoldsNoMemoryAndAReadOneNoMore() {
        assertThat(pool.lent()).isZero();
        data(3000, 1, false);
        assertThat(pool.lent()).isEqualTo(1);
        data(0, 3000, false);
        byte[] read = new byte[3001];
        assertThat(stream.read(read, 0, 3001)).isEqualTo(3001);
        assertThat(read).isEqualTo(Arrays.copyOf(DATA, 3001));
        assertThat(pool.lent()).isZero();
    }
}
