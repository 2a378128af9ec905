// SPDX-License-Identifier: Apache-2.0
/** Keys, sealed packets, the handshake and tokens: PROTOCOL.md sections 4, 5, 6 and 8. Byte arrays in, byte arrays out. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.internal.crypto;
