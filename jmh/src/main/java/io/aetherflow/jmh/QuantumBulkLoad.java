// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.quantum.ConnectionStats;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumException;
import io.aetherflow.quantum.QuantumStream;
import io.aetherflow.quantum.StreamPriority;

/** Quantum with TLS and default settings: one stream of class BULK. */
final class QuantumBulkLoad extends BulkLoad {
    private final QuantumPair endpoints;
    private final QuantumConnection connection;
    private final QuantumStream stream;

    QuantumBulkLoad() throws Exception {
        endpoints = QuantumPair.open();
        connection = endpoints.client().connect(endpoints.server().localAddress());
        stream = connection.openStream(StreamPriority.BULK);
        Thread reader = new Thread(this::read, "quantum-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        byte[] buffer = new byte[1 << 16];
        Sink sink = new Sink();
        try {
            QuantumStream in = endpoints.server().accept().acceptStream();
            for (int n = in.read(buffer, 0, buffer.length); n >= 0; n = in.read(buffer, 0, buffer.length)) {
                sink.received(buffer, 0, n);
            }
        } catch (InterruptedException | QuantumException e) {
            // closed
        }
    }

    @Override
    void send(byte[] piece) throws InterruptedException {
        stream.write(piece);
    }

    ConnectionStats stats() {
        return connection.stats();
    }

    @Override
    public void close() {
        endpoints.close();
    }
}
