// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.core.Uuid7;
import java.time.InstantSource;

/** What the parts of one manager share. */
record ManagerContext(
        StateStore store, Broadcaster broadcaster, InstantSource clock, Uuid7 ids, StateSyncLimits limits) {}
