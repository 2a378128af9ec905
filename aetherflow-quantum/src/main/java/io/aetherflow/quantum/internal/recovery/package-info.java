// SPDX-License-Identifier: Apache-2.0
/** What was sent and what arrived: packet numbers, acknowledgements, round-trip time, loss detection and probes (RFC 9002). */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.internal.recovery;
