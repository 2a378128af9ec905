// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of AetherFlow: the programs behind the figures in the project's pages. */
@NullMarked
package io.aetherflow.jmh;

import org.jspecify.annotations.NullMarked;
