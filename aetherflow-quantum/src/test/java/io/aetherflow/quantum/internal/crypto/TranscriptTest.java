// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.internal.crypto.Handshake.State;
import io.aetherflow.quantum.internal.crypto.TlsSettings.ClientAuth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys depend on all that was said in a handshake, though TLS itself does not see all of it. */
class TranscriptTest {
    private static final String HOST = "server.example";
    private static final TestAuthority AUTHORITY = new TestAuthority("root");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void parametersAlteredOnTheWayGiveEachEndOtherKeys(boolean clients) {
        Handshake client = client(1);
        Handshake server = server();
        pass(client, server, clients);
        pass(server, client, !clients);
        pass(client, server, false);
        assertThat(client.state()).isEqualTo(State.KEYS_READY);
        assertThat(server.state()).isEqualTo(State.COMPLETE);
        assertThat(secrets(client)).isNotEqualTo(secrets(server));
    }

    @Test
    void theSameSecretInAHandshakeWithAnotherCertificateGivesOtherKeys() {
        Handshake one = client(7);
        Handshake other = client(7);
        HandshakePair.run(one, server());
        HandshakePair.run(other, server());
        assertThat(secrets(one)).isNotEqualTo(secrets(other));
    }

    @Test
    void eachPartOfTheTranscriptChangesTheKeys() {
        byte[] a = new byte[32];
        byte[] b = new byte[32];
        Arrays.fill(b, (byte) 1);
        List<Secrets> all = new ArrayList<>(List.of(
                new RootSecret(a.clone(), a, b).take(1, 2, 3, 4),
                new RootSecret(b.clone(), a, b).take(1, 2, 3, 4),
                new RootSecret(a.clone(), b, b).take(1, 2, 3, 4),
                new RootSecret(a.clone(), a, a).take(1, 2, 3, 4),
                new RootSecret(a.clone(), a, b).take(9, 2, 3, 4),
                new RootSecret(a.clone(), a, b).take(1, 9, 3, 4),
                new RootSecret(a.clone(), a, b).take(1, 2, 9, 4),
                new RootSecret(a.clone(), a, b).take(1, 2, 3, 9)));
        Set<String> different = new HashSet<>();
        for (Secrets secrets : all) {
            different.add(Arrays.toString(secrets.client()));
            different.add(Arrays.toString(secrets.server()));
        }
        assertThat(different).hasSize(2 * all.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, Integer.MAX_VALUE})
    void withoutTlsBothEndsAgree(int pieceSize) {
        byte[] parameters = new byte[100];
        HandshakePair pair = new HandshakePair(
                new OpenHandshake(true, parameters, new Random(1)),
                new OpenHandshake(false, new byte[3], new Random(2)),
                pieceSize);
        pair.run();
        assertThat(pair.client.state()).isEqualTo(State.COMPLETE);
        assertThat(pair.client.session()).isEmpty();
        pair.assertAgreed(parameters, new byte[3]);
    }

    @Test
    void withoutTlsDamageGivesEachEndOtherKeys() {
        Handshake client = new OpenHandshake(true, new byte[10], new Random(1));
        Handshake server = new OpenHandshake(false, new byte[10], new Random(2));
        pass(client, server, true);
        pass(server, client, false);
        assertThat(secrets(client)).isNotEqualTo(secrets(server));
    }

    @Test
    void thePeersParametersAreReadEvenIfItWantsTlsAndThisEndDoesNot() {
        Handshake open = new OpenHandshake(false, new byte[10], new Random(1));
        pass(client(1), open, false);
        assertThat(open.peerParameters()).isEqualTo(new byte[10]);

        Handshake tls = server();
        pass(new OpenHandshake(true, new byte[11], new Random(1)), tls, false);
        assertThat(tls.peerParameters()).isEqualTo(new byte[11]);
    }

    /** Hands on what a side has to say, the last byte of its ten parameters altered or not. */
    private static void pass(Handshake from, Handshake to, boolean altered) {
        byte[] bytes = from.output();
        if (altered) {
            bytes[10] ^= 1;
        }
        to.receive(bytes, 0, bytes.length);
        HandshakePair.runTasks(to);
    }

    private static List<Byte> secrets(Handshake handshake) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : handshake.secrets(1, 2, 3, 4).client()) {
            bytes.add(b);
        }
        return bytes;
    }

    private static TlsHandshake client(long seed) {
        TlsSettings settings = new TlsSettings(AUTHORITY.trustingContext(), List.of(), true, ClientAuth.NONE);
        return TlsHandshake.client(settings, HOST, 1, new byte[10], new Random(seed));
    }

    private static TlsHandshake server() {
        return TlsHandshake.server(
                new TlsSettings(AUTHORITY.context(HOST), List.of(), true, ClientAuth.NONE), new byte[10]);
    }
}
