// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

/** What happens to an operation that conflicts with one committed since its author last looked. */
public enum ConflictStrategy {
    /** Both edits are kept as far as the model can join them; what one side lost is recorded and announced. */
    MERGE,
    /** The later operation in server order replaces the earlier one's change, which is recorded and announced. */
    LAST_WRITER_WINS,
    /** The later operation is rejected, and its author told the current version. */
    REJECT
}
