// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aetherflow.quantum.internal.crypto.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** TLS over real sockets: the right result and the right reason on both ends. */
@Timeout(60)
class QuantumTlsTest {
    private static final QuantumConfig CONFIG =
            QuantumConfig.builder().handshakeTimeout(Duration.ofSeconds(20)).build();

    private final TestAuthority authority = new TestAuthority("one");

    private QuantumEndpoint server(QuantumTls tls) throws Exception {
        return QuantumEndpoint.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .tls(tls)
                .config(CONFIG)
                .listen();
    }

    private QuantumEndpoint client(QuantumTls tls) throws Exception {
        return QuantumEndpoint.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .tls(tls)
                .config(CONFIG)
                .open();
    }

    private static InetSocketAddress localhost(QuantumEndpoint server) throws Exception {
        return new InetSocketAddress(
                InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}),
                server.localAddress().getPort());
    }

    private static String reasonOf(QuantumEndpoint client, QuantumEndpoint server) throws Exception {
        try {
            client.connect(localhost(server));
            return "";
        } catch (ConnectionClosedException e) {
            assertThat(e.reason()).isInstanceOf(CloseReason.HandshakeFailure.class);
            return e.getMessage();
        }
    }

    @Test
    void trustedServerIsConnectedToAndKnownByItsCertificate() throws Exception {
        try (QuantumEndpoint server = server(QuantumTls.of(authority.context("localhost")));
                QuantumEndpoint client = client(QuantumTls.of(authority.trustingContext()))) {
            QuantumConnection there = client.connect(localhost(server));
            there.send(new byte[] {1, 2, 3});
            QuantumConnection here = server.accept();

            assertThat(here.receive()).containsExactly(1, 2, 3);
            assertThat(there.tlsSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(there.tlsSession().orElseThrow().getPeerPrincipal().getName())
                    .contains("localhost");
        }
    }

    @Test
    void laterConnectionResumesTheSession() throws Exception {
        try (QuantumEndpoint server = server(QuantumTls.of(authority.context("localhost")));
                QuantumEndpoint client = client(QuantumTls.of(authority.trustingContext()))) {
            QuantumConnection first = client.connect(localhost(server));
            server.accept().send(new byte[1]);
            first.receive(); // and the ticket before

            QuantumConnection second = client.connect(localhost(server));
            server.accept().send(new byte[1]);

            assertThat(second.receive()).hasSize(1);
            SSLSession before = first.tlsSession().orElseThrow();
            SSLSession resumed = second.tlsSession().orElseThrow();
            assertThat(resumed.getCreationTime()).isEqualTo(before.getCreationTime());
            assertThat(resumed.getPeerCertificates()).isEqualTo(before.getPeerCertificates());
        }
    }

    @Test
    void exampleOfThePageRuns() throws Exception {
        assertThat(QuantumReadmeExample.run(authority.context("localhost"), authority.trustingContext()))
                .isEqualTo("hello");
    }

    @Test
    void serverOfAnotherNameIsRefused() throws Exception {
        try (QuantumEndpoint server = server(QuantumTls.of(authority.context("elsewhere.example")));
                QuantumEndpoint client = client(QuantumTls.of(authority.trustingContext()))) {
            assertThat(reasonOf(client, server)).contains("localhost");
        }
    }

    @Test
    void serverOfAnUnknownAuthorityIsRefused() throws Exception {
        try (QuantumEndpoint server = server(QuantumTls.of(new TestAuthority("another").context("localhost")));
                QuantumEndpoint client = client(QuantumTls.of(authority.trustingContext()))) {
            assertThat(reasonOf(client, server)).containsIgnoringCase("certification path");
        }
    }

    @Test
    void clientWithoutTheDemandedCertificateIsToldSo() throws Exception {
        QuantumTls demanding = QuantumTls.of(authority.context("localhost"))
                .withClientCertificates(QuantumTls.ClientCertificates.REQUIRED);
        try (QuantumEndpoint server = server(demanding);
                QuantumEndpoint client = client(QuantumTls.of(authority.trustingContext()))) {
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(() -> client.connect(localhost(server)).receive()) // whichever comes first
                    .satisfies(e -> assertThat(e.reason()).isInstanceOf(CloseReason.HandshakeFailure.class));
        }
    }

    @Test
    void endWithoutTlsIsRefusedByOneWith() throws Exception {
        try (QuantumEndpoint server = server(QuantumTls.of(authority.context("localhost")));
                QuantumEndpoint client = QuantumEndpoint.builder()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .insecurePlaintext()
                        .open()) {
            assertThat(reasonOf(client, server)).contains("security");
        }
    }
}
