// SPDX-License-Identifier: Apache-2.0
/** Sessions: manager, store port and the in-memory store. */
module io.aetherflow.session {
    requires static transitive org.jspecify;
    requires transitive io.aetherflow.core;
    requires org.slf4j;

    exports io.aetherflow.session;
}
