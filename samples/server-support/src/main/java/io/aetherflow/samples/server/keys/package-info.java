// SPDX-License-Identifier: Apache-2.0
/** The configuration keys that the sample servers have in common. */
@NullMarked
package io.aetherflow.samples.server.keys;

import org.jspecify.annotations.NullMarked;
