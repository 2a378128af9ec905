// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.quantum.internal.stream.SendStream.Need;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendStreamTest {
    private static final byte[] DATA = new byte[1000];

    private final ChunkPool pool = new ChunkPool(0);
    private final ConnectionFlowControl flow = new ConnectionFlowControl(new ReceiveWindow(new StreamTime(), 0, 0));
    private final SendStream stream = new SendStream(flow, pool, 500, 300);

    @BeforeEach
    void setUp() {
        flow.raiseSendLimit(400);
    }

    private void assertFrame(int maxBytes, long offset, int length, boolean fin) {
        assertThat(stream.nextOffset()).isEqualTo(offset);
        assertThat(stream.pull(maxBytes)).isTrue();
        assertThat(stream.frameOffset()).isEqualTo(offset);
        assertThat(stream.frameLength()).isEqualTo(length);
        assertThat(stream.frameFin()).isEqualTo(fin);
    }

    @Test
    void takesNoMoreThanTheBufferHolds() {
        assertThat(stream.write(DATA, 0, 450)).isEqualTo(450);
        assertThat(stream.write(DATA, 0, 450)).isEqualTo(50);
        assertThat(stream.write(DATA, 0, 450)).isZero();
        assertFrame(100, 0, 100, false);
        stream.acked(0, 100, false);
        assertThat(stream.writable()).isEqualTo(100);
    }

    @Test
    void lostBytesGoBeforeNewOnesAndCostNoCredit() {
        stream.write(DATA, 0, 300);
        assertFrame(100, 0, 100, false);
        assertFrame(100, 100, 100, false);
        long credit = flow.credit();
        stream.lost(0, 100, false);
        assertThat(stream.need()).isEqualTo(Need.FREE);
        assertFrame(60, 0, 60, false);
        assertFrame(60, 60, 40, false);
        assertThat(flow.credit()).isEqualTo(credit);
        assertFrame(60, 200, 60, false);
        assertThat(flow.credit()).isEqualTo(credit - 60);
    }

    @Test
    void whatArrivedAfterAllIsNotSentAgain() {
        stream.write(DATA, 0, 300);
        for (int i = 0; i < 3; i++) {
            assertFrame(100, 100 * i, 100, false);
        }
        stream.acked(100, 100, false);
        stream.lost(0, 300, false);
        assertFrame(1000, 0, 100, false);
        assertFrame(1000, 200, 100, false);
        stream.lost(0, 100, false);
        stream.acked(0, 100, false);
        assertThat(stream.pull(1000)).isFalse();
        assertThat(stream.unacked()).isEqualTo(100);
    }

    @Test
    void aLostEndIsSentAgainAloneOrWithTheLastBytes() {
        stream.write(DATA, 0, 100);
        stream.finish();
        assertFrame(1000, 0, 100, true);
        assertThat(stream.pull(1000)).isFalse();
        stream.lost(0, 100, true);
        assertFrame(50, 0, 50, false);
        assertFrame(50, 50, 50, true);
        stream.acked(0, 50, false);
        stream.acked(50, 50, false);
        stream.lost(50, 50, true);
        assertFrame(0, 100, 0, true);
        assertThat(stream.done()).isFalse();
        stream.acked(100, 0, true);
        assertThat(stream.done()).isTrue();
        stream.lost(100, 0, true);
        assertThat(stream.need()).isEqualTo(Need.NOTHING);
    }

    @Test
    void aLateEndGoesAlone() {
        stream.write(DATA, 0, 100);
        assertFrame(1000, 0, 100, false);
        stream.finish();
        assertFrame(1000, 100, 0, true);
    }

    @Test
    void noFrameGoesWhereThereIsNoRoom() {
        stream.write(DATA, 0, 100);
        assertThat(stream.pull(0)).isFalse();
        stream.finish();
        assertFrame(100, 0, 100, true);
        stream.lost(100, 0, true);
        assertThat(stream.pull(-1)).isFalse();
        assertFrame(0, 100, 0, true);
    }

    @Test
    void newBytesStayWithinBothCredits() {
        stream.write(DATA, 0, 500);
        assertFrame(1000, 0, 300, false);
        assertThat(stream.need()).isEqualTo(Need.NOTHING);
        assertThat(stream.blockedDue()).isTrue();
        stream.blockedTold();
        assertThat(stream.blockedDue()).isFalse();
        stream.blockedLost(300);
        assertThat(stream.blockedDue()).isTrue();
        stream.raiseLimit(200);
        assertThat(stream.need()).as("an older limit").isEqualTo(Need.NOTHING);
        stream.raiseLimit(1000);
        assertThat(stream.blockedDue()).isFalse();
        assertFrame(1000, 300, 100, false);
        assertThat(stream.pull(1000)).as("without credit of the connection").isFalse();
    }

    @Test
    void aResetDropsTheDataAndKeepsTheSizeThatWasSent() {
        stream.write(DATA, 0, 300);
        assertFrame(120, 0, 120, false);
        stream.reset(9);
        assertThat(pool.lent()).isZero();
        assertThat(stream.finalSize()).isEqualTo(120);
        assertThat(stream.write(DATA, 0, 1)).isEqualTo(Stream.RESET);
        stream.lost(0, 120, false);
        assertThat(stream.need()).isEqualTo(Need.NOTHING);
        stream.resetTold();
        stream.resetLost();
        assertThat(stream.resetDue()).isTrue();
        stream.resetAcked();
        stream.resetLost();
        assertThat(stream.resetDue()).isFalse();
        assertThat(stream.done()).isTrue();
    }

    @Test
    void aStopIsAnsweredByAResetWithItsCode() {
        stream.write(DATA, 0, 300);
        stream.stop(77);
        assertThat(stream.resetDue()).isTrue();
        assertThat(stream.resetCode()).isEqualTo(77);
        stream.stop(78);
        assertThat(stream.resetCode()).isEqualTo(77);
    }

    @Test
    void resetAndStopChangeNothingOnceAllHasArrived() {
        stream.write(DATA, 0, 10);
        stream.finish();
        assertFrame(100, 0, 10, true);
        stream.acked(0, 10, true);
        stream.stop(5);
        assertThat(stream.resetDue()).isFalse();
        assertThat(stream.isStopped()).isFalse();
    }

    @Test
    void writingAfterTheEndIsTheCallersMistake() {
        stream.finish();
        assertThatThrownBy(() -> stream.write(DATA, 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memoryGoesBackAsBytesArrive() {
        SendStream large = new SendStream(flow, pool, 100_000, 100_000);
        flow.raiseSendLimit(100_000);
        byte[] bytes = new byte[10 * ChunkPool.CHUNK_BYTES];
        large.write(bytes, 0, bytes.length);
        assertThat(pool.lent()).isEqualTo(10);
        large.pull(bytes.length);
        large.acked(ChunkPool.CHUNK_BYTES, bytes.length - 2 * ChunkPool.CHUNK_BYTES, false);
        assertThat(pool.lent()).as("behind the first hole").isEqualTo(10);
        large.acked(0, ChunkPool.CHUNK_BYTES, false);
        assertThat(pool.lent()).isEqualTo(1);
        large.acked(0, bytes.length, false);
        assertThat(pool.lent()).isZero();
    }
}
