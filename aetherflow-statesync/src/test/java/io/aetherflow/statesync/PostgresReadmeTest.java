// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.samples.engines.TestPostgres;
import org.junit.jupiter.api.Test;

class PostgresReadmeTest {
    @Test
    void exampleRuns() {
        assertThat(PostgresReadmeExample.run(TestPostgres.newDatabase())).isEqualTo("notes");
    }
}
