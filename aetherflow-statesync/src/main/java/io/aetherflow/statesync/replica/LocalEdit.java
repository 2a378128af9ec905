// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.replica;

import io.aetherflow.statesync.model.OperationType;

/**
 * An edit made at a replica that the server has not committed, as far as the replica knows.
 *
 * @param clientSeq its number in the replica's sequence
 * @param type what it sets out to do
 * @param operation what it does, carried over everything the replica has received since
 * @param <O> the model's operation type
 */
public record LocalEdit<O>(long clientSeq, OperationType type, O operation) {}
