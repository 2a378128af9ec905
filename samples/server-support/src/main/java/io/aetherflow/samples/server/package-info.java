// SPDX-License-Identifier: Apache-2.0
/** What the sample servers share: start, metrics, health, reflection and a graceful stop around their gRPC services. */
@NullMarked
package io.aetherflow.samples.server;

import org.jspecify.annotations.NullMarked;
