// SPDX-License-Identifier: Apache-2.0
/** A file to another machine. */
@NullMarked
package io.aetherflow.samples.quantum.file;

import org.jspecify.annotations.NullMarked;
