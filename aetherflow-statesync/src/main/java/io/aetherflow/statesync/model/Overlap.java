// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

/**
 * A place that two concurrent operations both change: a conflict.
 *
 * @param path the place in the model's terms, such as {@code shape-1/x} or {@code 10..14}; it includes the places whose
 *     paths begin with it and a slash
 * @param outcome what becomes of the two changes
 */
public record Overlap(String path, Outcome outcome) {
    /** What becomes of two changes of one place. */
    public enum Outcome {
        /** Both changes hold together. */
        MERGED,
        /** The change committed earlier is overridden by the incoming one. */
        COMMITTED_OVERRIDDEN,
        /** The incoming change is dropped. */
        INCOMING_DROPPED
    }
}
