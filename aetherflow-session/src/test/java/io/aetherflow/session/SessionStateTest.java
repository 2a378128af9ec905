// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static io.aetherflow.session.SessionState.ACTIVE;
import static io.aetherflow.session.SessionState.CLOSED;
import static io.aetherflow.session.SessionState.CONNECTING;
import static io.aetherflow.session.SessionState.DISCONNECTING;
import static io.aetherflow.session.SessionState.IDLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionStateTest {
    private static final Map<SessionState, Set<SessionState>> TABLE = Map.of(
            CONNECTING, Set.of(ACTIVE, DISCONNECTING),
            ACTIVE, Set.of(IDLE, DISCONNECTING),
            IDLE, Set.of(ACTIVE, DISCONNECTING),
            DISCONNECTING, Set.of(CLOSED),
            CLOSED, Set.of());

    @ParameterizedTest
    @EnumSource
    void everyStepIsAllowedOrRefusedAsTheTableSays(SessionState from) {
        for (SessionState to : SessionState.values()) {
            if (TABLE.get(from).contains(to)) {
                assertThat(from.become(to)).isEqualTo(to);
            } else {
                assertThatExceptionOfType(IllegalSessionTransitionException.class)
                        .isThrownBy(() -> from.become(to))
                        .withMessageContaining(from + " to " + to)
                        .satisfies(e -> assertThat(e.from()).isEqualTo(from))
                        .satisfies(e -> assertThat(e.to()).isEqualTo(to));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"CONNECTING, ACTIVE", "ACTIVE, ACTIVE", "IDLE, ACTIVE", "DISCONNECTING, DISCONNECTING", "CLOSED, CLOSED"
    })
    void heartbeatActivatesAllButLeavingSessions(SessionState before, SessionState after) {
        assertThat(before.afterHeartbeat()).isEqualTo(after);
    }
}
