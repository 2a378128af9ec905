// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection ids on whole connections. */
class ConnectionIdsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static long spares(ConnectionCore connection) {
        return IntStream.range(0, 10)
                .mapToObj(i -> connection.remoteIds().takeSpare())
                .filter(id -> id != null)
                .count();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void bothEndsGetAsManyAsTheyTakeOverALossyLink(long seed) {
        World world = new World(seed, LinkConfig.DEFAULT.withLoss(0.3, 1));

        world.network().run(world::isEstablished, LIMIT);
        world.network().run(Duration.ofSeconds(10));

        assertThat(spares(world.client())).isEqualTo(RemoteIds.LIMIT - 1);
        assertThat(spares(world.server())).isEqualTo(RemoteIds.LIMIT - 1);
    }

    @Test
    void retiredIdIsReplacedByThePeer() {
        World world = new World(1, LinkConfig.DEFAULT);
        world.network().run(world::isEstablished, LIMIT);
        world.network().run(Duration.ofSeconds(1));

        for (int i = 0; i < 100; i++) {
            RemoteIds.Given used = world.client().remoteIds().takeSpare();
            assertThat(used).isNotNull();
            world.client().remoteIds().retire(used);
            world.network().run(Duration.ofSeconds(1));
        }

        assertThat(world.client().closeReason()).isNull();
        assertThat(spares(world.client())).isEqualTo(RemoteIds.LIMIT - 1);
    }
}
