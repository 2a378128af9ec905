// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

/** The time and the round trip, in nanoseconds, as the streams of a connection know them. */
final class StreamTime {
    long now;
    long roundTrip;
}
