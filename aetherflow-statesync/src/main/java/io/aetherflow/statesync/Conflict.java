// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.ConflictStrategy;
import io.aetherflow.statesync.model.Overlap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The record of an operation that changed what others had changed since its author last looked.
 *
 * @param id UUID of version 7
 * @param docId the document
 * @param version the version the operation made
 * @param baseVersion the version its author had seen
 * @param strategy how it was decided
 * @param userId the operation's author
 * @param parts the places in conflict, the first {@value #MAX_PARTS}
 * @param detectedAt when, by the server's clock
 */
public record Conflict(
        UUID id,
        UUID docId,
        long version,
        long baseVersion,
        ConflictStrategy strategy,
        String userId,
        List<Part> parts,
        Instant detectedAt) {
    /** The most places that a record names. */
    public static final int MAX_PARTS = 100;

    public Conflict {
        parts = List.copyOf(parts);
    }

    /**
     * One place in conflict.
     *
     * @param path the place in the model's terms, such as {@code shape-1/x} or {@code 10..14}
     * @param outcome what became of the two changes
     * @param other the operation it conflicts with; empty if no single one is to blame, as with a circle of parents
     */
    public record Part(String path, Overlap.Outcome outcome, Optional<Other> other) {}

    /**
     * The operation that was committed first.
     *
     * @param version the version it made
     * @param clientId its client
     * @param userId its author
     */
    public record Other(long version, String clientId, String userId) {}
}
