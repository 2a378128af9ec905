// SPDX-License-Identifier: Apache-2.0
/** Connections and endpoints without I/O: datagrams and times in, datagrams and deadlines out. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.internal.protocol;
