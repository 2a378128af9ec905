// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.bar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.crypto.TestAuthority;
import io.aetherflow.quantum.internal.crypto.TlsSettings;
import io.aetherflow.quantum.internal.crypto.TlsSettings.ClientAuth;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimTls;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS between two ends that suit each other, or do not: the right result, and the right reason at both. */
class HandshakeTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final TestAuthority OURS = new TestAuthority("ours");
    private static final TestAuthority OTHERS = new TestAuthority("others");
    private static final SSLContext SERVER = OURS.context(SimTls.HOST);
    private static final SSLContext NOBODY = OURS.trustingContext();

    private static TlsSettings end(SSLContext context, ClientAuth clientAuth, String... protocols) {
        return new TlsSettings(context, List.of(protocols), true, clientAuth);
    }

    private static TlsSettings end(SSLContext context, String... protocols) {
        return end(context, ClientAuth.NONE, protocols);
    }

    private static World begin(TlsSettings client, TlsSettings server) {
        return new World(1, LinkConfig.DEFAULT, QuantumConfig.defaults(), new SimTls(client, server));
    }

    private static World succeed(TlsSettings client, TlsSettings server) {
        World world = begin(client, server);
        Transfer transfer = world.transfer(1_000);
        world.network().run(transfer::isComplete, LIMIT);
        transfer.assertIntact();
        return world;
    }

    @Test
    void trustedServerWithItsName() {
        succeed(end(NOBODY), end(SERVER));
    }

    @Test
    void clientWithAGoodCertificateIsKnownByIt() throws Exception {
        World world = succeed(end(OURS.context("client")), end(SERVER, ClientAuth.REQUIRED));

        assertThat(world.server()
                        .handshakeResult()
                        .session()
                        .orElseThrow()
                        .getPeerPrincipal()
                        .getName())
                .isEqualTo("CN=client");
    }

    @Test
    void protocolThatBothKnowIsAgreedOn() {
        World world = succeed(end(NOBODY, "b", "c"), end(SERVER, "a", "b"));

        assertThat(world.client().handshakeResult().applicationProtocol()).isEqualTo("b");
        assertThat(world.server().handshakeResult().applicationProtocol()).isEqualTo("b");
    }

    static Stream<Arguments> failures() {
        TlsSettings demanding = end(SERVER, ClientAuth.REQUIRED);
        return Stream.of(
                Arguments.of("server of another name", end(NOBODY), end(OURS.context("elsewhere")), SimTls.HOST),
                Arguments.of("expired server", end(NOBODY), end(OURS.expiredContext(SimTls.HOST)), "NotAfter"),
                Arguments.of("unknown server", end(NOBODY), end(OTHERS.context(SimTls.HOST)), "certification path"),
                Arguments.of("no certificate", end(NOBODY), demanding, "Empty client certificate chain"),
                Arguments.of("expired client", end(OURS.expiredContext("client")), demanding, "NotAfter"),
                Arguments.of("unknown client", end(OTHERS.context("client")), demanding, "certification path"),
                Arguments.of("no protocol in common", end(NOBODY, "c"), end(SERVER, "a"), "application layer protocol"),
                Arguments.of("server without protocols", end(NOBODY, "c"), end(SERVER), "application protocol"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void bothEndsKnowWhyItFailed(String name, TlsSettings client, TlsSettings server, String reason) {
        World world = begin(client, server);

        world.network().run(() -> isOver(world.client()) && isOver(world.server()), LIMIT);

        assertFailed(world.client(), reason);
        assertFailed(world.server(), reason);
    }

    private static boolean isOver(ConnectionCore connection) {
        return connection.closeReason() != null;
    }

    private static void assertFailed(ConnectionCore connection, String says) {
        assertThat(connection.closeReason()).isInstanceOf(CloseReason.HandshakeFailure.class);
        assertThat(connection.closeReason().describe()).contains(says);
    }
}
