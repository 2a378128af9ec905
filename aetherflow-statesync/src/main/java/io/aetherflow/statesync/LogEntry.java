// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Optional;

/**
 * One row of a document's log.
 *
 * @param operation the operation as committed
 * @param conflict what it overrode or lost, if anything
 * @param submittedChecksum CRC-32C of the data as first submitted, to tell a resent operation from another one sent by
 *     mistake under its number
 */
public record LogEntry(Operation operation, Optional<Conflict> conflict, int submittedChecksum) {}
