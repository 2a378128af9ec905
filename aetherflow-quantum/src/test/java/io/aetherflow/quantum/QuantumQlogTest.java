// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.aetherflow.quantum.internal.qlog.Qlog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints on sockets that write their connections down. */
@Timeout(60)
class QuantumQlogTest {
    @TempDir
    Path directory;

    private QuantumEndpoint.Builder endpoint(Path qlog) {
        return QuantumEndpoint.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .config(QuantumConfig.builder().qlogDirectory(qlog).build())
                .insecurePlaintext();
    }

    @Test
    void bothEndsOfAConnectionHaveTheirFile() throws Exception {
        Path made = directory.resolve("made");
        QuantumConnection there;
        QuantumConnection here;
        try (QuantumEndpoint server = endpoint(made).listen();
                QuantumEndpoint client = endpoint(made).open()) {
            there = client.connect(server.localAddress());
            here = server.accept();
            there.send(new byte[100_000]);
            here.receive();
        }

        assertThat(made).isDirectoryContaining(file -> file.endsWith(there.id() + "_client.sqlog"));
        assertMatches(Qlog.read(made.resolve(there.id() + "_client.sqlog")), there.stats());
        assertMatches(Qlog.read(made.resolve(there.id() + "_server.sqlog")), here.stats());
    }

    private static void assertMatches(Qlog qlog, ConnectionStats stats) {
        assertThat(qlog.all("transport:packet_sent")).hasSize((int) stats.packetsSent());
        assertThat(qlog.lostPackets()).hasSize((int) stats.packetsLost());
        assertThat(qlog.all("connectivity:connection_closed")).hasSize(1);
    }

    @Test
    void directoryThatCannotBeMadeIsToldAtOnce() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatIOException().isThrownBy(() -> endpoint(file.resolve("below")).listen());
    }
}
