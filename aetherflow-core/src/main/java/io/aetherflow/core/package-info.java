// SPDX-License-Identifier: Apache-2.0
/** The few types that every AetherFlow module shares. */
@NullMarked
package io.aetherflow.core;

import org.jspecify.annotations.NullMarked;
