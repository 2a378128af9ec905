// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameTypeTest {
    /** A client whose NAT has moved it may have nothing to repeat but a connection id, and must be found by that. */
    @Test
    void everythingButPaddingAndChallengesMovesAConnection() {
        assertThat(IntStream.rangeClosed(0, 0x40).filter(FrameType::isProbing))
                .containsExactlyInAnyOrder(FrameType.PADDING, FrameType.PATH_CHALLENGE, FrameType.PATH_RESPONSE);
    }
}
