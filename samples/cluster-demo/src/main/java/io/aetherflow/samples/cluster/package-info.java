// SPDX-License-Identifier: Apache-2.0
/** The demo in which a node of a cluster is killed while users edit. */
@NullMarked
package io.aetherflow.samples.cluster;

import org.jspecify.annotations.NullMarked;
