// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.Handshake.State;
import io.aetherflow.quantum.internal.crypto.TlsSettings.ClientAuth;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsHandshakeTest {
    private static final String HOST = "server.example";
    private static final byte[] CLIENT_PARAMETERS = new byte[70];
    private static final byte[] SERVER_PARAMETERS = {1, 2, 3};
    private static final TestAuthority AUTHORITY = new TestAuthority("root");
    private static final SSLContext SERVER = AUTHORITY.context(HOST);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 1200, Integer.MAX_VALUE})
    void bothEndsAgreeHoweverTheBytesArrive(int pieceSize) {
        HandshakePair pair = new HandshakePair(client(trusting()), server(ClientAuth.NONE), pieceSize);
        pair.run();
        pair.assertAgreed(CLIENT_PARAMETERS, SERVER_PARAMETERS);
        assertThat(pair.client.state()).as("has read its ticket").isEqualTo(State.COMPLETE);
        assertThat(pair.server.state()).isEqualTo(State.COMPLETE);
        assertThat(pair.client.session()).map(SSLSession::getProtocol).hasValue("TLSv1.3");
    }

    @Test
    void theClientHasItsKeysAfterOneRoundTripAndTheServerWithTheClientsSecondFlight() {
        Handshake client = client(trusting());
        Handshake server = server(ClientAuth.NONE);
        pass(client, server);
        assertThat(server.state()).isEqualTo(State.IN_PROGRESS);
        pass(server, client);
        assertThat(client.state()).isEqualTo(State.KEYS_READY);
        pass(client, server);
        assertThat(server.state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void ticketsWaitForTheKeys() {
        Handshake client = client(trusting());
        Handshake server = server(ClientAuth.NONE);
        pass(client, server);
        pass(server, client);
        byte[] flight = client.output();
        server.receive(flight, 0, flight.length - 1);
        HandshakePair.runTasks(server);
        assertThat(server.state()).isEqualTo(State.IN_PROGRESS);
        assertThat(server.output()).isEmpty();
        server.receive(flight, flight.length - 1, 1);
        assertThat(server.state()).isEqualTo(State.COMPLETE);
        assertThat(server.output()).isNotEmpty();
    }

    @Test
    void nothingProceedsWhileATaskRuns() {
        Handshake client = client(trusting());
        Handshake server = server(ClientAuth.NONE);
        byte[] hello = client.output();
        server.receive(hello, 0, 300);
        assertThat(server.output()).as("a server does not speak first").isEmpty();
        server.receive(hello, 300, hello.length - 300);
        Runnable task = server.task();
        assertThat(task).isNotNull();
        assertThat(server.task()).as("given once").isNull();
        task.run();
        assertThat(server.output()).isEmpty();
        server.taskDone();
        HandshakePair.runTasks(server);
        assertThat(server.output()).isNotEmpty();
        assertThatThrownBy(server::taskDone).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSecretsAreGivenOnce() {
        Handshake client = client(trusting());
        assertThatThrownBy(() -> client.secrets(1, 2, 3, 4)).hasMessage("there are no secrets yet");
        HandshakePair.run(client, server(ClientAuth.NONE));
        client.secrets(1, 2, 3, 4);
        assertThatThrownBy(() -> client.secrets(1, 2, 3, 4)).hasMessage("the secrets were taken already");
    }

    @Test
    void eachSideSeesTheOthersCertificateWithMutualTls() throws Exception {
        HandshakePair pair =
                HandshakePair.run(client(AUTHORITY.context("client.example")), server(ClientAuth.REQUIRED));
        pair.assertAgreed(CLIENT_PARAMETERS, SERVER_PARAMETERS);
        assertThat(subject(pair.server)).isEqualTo("CN=client.example");
        assertThat(subject(pair.client)).isEqualTo("CN=" + HOST);
    }

    @Test
    void aClientWithoutCertificateIsTakenOnlyWhereItIsOptional() {
        HandshakePair.run(client(trusting()), server(ClientAuth.OPTIONAL))
                .assertAgreed(CLIENT_PARAMETERS, SERVER_PARAMETERS);

        HandshakePair refused = HandshakePair.run(client(trusting()), server(ClientAuth.REQUIRED));
        assertFailed(refused.server, "Empty client certificate chain");
        assertThat(refused.client.state()).isEqualTo(State.KEYS_READY);
    }

    @Test
    void anExpiredCertificateIsRefusedOnEitherSide() {
        HandshakePair server =
                HandshakePair.run(client(trusting()), server(AUTHORITY.expiredContext(HOST), ClientAuth.NONE));
        assertFailed(server.client, "NotAfter");

        HandshakePair client =
                HandshakePair.run(client(AUTHORITY.expiredContext("client.example")), server(ClientAuth.REQUIRED));
        assertFailed(client.server, "NotAfter");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        TestAuthority other = new TestAuthority("other");
        HandshakePair pair = HandshakePair.run(client(trusting()), server(other.context(HOST), ClientAuth.NONE));
        assertFailed(pair.client, "unable to find valid certification path");
    }

    @Test
    void theHostNameIsVerifiedUnlessToldOtherwise() {
        SSLContext wrong = AUTHORITY.context("other.example");
        HandshakePair refused = HandshakePair.run(client(trusting()), server(wrong, ClientAuth.NONE));
        assertFailed(refused.client, HOST);

        TlsSettings lax = new TlsSettings(trusting(), List.of(), false, ClientAuth.NONE);
        HandshakePair taken = HandshakePair.run(client(lax, CLIENT_PARAMETERS), server(wrong, ClientAuth.NONE));
        taken.assertAgreed(CLIENT_PARAMETERS, SERVER_PARAMETERS);
    }

    @Test
    void anApplicationProtocolIsAgreedOn() {
        HandshakePair pair = alpn(List.of("b", "a"), List.of("a", "c"));
        pair.assertAgreed(CLIENT_PARAMETERS, SERVER_PARAMETERS);
        assertThat(pair.client.applicationProtocol()).isEqualTo("a");
        assertThat(pair.server.applicationProtocol()).isEqualTo("a");
    }

    @Test
    void withoutACommonApplicationProtocolItFails() {
        HandshakePair different = alpn(List.of("a"), List.of("b"));
        assertFailed(different.server, "No matching application layer protocol values");
        assertThat(different.server.failure().alert()).isEqualTo(120);
        assertFailed(alpn(List.of("a"), List.of()).client, "application protocol: none of [a] agreed on");
        assertFailed(alpn(List.of(), List.of("b")).server, "application protocol: none of [b] agreed on");
    }

    @Test
    void aSecondConnectionResumesTheSession() {
        SSLContext context = trusting();
        HandshakePair first = HandshakePair.run(client(context), server(ClientAuth.NONE));
        HandshakePair second = HandshakePair.run(client(context), server(ClientAuth.NONE));
        second.assertAgreed(CLIENT_PARAMETERS, SERVER_PARAMETERS);
        assertThat(second.serverBytes.length).as("no certificate").isLessThan(first.serverBytes.length - 200);
        assertThat(second.client.session().orElseThrow().getCreationTime())
                .isEqualTo(first.client.session().orElseThrow().getCreationTime());
        assertThat(second.client.state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void aChainOfNineCertificatesIsCarried() throws Exception {
        TestAuthority authority = AUTHORITY;
        for (int i = 2; i <= 8; i++) {
            authority = authority.subordinate("authority " + i);
        }
        HandshakePair pair =
                new HandshakePair(client(trusting()), server(authority.context(HOST), ClientAuth.NONE), 1100);
        pair.run();
        pair.assertAgreed(CLIENT_PARAMETERS, SERVER_PARAMETERS);
        assertThat(pair.client.session().orElseThrow().getPeerCertificates()).hasSize(9);
    }

    private static HandshakePair alpn(List<String> client, List<String> server) {
        return HandshakePair.run(
                client(new TlsSettings(trusting(), client, true, ClientAuth.NONE), CLIENT_PARAMETERS),
                TlsHandshake.server(new TlsSettings(SERVER, server, true, ClientAuth.NONE), SERVER_PARAMETERS));
    }

    private static void assertFailed(Handshake handshake, String reason) {
        assertThat(handshake.state()).isEqualTo(State.FAILED);
        assertThat(handshake.failure()).isNotNull();
        assertThat(handshake.failure().code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
        assertThat(handshake.failure().text()).contains(reason);
        assertThatThrownBy(() -> handshake.secrets(1, 2, 3, 4)).isInstanceOf(IllegalStateException.class);
    }

    private static String subject(Handshake handshake) throws Exception {
        X509Certificate certificate =
                (X509Certificate) handshake.session().orElseThrow().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    private static void pass(Handshake from, Handshake to) {
        byte[] bytes = from.output();
        to.receive(bytes, 0, bytes.length);
        HandshakePair.runTasks(to);
    }

    private static SSLContext trusting() {
        return AUTHORITY.trustingContext();
    }

    private static TlsHandshake client(SSLContext context) {
        return client(new TlsSettings(context, List.of(), true, ClientAuth.NONE), CLIENT_PARAMETERS);
    }

    private static TlsHandshake client(TlsSettings settings, byte[] parameters) {
        return TlsHandshake.client(settings, HOST, 9443, parameters, new SecureRandom());
    }

    private static TlsHandshake server(ClientAuth clientAuth) {
        return server(SERVER, clientAuth);
    }

    private static TlsHandshake server(SSLContext context, ClientAuth clientAuth) {
        return TlsHandshake.server(new TlsSettings(context, List.of(), true, clientAuth), SERVER_PARAMETERS);
    }
}
