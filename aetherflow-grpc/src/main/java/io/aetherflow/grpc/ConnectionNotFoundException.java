// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.core.AetherFlowException;
import java.util.UUID;

/** Says that no live session holds a connection. */
final class ConnectionNotFoundException extends AetherFlowException {
    private static final long serialVersionUID = 1L;

    private final UUID connectionId;

    ConnectionNotFoundException(UUID connectionId) {
        super("session over connection " + connectionId + " not found");
        this.connectionId = connectionId;
    }

    UUID connectionId() {
        return connectionId;
    }
}
