// SPDX-License-Identifier: Apache-2.0
/** Process-wide logging of a sample server. */
@NullMarked
package io.aetherflow.samples.server.logging;

import org.jspecify.annotations.NullMarked;
