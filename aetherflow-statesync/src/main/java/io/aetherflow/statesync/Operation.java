// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A committed operation, carried over everything committed before it. Its identity is
 * {@code (docId, clientId, clientSeq)}.
 *
 * @param id a handle, UUID of version 7
 * @param docId the document
 * @param clientId the client that made it; empty for the creation of the document
 * @param clientSeq its number in that client's sequence, from 1; 0 for the creation
 * @param type what it sets out to do
 * @param data what it does to version {@code version - 1}, in the model's wire form
 * @param prevVersion the version its client had seen
 * @param version the version it made
 * @param author on whose behalf it was submitted
 * @param timestamp when it was committed, by the server's clock
 * @param extra what the client said about it, such as its platform
 */
public record Operation(
        UUID id,
        UUID docId,
        String clientId,
        long clientSeq,
        OperationType type,
        Payload data,
        long prevVersion,
        long version,
        Caller author,
        Instant timestamp,
        Map<String, String> extra) {
    public Operation {
        extra = Map.copyOf(extra);
    }
}
