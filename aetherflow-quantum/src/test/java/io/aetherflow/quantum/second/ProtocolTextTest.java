// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.second;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.ConnectionClosedException;
import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.QuantumConnection;
import io.aetherflow.quantum.QuantumEndpoint;
import io.aetherflow.quantum.QuantumTls;
import io.aetherflow.quantum.internal.crypto.RetryTag;
import io.aetherflow.quantum.internal.crypto.StatelessResetTokens;
import io.aetherflow.quantum.internal.crypto.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL.md says enough: what is written after it, without a look at the module's code, talks to the module. */
@Timeout(60)
class ProtocolTextTest {
    private static final String BEGIN = "```vectors\n";
    private static final String END = "```\n";
    private static final int HANDSHAKES_BEFORE_RETRY = 256;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clientWrittenAfterTheTextTalksToTheServer(boolean tls) throws Exception {
        TestAuthority authority = new TestAuthority("one");
        SSLEngine engine = tls ? authority.trustingContext().createSSLEngine("localhost", 1) : null;
        try (QuantumEndpoint server = server(tls ? authority : null);
                TextClient client = new TextClient(server.localAddress(), engine)) {
            client.begin();
            client.complete();
            client.sendMessage(bytes("hello"));
            QuantumConnection connection = server.accept();
            assertThat(connection.receive()).isEqualTo(bytes("hello"));
            assertThat(connection.id().toString().replace("-", "")).isEqualTo(TextBytes.hex(client.uuid));

            connection.send(bytes("world"));
            client.receiveUntil(() -> client.messageStream.containsKey(0L) && client.isConfirmed());
            assertThat(client.messageStream.get(0L)).isEqualTo(bytes("\u0005world"));

            client.receiveUntil(client::isAcknowledged);
            client.updateKey();
            client.sendMessage(bytes("under the next key"));
            assertThat(connection.receive()).isEqualTo(bytes("under the next key"));
            client.receiveUntil(() -> client.isPeerUpdated() && client.isAcknowledged());

            client.close(7, bytes("bye"));
            assertThat(reasonOf(connection)).isEqualTo(new CloseReason.Peer(7, "bye"));
        }
    }

    /** With so many handshakes under way, a server wants a proof of the address. */
    @Test
    void clientWrittenAfterTheTextProvesItsAddress() throws Exception {
        TestAuthority authority = new TestAuthority("one");
        SSLContext trust = authority.trustingContext();
        List<TextClient> clients = new ArrayList<>();
        try (QuantumEndpoint server = server(authority)) {
            for (int i = 0; i < HANDSHAKES_BEFORE_RETRY; i++) {
                clients.add(new TextClient(server.localAddress(), trust.createSSLEngine("localhost", 1)));
                clients.get(i).begin();
                clients.get(i).receiveUntil(clients.get(i)::isAnswered);
            }
            TextClient late = new TextClient(server.localAddress(), trust.createSSLEngine("localhost", 1));
            clients.add(late);
            late.begin();
            late.complete();
            late.sendMessage(bytes("hello"));

            assertThat(late.wasRetried()).isTrue();
            assertThat(server.accept().receive()).isEqualTo(bytes("hello"));
        } finally {
            clients.forEach(TextClient::close);
        }
    }

    private static QuantumEndpoint server(TestAuthority authority) throws Exception {
        QuantumEndpoint.Builder builder = QuantumEndpoint.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .config(QuantumConfig.builder()
                        .handshakeTimeout(Duration.ofMinutes(2))
                        .build());
        return authority == null
                ? builder.insecurePlaintext().listen()
                : builder.tls(QuantumTls.of(authority.context("localhost"))).listen();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CloseReason reasonOf(QuantumConnection connection) throws InterruptedException {
        try {
            connection.receive();
            throw new AssertionError("a message came");
        } catch (ConnectionClosedException e) {
            return e.reason();
        }
    }

    @Test
    void vectorsOfTheTextAreThoseThatFollowFromIt() throws Exception {
        String document = Files.readString(Path.of("PROTOCOL.md"));
        String made = new TextVectors().all();

        int begin = document.indexOf(BEGIN) + BEGIN.length();
        assertThat(begin).as("PROTOCOL.md has vectors; they are\n" + made).isGreaterThan(BEGIN.length());
        assertThat(document.substring(begin, document.indexOf(END, begin))).isEqualTo(made);
    }

    @Test
    void vectorsThatNoConnectionShowsAreTheModules() throws Exception {
        byte[] retry = TextPackets.retry(TextVectors.FIRST, TextVectors.CLIENT, TextVectors.SERVER, TextVectors.TOKEN);
        assertThat(RetryTag.matches(number(TextVectors.FIRST), retry, 0, retry.length))
                .isTrue();

        assertThat(new StatelessResetTokens(TextVectors.RESET_KEY).token(number(TextVectors.CLIENT)))
                .isEqualTo(Arrays.copyOf(TextKeys.hmac(TextVectors.RESET_KEY, TextVectors.CLIENT), 16));
    }

    private static long number(byte[] id) {
        return new TextCursor(id).integer(8);
    }
}
