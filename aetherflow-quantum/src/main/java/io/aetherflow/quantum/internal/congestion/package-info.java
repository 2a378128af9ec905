// SPDX-License-Identifier: Apache-2.0
/** How much may be in flight, and how fast it leaves: congestion controllers, their delivery-rate samples, and the pacer. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.internal.congestion;
