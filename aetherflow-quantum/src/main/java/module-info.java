// SPDX-License-Identifier: Apache-2.0
/** Quantum: an encrypted, reliable transport over UDP. */
module io.aetherflow.quantum {
    requires static transitive org.jspecify;
    requires transitive io.aetherflow.core;
    requires org.slf4j;
    requires static transitive micrometer.core;

    exports io.aetherflow.quantum;
    exports io.aetherflow.quantum.micrometer;
}
