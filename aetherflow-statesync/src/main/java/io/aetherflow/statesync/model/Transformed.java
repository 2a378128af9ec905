// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

/**
 * Two concurrent operations, each carried over the other, so that {@code committed, incoming'} and
 * {@code incoming, committed'} end in the same content.
 *
 * @param committed the earlier operation, as it applies after the incoming one
 * @param incoming the later operation, as it applies after the committed one
 * @param <O> the model's operation type
 */
public record Transformed<O>(O committed, O incoming) {}
