// SPDX-License-Identifier: Apache-2.0
/**
 * Document models: what a kind of document contains, how an operation changes it, and how concurrent operations are
 * carried over one another. Everything here is pure: no clock, no I/O, immutable values, safe for use by any thread.
 */
@NullMarked
package io.aetherflow.statesync.model;

import org.jspecify.annotations.NullMarked;
