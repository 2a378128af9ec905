// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes and what they mean, PROTOCOL.md sections 1, 2 and 5: integers, packet headers, packet numbers, frames, transport parameters.
 * Readers take bytes from anybody: they never throw for what is in them and allocate nothing, save for parameters and texts. Writers
 * take values of this program: what cannot be encoded or does not fit is a fault of the caller and throws.
 */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.internal.wire;
