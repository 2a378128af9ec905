// SPDX-License-Identifier: Apache-2.0
/** The sample in which several users edit the same documents at once. */
@NullMarked
package io.aetherflow.samples.collab;

import org.jspecify.annotations.NullMarked;
