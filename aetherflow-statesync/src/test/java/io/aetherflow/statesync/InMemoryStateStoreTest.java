// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.time.Duration;

class InMemoryStateStoreTest extends StateStoreContract {
    private final ManualClock clock = new ManualClock();

    @Override
    StateStore open() {
        return new InMemoryStateStore(clock);
    }

    @Override
    public void passTime(Duration duration) {
        clock.advance(duration);
    }
}
