// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import java.util.Locale;

/** How several Redis servers make up one store. */
public enum RedisMode {
    /** One server. */
    STANDALONE,

    /** A Redis Cluster: keys are spread over several masters. */
    CLUSTER,

    /** One master that sentinels watch and replace. */
    SENTINEL;

    /** Returns the constant as it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
