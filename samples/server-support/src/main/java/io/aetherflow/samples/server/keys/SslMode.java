// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.keys;

import java.util.Locale;

/** How a connection to PostgreSQL is encrypted, in the terms of libpq. */
public enum SslMode {
    /** Never encrypted. */
    DISABLE,

    /** Always encrypted, certificate not checked. */
    REQUIRE,

    /** Always encrypted, certificate checked. */
    VERIFY_CA,

    /** Always encrypted, certificate and host name checked. */
    VERIFY_FULL;

    boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }

    /** Returns the constant as it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
