// SPDX-License-Identifier: Apache-2.0
/**
 * Streams, messages and datagrams of one connection, without packets and without time: what was written and is to be sent, what
 * arrived and is to be read, and the credit for both (RFC 9000 sections 2 to 4). Used by one thread at a time. What the peer does
 * wrong is answered by an {@link io.aetherflow.quantum.ErrorCode}; exceptions are for the caller's own mistakes.
 */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.internal.stream;
