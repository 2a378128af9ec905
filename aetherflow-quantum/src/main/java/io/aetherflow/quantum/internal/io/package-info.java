// SPDX-License-Identifier: Apache-2.0
/** Endpoints on real sockets: the only place with channels, threads, locks and the clock. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.internal.io;
