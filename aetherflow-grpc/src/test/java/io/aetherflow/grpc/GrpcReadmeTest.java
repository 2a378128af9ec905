// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class GrpcReadmeTest {
    @Test
    void exampleRuns() {
        assertThatCode(GrpcReadmeExample::serve).doesNotThrowAnyException();
    }
}
