// SPDX-License-Identifier: Apache-2.0
/** gRPC services over the session and state-sync managers: mapping, status codes, flow control, and no logic. */
@NullMarked
package io.aetherflow.grpc;

import org.jspecify.annotations.NullMarked;
