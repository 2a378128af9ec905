// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aetherflow.quantum.internal.crypto.TestAuthority;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over sockets of IPv6, and of both families at once. */
@Timeout(60)
class QuantumIpv6Test {
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final InetSocketAddress EVERY_ADDRESS = new InetSocketAddress(0);

    @BeforeAll
    static void needsIpv6() {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
    }

    private static boolean hasIpv6() {
        try (DatagramSocket socket = new DatagramSocket(at(LOOPBACK_6, 0))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static InetSocketAddress at(byte[] address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress("localhost", address), port);
    }

    private static QuantumEndpoint.Builder plaintext(InetSocketAddress local) {
        return QuantumEndpoint.builder().bind(local).insecurePlaintext();
    }

    /** Has a client send its message, and returns the server's end of its connection. */
    private static QuantumConnection exchange(QuantumEndpoint client, QuantumEndpoint server, byte[] address)
            throws Exception {
        QuantumConnection there =
                client.connect(at(address, server.localAddress().getPort()));
        QuantumConnection here = server.accept();
        there.send(address);
        assertThat(here.receive()).isEqualTo(address);
        here.send(address);
        assertThat(there.receive()).isEqualTo(address);
        return here;
    }

    @Test
    void tlsConnectsOverIpv6() throws Exception {
        TestAuthority authority = new TestAuthority("one");
        try (QuantumEndpoint server = QuantumEndpoint.builder()
                        .bind(at(LOOPBACK_6, 0))
                        .tls(QuantumTls.of(authority.context("localhost")))
                        .listen();
                QuantumEndpoint client = QuantumEndpoint.builder()
                        .bind(at(LOOPBACK_6, 0))
                        .tls(QuantumTls.of(authority.trustingContext()))
                        .open()) {
            QuantumConnection here = exchange(client, server, LOOPBACK_6);

            assertThat(here.remoteAddress()).isEqualTo(client.localAddress());
            assertThat(here.remoteAddress().getAddress()).isInstanceOf(Inet6Address.class);
        }
    }

    @Test
    void socketOfEveryAddressServesBothFamilies() throws Exception {
        try (QuantumEndpoint server = plaintext(EVERY_ADDRESS).listen();
                QuantumEndpoint client = plaintext(EVERY_ADDRESS).open()) {
            QuantumConnection six = exchange(client, server, LOOPBACK_6);
            QuantumConnection four = exchange(client, server, LOOPBACK_4);

            assertThat(six.remoteAddress().getAddress()).isInstanceOf(Inet6Address.class);
            assertThat(four.remoteAddress().getAddress()).isInstanceOf(Inet4Address.class);
        }
    }

    @Test
    void socketOfOneFamilyRefusesRemotesOfTheOther() throws Exception {
        try (QuantumEndpoint six = plaintext(at(LOOPBACK_6, 0)).open();
                QuantumEndpoint four = plaintext(at(LOOPBACK_4, 0)).open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> six.connect(at(LOOPBACK_4, 1)))
                    .withMessageContaining("IPv6");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> four.connect(at(LOOPBACK_6, 1)))
                    .withMessageContaining("IPv6");
        }
    }
}
