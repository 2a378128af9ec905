// SPDX-License-Identifier: Apache-2.0
/** Connections, streams, messages and datagrams over UDP. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum;
