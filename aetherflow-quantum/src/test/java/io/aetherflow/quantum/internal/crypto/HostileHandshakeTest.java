// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.Handshake.State;
import io.aetherflow.quantum.internal.crypto.TlsSettings.ClientAuth;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that keep to no rule, older TLS, and bytes that are nothing. */
class HostileHandshakeTest {
    private static final String HOST = "server.example";
    private static final TestAuthority AUTHORITY = new TestAuthority("root");
    private static final SSLContext SERVER = AUTHORITY.context(HOST);
    private static final int PROTOCOL_VERSION = 70;
    private static final SSLContext CLIENT = AUTHORITY.trustingContext();

    @Test
    void aClientOfTls12IsRefused() throws Exception {
        Handshake server = server();
        exchange(rawClient(new byte[32], "TLSv1.2"), server);
        assertFailed(server, "TLSv1.2");
        assertThat(server.failure().alert()).isEqualTo(PROTOCOL_VERSION);
    }

    @Test
    void aServerOfTls12IsRefused() throws Exception {
        SSLEngine engine = SERVER.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        RawTlsPeer server = new RawTlsPeer(engine, new byte[0]);
        Handshake client = client();
        byte[] hello = client.output();
        assertThatThrownBy(() -> server.exchange(hello)).isInstanceOf(SSLException.class);
        receive(client, server.alert());
        assertFailed(client, "protocol_version");
    }

    @Test
    void aContextThatCannotDoTls13IsRefused() {
        assertThatThrownBy(() -> TlsSettings.requireVersion(List.of("TLSv1.2", "TLSv1.1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("context: must support TLSv1.3, supports [TLSv1.2, TLSv1.1]");
    }

    @Test
    void aClientThatSaysItsSecretRightIsTaken() throws Exception {
        Handshake server = server();
        exchange(rawClient(new byte[32], "TLSv1.3"), server);
        assertThat(server.failure()).isNull();
        assertThat(server.state()).isEqualTo(State.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 33, 16_000})
    void aFirstRecordThatIsNoSecretIsRefused(int length) throws Exception {
        Handshake server = server();
        exchange(rawClient(new byte[length], "TLSv1.3"), server);
        assertFailed(server, "must carry 32 bytes of application data, carries " + length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedTicketFailsAndWhatFollowsAGoodOneIsIgnored(boolean damaged) throws Exception {
        SSLEngine engine = SERVER.createSSLEngine();
        engine.setUseClientMode(false);
        RawTlsPeer server = new RawTlsPeer(engine, new byte[5]);
        Handshake client = client();
        receive(client, server.exchange(client.output()));
        assertThat(client.state()).isEqualTo(State.KEYS_READY);
        byte[] ticketAndData = server.exchange(client.output());
        ticketAndData[20] ^= (byte) (damaged ? 1 : 0);
        receive(client, ticketAndData);
        assertThat(client.state()).isEqualTo(damaged ? State.FAILED : State.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytesFail(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            for (Handshake handshake : List.of(server(), client())) {
                byte[] garbage = new byte[1 + random.nextInt(2000)];
                random.nextBytes(garbage);
                garbage[0] = 0;
                receive(handshake, garbage);
                receive(handshake, new byte[1 << 16]);
                assertThat(handshake.state()).as("seed %d, round %d", seed, i).isEqualTo(State.FAILED);
                assertThat(handshake.failure()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFlippedBitInAServersFlightFailsOrChangesTheKeys(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            Handshake client = client();
            Handshake server = server();
            receive(server, client.output());
            byte[] flight = server.output();
            int bit = random.nextInt(flight.length * 8);
            flight[bit / 8] ^= (byte) (1 << bit % 8);
            receive(client, flight);
            receive(server, client.output());
            if (client.state() == State.KEYS_READY && server.state() == State.COMPLETE) {
                assertThat(client.secrets(1, 2, 3, 4).client())
                        .as("seed %d, bit %d", seed, bit)
                        .isNotEqualTo(server.secrets(1, 2, 3, 4).client());
            }
        }
    }

    @Test
    void moreThanIsBufferedFails() {
        Handshake server = server();
        byte[] hello = client().output();
        server.receive(hello, 0, hello.length);
        Runnable task = server.task();
        assertThat(task).isNotNull();
        server.receive(new byte[CryptoInput.MAX_BUFFERED], 0, CryptoInput.MAX_BUFFERED);
        server.receive(new byte[1], 0, 1);
        task.run();
        server.taskDone();
        assertThat(server.failure())
                .isEqualTo(new HandshakeFailure(
                        ErrorCode.CRYPTO_BUFFER_EXCEEDED, "handshake bytes: at most 65536 may wait, are 65537"));
    }

    @Test
    void aRecordTooLongFailsAtItsHeader() {
        Handshake server = server();
        receive(server, new byte[] {0, 22, 3, 1, 0x41, 0x01});
        assertFailed(server, "TLS record: must be at most 16640 bytes, is 16641");
    }

    @Test
    void parametersTooLongFailAtTheirLength() {
        Handshake server = server();
        receive(server, new byte[] {0x50, 0x01});
        assertThat(server.failure())
                .isEqualTo(new HandshakeFailure(
                        ErrorCode.PARAMETER_ERROR, "parameters: must be at most 4096 bytes, are 4097"));
        assertThatThrownBy(() -> new OpenHandshake(true, new byte[4097], new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void exchange(RawTlsPeer client, Handshake server) throws SSLException {
        byte[] toClient = new byte[0];
        for (int i = 0; i < 3 && server.state() == State.IN_PROGRESS; i++) {
            receive(server, client.exchange(toClient));
            toClient = server.output();
        }
    }

    private static void receive(Handshake handshake, byte[] bytes) {
        handshake.receive(bytes, 0, bytes.length);
        HandshakePair.runTasks(handshake);
    }

    private static void assertFailed(Handshake handshake, String reason) {
        assertThat(handshake.state()).isEqualTo(State.FAILED);
        assertThat(handshake.failure()).isNotNull();
        assertThat(handshake.failure().text()).contains(reason);
    }

    private static RawTlsPeer rawClient(byte[] afterHandshake, String version) {
        SSLEngine engine = AUTHORITY.trustingContext().createSSLEngine(HOST, 1);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        return new RawTlsPeer(engine, afterHandshake);
    }

    private static TlsHandshake client() {
        TlsSettings settings = new TlsSettings(CLIENT, List.of(), true, ClientAuth.NONE);
        return TlsHandshake.client(settings, HOST, 1, new byte[10], new SecureRandom());
    }

    private static TlsHandshake server() {
        return TlsHandshake.server(new TlsSettings(SERVER, List.of(), true, ClientAuth.NONE), new byte[20]);
    }
}
