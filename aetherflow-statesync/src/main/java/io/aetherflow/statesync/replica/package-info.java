// SPDX-License-Identifier: Apache-2.0
/** The client side of a shared document: edits at once, sends later, and follows what others do. No I/O, no clock. */
@NullMarked
package io.aetherflow.statesync.replica;

import org.jspecify.annotations.NullMarked;
