// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

/** Which streams go first: one class sends only while no class before it has anything to send; within a class, streams take turns. */
public enum StreamPriority {
    /** Little data that cannot wait. */
    LATENCY,
    /** Everything else; what a stream is unless told otherwise. */
    NORMAL,
    /** Much data that can wait. */
    BULK
}
