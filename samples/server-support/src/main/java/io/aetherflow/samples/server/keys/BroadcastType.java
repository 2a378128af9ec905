// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import java.util.Locale;

/** How the servers on one store tell each other what has changed. */
public enum BroadcastType {
    /** Within the process: for one server. Others find out by polling. */
    LOCAL,

    /** By LISTEN and NOTIFY in the store's PostgreSQL. */
    POSTGRES,

    /** By publish and subscribe in Redis. */
    REDIS;

    /** Returns the constant as it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
