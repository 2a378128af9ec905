// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.faults;

import java.util.Optional;

/**
 * What a client knows of one of its operations.
 *
 * @param clientId the client
 * @param clientSeq its number
 * @param startedNanos when it was first sent
 * @param answer the answer, if one ever came
 */
record Attempt(String clientId, long clientSeq, long startedNanos, Optional<Answer> answer) {
    /** The version it made, and when the client came to know. */
    record Answer(long version, long nanos) {}
}
