// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.QuantumTls;
import io.aetherflow.quantum.internal.crypto.Handshake;
import io.aetherflow.quantum.internal.crypto.OpenHandshake;
import io.aetherflow.quantum.internal.crypto.TlsHandshake;
import io.aetherflow.quantum.internal.crypto.TlsSettings;
import io.aetherflow.quantum.internal.protocol.HandshakeFactory;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the handshakes of an endpoint and does their long work, which takes milliseconds, away from the endpoint's thread. */
final class Handshakes implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int MAX_QUEUED = 4_096;

    private record Factory(boolean tls, Function<byte[], Handshake> make) implements HandshakeFactory {
        @Override
        public Handshake begin(byte[] parameters) {
            return make.apply(parameters);
        }
    }

    private final @Nullable TlsSettings tls;
    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor executor;

    Handshakes(@Nullable QuantumTls tls, String threadName) {
        this.tls = tls == null
                ? null
                : new TlsSettings(
                        tls.context(),
                        tls.applicationProtocols(),
                        tls.verifyHost(),
                        TlsSettings.ClientAuth.valueOf(tls.clientCertificates().name()));
        this.executor = Workers.pool(THREADS, new ArrayBlockingQueue<>(MAX_QUEUED), threadName);
    }

    SecureRandom random() {
        return random;
    }

    HandshakeFactory forServer() {
        TlsSettings settings = tls;
        return settings == null
                ? new Factory(false, parameters -> new OpenHandshake(false, parameters, random))
                : new Factory(true, parameters -> TlsHandshake.server(settings, parameters));
    }

    HandshakeFactory forClient(InetSocketAddress remote) {
        TlsSettings settings = tls;
        String host = remote.getHostString();
        return settings == null
                ? new Factory(false, parameters -> new OpenHandshake(true, parameters, random))
                : new Factory(
                        true, parameters -> TlsHandshake.client(settings, host, remote.getPort(), parameters, random));
    }

    /** Runs a task, then something else, on a thread of this pool. If too many wait it is dropped, and the handshake times out. */
    void run(Runnable task, Runnable then) {
        executor.execute(() -> {
            task.run();
            then.run();
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
