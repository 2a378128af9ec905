// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshake bytes come in pieces, in any order and more than once, and go on in order and once: TLS dies of one that is wrong. */
class CryptoReceiverTest {
    private static final int BYTES = 100_000;
    private static final int MAX_PIECE = 1_200;

    private final CryptoReceiver receiver = new CryptoReceiver();
    private final Recording handshake = new Recording();

    private static final class Recording extends StuckHandshakes.Stuck {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        Recording() {
            super(null);
        }

        @Override
        public void receive(byte[] data, int offset, int length) {
            received.write(data, offset, length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void piecesGoOnInOrderAndOnce(long seed) {
        RandomGenerator random = new Random(seed);
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        while (handshake.received.size() < BYTES) {
            int known = handshake.received.size();
            int farthest = Math.min(BYTES, known + CryptoReceiver.MAX_BUFFERED);
            int offset = random.nextInt(Math.max(0, known - MAX_PIECE), farthest);
            int length = random.nextInt(Math.min(MAX_PIECE, farthest - offset) + 1);

            assertThat(receiver.receive(offset, bytes, offset, length, handshake))
                    .isEqualTo(ErrorCode.NO_ERROR);

            int now = handshake.received.size();
            assertThat(now).isBetween(known, farthest);
            assertThat(now > known).isEqualTo(offset <= known && offset + length > known);
        }
        assertThat(Arrays.equals(handshake.received.toByteArray(), bytes)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 12_345, (1L << 62) - 1 - CryptoReceiver.MAX_BUFFERED})
    void whatIsTooFarAheadIsAnError(long beyond) {
        byte[] one = new byte[1];

        assertThat(receiver.receive(CryptoReceiver.MAX_BUFFERED - 1, one, 0, 1, handshake))
                .isEqualTo(ErrorCode.NO_ERROR);
        assertThat(receiver.receive(CryptoReceiver.MAX_BUFFERED + beyond, one, 0, 1, handshake))
                .isEqualTo(ErrorCode.CRYPTO_BUFFER_EXCEEDED);
        assertThat(handshake.received.size()).isZero();
    }

    @Test
    void aFullWindowIsTakenInOnePieceOfEachByte() {
        byte[] bytes = new byte[CryptoReceiver.MAX_BUFFERED];
        new Random(1).nextBytes(bytes);
        for (int i = bytes.length - 1; i >= 0; i--) {
            receiver.receive(i, bytes, i, 1, handshake);
        }
        assertThat(handshake.received.toByteArray()).isEqualTo(bytes);
    }
}
