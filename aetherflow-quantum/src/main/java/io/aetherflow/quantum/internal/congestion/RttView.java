// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.congestion;

/** What is known of a path's round trip, in nanoseconds (RFC 9002 section 5). */
public interface RttView {
    /** The newest sample, 0 before the first. */
    long latest();

    /** The smallest sample, 0 before the first. */
    long min();

    /** The smoothed time; an initial guess before the first sample. */
    long smoothed();

    /** The mean deviation. */
    long variance();
}
