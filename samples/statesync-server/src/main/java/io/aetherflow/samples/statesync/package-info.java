// SPDX-License-Identifier: Apache-2.0
/** The sample state-sync server. */
@NullMarked
package io.aetherflow.samples.statesync;

import org.jspecify.annotations.NullMarked;
