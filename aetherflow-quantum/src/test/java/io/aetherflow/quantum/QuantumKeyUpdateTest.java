// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that change over real sockets while bytes are under way. */
@Timeout(60)
class QuantumKeyUpdateTest {
    private static final int THREE_MEGABYTES = 3_000_000;
    private static final int PIECE = 100_000;

    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "true, true"})
    void bytesArriveWhoeverUpdates(boolean clientUpdates, boolean serverUpdates) throws Exception {
        byte[] bytes = new byte[THREE_MEGABYTES];
        new Random(1).nextBytes(bytes);
        try (SocketPair pair = SocketPair.open()) {
            QuantumStream stream = pair.there.openStream();
            CompletableFuture<Integer> atClient = SocketPair.inThread(() -> {
                int updates = 0;
                for (int i = 0; i < bytes.length; i += PIECE) {
                    stream.write(bytes, i, PIECE);
                    updates += clientUpdates && pair.there.updateKeys() ? 1 : 0;
                }
                stream.finish();
                return updates;
            });

            QuantumStream read = pair.here.acceptStream();
            byte[] received = new byte[THREE_MEGABYTES + 1];
            int atServer = 0;
            int length = 0;
            for (int n = 0; n >= 0; n = read.read(received, length, Math.min(PIECE, received.length - length))) {
                length += n;
                atServer += serverUpdates && pair.here.updateKeys() ? 1 : 0;
            }

            assertThat(Arrays.copyOf(received, length)).isEqualTo(bytes);
            assertThat(SocketPair.get(atClient) + atServer)
                    .as("updates, where one end may always have been before the other")
                    .isPositive();
        }
    }
}
