// SPDX-License-Identifier: Apache-2.0
/** Users who edit the same documents at once, each through gRPC clients of its own: what the demos have in common. */
@NullMarked
package io.aetherflow.samples.editors;

import org.jspecify.annotations.NullMarked;
