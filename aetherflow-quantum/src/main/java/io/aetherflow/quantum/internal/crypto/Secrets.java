// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

/**
 * The secrets from which each side's packet keys come.
 *
 * @param client of the packets that the client sends
 * @param server of the packets that the server sends
 */
public record Secrets(byte[] client, byte[] server) {}
