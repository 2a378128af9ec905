// SPDX-License-Identifier: Apache-2.0
/** Signals between nodes, whatever carries them. Not exported: the broadcasters of the engines are built on it. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.statesync.broadcast;
