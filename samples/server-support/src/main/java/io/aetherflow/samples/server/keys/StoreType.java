// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import java.util.Locale;

/** Where a server keeps its state. */
public enum StoreType {
    /** In the process: lost when it ends. */
    MEMORY,

    /** In Redis. */
    REDIS,

    /** In PostgreSQL. */
    POSTGRES;

    /** Returns the constant as it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
