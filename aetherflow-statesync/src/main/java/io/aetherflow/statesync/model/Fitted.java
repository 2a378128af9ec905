// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import java.util.List;

/**
 * The part of an operation that some content can take.
 *
 * @param operation what to apply
 * @param dropped paths of the parts left out, empty when all of the operation fits
 * @param <O> the model's operation type
 */
public record Fitted<O>(O operation, List<String> dropped) {}
