// SPDX-License-Identifier: Apache-2.0
/** Identifiers, clock, exception root and page type shared by all AetherFlow modules. */
module io.aetherflow.core {
    requires static transitive org.jspecify;

    exports io.aetherflow.core;
}
