// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/** A log entry with its data read into the model's form. */
record LoggedOperation<O>(LogEntry entry, O operation) {
    long version() {
        return entry.operation().version();
    }

    String clientId() {
        return entry.operation().clientId();
    }
}
