// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Live endpoints under hostile datagrams before, during and after the handshake: no exception, bounded memory, and an honest connection that does not
 * notice. For {@code -Daetherflow.soak}, and {@code -Daetherflow.seed=N} runs one seed.
 */
class HostileDatagramsTest {
    private static final Duration TIME = Duration.parse(System.getProperty("aetherflow.soak", "PT3S"));
    private static final long MAX_GROWTH_BYTES = 32 << 20;

    @Test
    void honestConnectionIsNotDisturbed() {
        Long one = Long.getLong("aetherflow.seed");
        if (one != null) {
            run(one);
            return;
        }
        run(0);
        long before = usedBytes();
        long begun = System.nanoTime();
        for (long seed = 1; System.nanoTime() - begun < TIME.toNanos(); seed++) {
            run(seed);
        }
        assertThat(usedBytes() - before).isLessThan(MAX_GROWTH_BYTES);
    }

    private static void run(long seed) {
        try {
            new HostileRun(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "replay by: mvn -pl aetherflow-quantum -am test -Dtest=HostileDatagramsTest -Daetherflow.seed="
                            + seed + " -Dsurefire.failIfNoSpecifiedTests=false",
                    e);
        }
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
