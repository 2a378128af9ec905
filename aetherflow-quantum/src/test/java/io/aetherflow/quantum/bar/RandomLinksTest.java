// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CongestionControl;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transfers over links of every kind: all bytes arrive once and in order, and nothing stalls. The seed is the whole test. */
class RandomLinksTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("aetherflow.seeds", 100));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesArriveOnceAndInOrder(long seed) {
        RandomGenerator random = new Random(seed);
        LinkConfig up = link(random);
        LinkConfig down = link(random);
        QuantumConfig config = QuantumConfig.builder()
                .handshakeTimeout(PATIENCE)
                .idleTimeout(PATIENCE)
                .connectionWindowBytes(1 << random.nextInt(14, 23))
                .streamWindowBytes(1 << random.nextInt(13, 21))
                .sendBufferBytes(1 << random.nextInt(13, 21))
                .congestionControl(CongestionControl.values()[random.nextInt(3)])
                .build();
        World world = new World(seed, LinkConfig.DEFAULT, config, random.nextLong());
        world.up().configure(up);
        world.down().configure(down);
        Transfer transfer = world.transfer(random.nextInt(200_000));
        Duration changes = Duration.ofMillis(random.nextInt(20_000));
        world.network().after(changes, () -> world.up().configure(up.withMaxBytes(mtu(random))));

        world.network().run(transfer::isComplete, Duration.ofMinutes(30));

        transfer.assertIntact();
        assertThat(world.client().closeReason()).isNull();
    }

    private static LinkConfig link(RandomGenerator random) {
        return LinkConfig.DEFAULT
                .withDelay(Duration.ofMillis(random.nextInt(1, 300)))
                .withJitter(Duration.ofMillis(random.nextInt(0, 50)))
                .withRate(64_000L << random.nextInt(0, 14), random.nextInt(5, 200))
                .withLoss(random.nextDouble(0.2), random.nextInt(1, 4))
                .withDuplication(random.nextDouble(0.1))
                .withReordering(random.nextDouble(0.3), Duration.ofMillis(random.nextInt(1, 300)))
                .withCorruption(random.nextDouble(0.02))
                .withMaxBytes(mtu(random));
    }

    private static int mtu(RandomGenerator random) {
        return random.nextInt(1_200, 1_500);
    }
}
