// SPDX-License-Identifier: Apache-2.0
/** Connections written down as qlog, without I/O: events in, text for a file out. Not exported. */
@org.jspecify.annotations.NullMarked
package io.aetherflow.quantum.internal.qlog;
