// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SampledTest {
    private final AtomicInteger readings = new AtomicInteger();

    @Test
    void gaugesThatAreReadTogetherCostOneReading() {
        Sampled<Integer> sampled = new Sampled<>(readings::incrementAndGet);

        assertThat(sampled.value()).contains(1);
        assertThat(sampled.value()).contains(1);
        await().untilAsserted(() -> assertThat(sampled.value()).contains(2));
    }

    @Test
    void failedReadingIsEmptyAndRepeatedLater() {
        Sampled<Integer> sampled = new Sampled<>(() -> {
            if (readings.incrementAndGet() == 1) {
                throw new IllegalStateException("planned");
            }
            return 7;
        });

        assertThat(sampled.value()).isEmpty();
        assertThat(readings).hasValue(1);
        await().untilAsserted(() -> assertThat(sampled.value()).contains(7));
    }
}
