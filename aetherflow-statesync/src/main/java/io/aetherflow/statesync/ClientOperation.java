// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.util.Map;

/**
 * An operation as a client submits it.
 *
 * @param clientSeq its number in the client's sequence for the document, from 1 without a gap
 * @param type what it sets out to do
 * @param data what it does, in the model's wire form
 * @param extra what the client says about it, at most 16 entries of at most 64 and 256 characters
 */
public record ClientOperation(long clientSeq, OperationType type, Payload data, Map<String, String> extra) {
    public ClientOperation {
        Checks.range("clientSeq", clientSeq, 1, Long.MAX_VALUE);
        Checks.range("extra (count)", extra.size(), 0, 16);
        extra.forEach((key, value) -> {
            Checks.text("extra key", key, 64);
            Checks.text("extra." + key, value, 256);
        });
        extra = Map.copyOf(extra);
    }

    /**
     * Creates an operation about which nothing more is said.
     *
     * @param clientSeq its number in the client's sequence
     * @param type what it sets out to do
     * @param data what it does, in the model's wire form
     */
    public ClientOperation(long clientSeq, OperationType type, Payload data) {
        this(clientSeq, type, data, Map.of());
    }
}
