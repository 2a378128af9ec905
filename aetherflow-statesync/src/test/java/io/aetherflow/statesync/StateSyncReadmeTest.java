// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StateSyncReadmeTest {
    @Test
    void exampleRuns() {
        assertThat(StateSyncReadmeExample.run()).isEqualTo("Jello world");
    }
}
