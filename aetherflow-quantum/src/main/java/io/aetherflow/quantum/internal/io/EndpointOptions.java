// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.QuantumTls;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is built with.
 *
 * @param address where it is bound
 * @param config of its connections
 * @param tls null for none
 * @param resetKey of stateless resets, null for a random one
 * @param listening whether it takes connections from outside
 * @param executor runs listeners
 * @param driven whether the host drives it, and there is no thread
 */
public record EndpointOptions(
        InetSocketAddress address,
        QuantumConfig config,
        @Nullable QuantumTls tls,
        byte @Nullable [] resetKey,
        boolean listening,
        Executor executor,
        boolean driven) {}
