// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.StreamPriority;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckFrequencyTest {
    private static final int BYTES = 8_000_000;
    private static final long NO_LOSS = 1 << 20;

    private final AckFrequency frequency = new AckFrequency();

    @ParameterizedTest
    @CsvSource({"BULK, 10", "NORMAL, 2"})
    void oneAcknowledgementForSoManyPackets(StreamPriority priority, double packets) {
        World world = new World(1, LinkConfig.DEFAULT.withRate(100_000_000, 1_000));
        Transfer transfer = world.transfer(BYTES).as(priority);

        world.network().run(transfer::isComplete, Duration.ofSeconds(30));

        transfer.assertIntact();
        double sent = world.client().recovery().stats().packetsSent();
        assertThat(sent / world.server().recovery().stats().packetsSent()).isBetween(0.7 * packets, 1.1 * packets);
    }

    @Test
    void bulkDataInALargeWindowWantFewerUntilSomethingElseIsSent() {
        assertThat(frequency.update(StreamPriority.BULK, 79, NO_LOSS)).isFalse();
        assertThat(frequency.update(StreamPriority.BULK, 80, NO_LOSS)).isTrue();
        assertThat(frequency.packets()).isEqualTo(10);
        frequency.told();

        assertThat(frequency.update(StreamPriority.BULK, 40, NO_LOSS)).isFalse();
        assertThat(frequency.update(StreamPriority.LATENCY, 80, NO_LOSS)).isTrue();
        assertThat(frequency.packets()).isEqualTo(2);
    }

    @Test
    void smallWindowWantsManyAgain() {
        frequency.update(StreamPriority.BULK, 80, NO_LOSS);
        frequency.told();

        assertThat(frequency.update(StreamPriority.BULK, 39, NO_LOSS)).isTrue();
        assertThat(frequency.packets()).isEqualTo(2);
    }

    @Test
    void pathThatLosesPacketsWantsMany() {
        assertThat(frequency.update(StreamPriority.BULK, 80, AckFrequency.PACKETS_WITHOUT_LOSS - 1))
                .isFalse();
        assertThat(frequency.update(StreamPriority.BULK, 80, AckFrequency.PACKETS_WITHOUT_LOSS))
                .isTrue();
        frequency.told();

        assertThat(frequency.update(StreamPriority.BULK, 80, 1)).isTrue();
        assertThat(frequency.packets()).isEqualTo(2);
    }

    @Test
    void whatIsLostIsToldAgainUnlessSomethingNewerWas() {
        frequency.update(StreamPriority.BULK, 80, NO_LOSS);
        frequency.told();
        frequency.lost(frequency.sequence());
        assertThat(frequency.update(StreamPriority.BULK, 80, NO_LOSS)).isTrue();

        long old = frequency.sequence();
        frequency.update(StreamPriority.NORMAL, 80, NO_LOSS);
        frequency.told();
        frequency.lost(old);
        assertThat(frequency.update(StreamPriority.NORMAL, 80, NO_LOSS)).isFalse();
    }
}
