// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

/** Carries the bytes of two handshakes to each other, in pieces of a size, until neither has any more; runs their tasks. */
final class HandshakePair {
    final Handshake client;
    final Handshake server;
    /** All bytes that each side sent. */
    byte[] clientBytes = new byte[0];

    byte[] serverBytes = new byte[0];
    private final int pieceSize;

    HandshakePair(Handshake client, Handshake server, int pieceSize) {
        this.client = client;
        this.server = server;
        this.pieceSize = pieceSize;
    }

    static HandshakePair run(Handshake client, Handshake server) {
        HandshakePair pair = new HandshakePair(client, server, Integer.MAX_VALUE);
        pair.run();
        return pair;
    }

    void run() {
        byte[] toServer;
        byte[] toClient;
        do {
            toServer = client.output();
            clientBytes = Der.concat(clientBytes, toServer);
            deliver(toServer, server);
            toClient = server.output();
            serverBytes = Der.concat(serverBytes, toClient);
            deliver(toClient, client);
        } while (toServer.length + toClient.length > 0);
    }

    private void deliver(byte[] bytes, Handshake to) {
        for (int offset = 0; offset < bytes.length; offset += pieceSize) {
            to.receive(bytes, offset, Math.min(pieceSize, bytes.length - offset));
            runTasks(to);
            if (bytes.length - offset <= pieceSize) {
                return;
            }
        }
    }

    static void runTasks(Handshake handshake) {
        for (Runnable task = handshake.task(); task != null; task = handshake.task()) {
            task.run();
            handshake.taskDone();
        }
    }

    /** Both have the same secrets and the other's parameters. */
    void assertAgreed(byte[] clientParameters, byte[] serverParameters) {
        assertThat(client.failure()).isNull();
        assertThat(server.failure()).isNull();
        assertThat(client.peerParameters()).isEqualTo(serverParameters);
        assertThat(server.peerParameters()).isEqualTo(clientParameters);
        Secrets ofClient = client.secrets(1, 2, 3, 4);
        Secrets ofServer = server.secrets(1, 2, 3, 4);
        assertThat(ofClient).usingRecursiveComparison().isEqualTo(ofServer);
        assertThat(ofClient.client()).hasSize(32).isNotEqualTo(ofClient.server());
    }
}
