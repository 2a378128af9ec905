// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.second;

import static io.aetherflow.quantum.second.TextBytes.hex;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** The test vectors of PROTOCOL.md, made from its text. */
final class TextVectors {
    private static final int LINE = 96;
    private static final int NAME = 24;

    private static final byte[] NO_TOKEN = {};

    static final byte[] FIRST = hex("8394c8f03e515708");
    static final byte[] CLIENT = hex("c101c202c303c404");
    static final byte[] SERVER = hex("5e015e025e035e04");
    static final byte[] TOKEN = "a token".getBytes(StandardCharsets.US_ASCII);
    static final byte[] RESET_KEY = counting(0x40, 32);

    private final StringBuilder text = new StringBuilder();

    static byte[] counting(int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private void heading(String name) {
        text.append(text.isEmpty() ? "" : "\n").append(name).append('\n');
    }

    private void vector(String name, byte[] value) {
        String digits = hex(value);
        for (int at = 0; at < digits.length(); at += LINE) {
            text.append(String.format("%-" + NAME + "s", at == 0 ? name : ""))
                    .append(digits, at, Math.min(digits.length(), at + LINE))
                    .append('\n');
        }
    }

    private TextKeys keys(String name, byte[] secret) throws GeneralSecurityException {
        TextKeys keys = new TextKeys(secret);
        vector(name, secret);
        vector("  key", keys.key);
        vector("  iv", keys.iv);
        vector("  hp", keys.hp);
        return keys;
    }

    private byte[] cryptoBytes(String side, byte[] parameters, byte[] share) {
        vector(side + " parameters", parameters);
        vector(side + " 32 bytes", share);
        return new TextBytes().v(parameters.length).bytes(parameters, share).all();
    }

    /** All of them, as the document prints them. */
    String all() throws GeneralSecurityException {
        heading("Connection ids");
        vector("first destination", FIRST);
        vector("client", CLIENT);
        vector("server", SERVER);
        heading("Initial keys");
        byte[] initial = TextKeys.extract(TextKeys.SALT, FIRST);
        vector("initial", initial);
        TextKeys clientIn = keys("client in", TextKeys.expand(initial, "client in", 32));
        TextKeys serverIn = keys("server in", TextKeys.expand(initial, "server in", 32));
        byte[] clientCrypto = first(clientIn);
        byte[] serverCrypto = answer(serverIn);
        packetKeys(clientCrypto, serverCrypto);
        others();
        return text.toString();
    }

    private byte[] first(TextKeys clientIn) throws GeneralSecurityException {
        heading("First packet of a client without TLS: CRYPTO, padded");
        byte[] parameters = new TextBytes()
                .bytes(hex("0f08"), CLIENT, hex("0e01000d10"), counting(0x10, 16))
                .all();
        byte[] crypto = cryptoBytes("client's", parameters, counting(0x80, 32));
        byte[] frame = new TextBytes().u8(6).v(0).v(crypto.length).bytes(crypto).all();
        vector("CRYPTO frame", frame);
        byte[] packet = TextPackets.initial(
                clientIn, FIRST, CLIENT, NO_TOKEN, 0, TextPackets.paddedInitialPayload(frame, NO_TOKEN));
        vector("first 48 of 1,200 bytes", Arrays.copyOf(packet, 48));
        vector("last 16", Arrays.copyOfRange(packet, packet.length - 16, packet.length));
        vector("SHA-256 of all", TextKeys.sha256(packet));
        return crypto;
    }

    private byte[] answer(TextKeys serverIn) throws GeneralSecurityException {
        heading(
                "CRYPTO bytes of the server, and its packet 1: ACK of packet 0 after 100 microseconds, which needs no padding");
        byte[] parameters = new TextBytes()
                .bytes(hex("0f08"), SERVER, hex("0e01000008"), FIRST)
                .all();
        byte[] crypto = cryptoBytes("server's", parameters, counting(0xa0, 32));
        byte[] payload = hex("020040640000");
        vector("payload", payload);
        vector("packet", TextPackets.initial(serverIn, CLIENT, SERVER, NO_TOKEN, 1, payload));
        return crypto;
    }

    private void packetKeys(byte[] clientCrypto, byte[] serverCrypto) throws GeneralSecurityException {
        heading("Packet keys, and packets with PING and two of PADDING in either key phase");
        byte[] clientHash = TextKeys.sha256(clientCrypto);
        byte[] serverHash = TextKeys.sha256(serverCrypto);
        vector("client's hash", clientHash);
        vector("server's hash", serverHash);
        byte[] transcript = TextHandshake.transcript(FIRST, CLIENT, SERVER, clientHash, serverHash);
        vector("transcript", transcript);
        byte[] root = TextKeys.extract(
                transcript,
                new TextBytes().bytes(counting(0x80, 32), counting(0xa0, 32)).all());
        vector("root", root);
        TextKeys client = keys("client ap", TextKeys.expand(root, "client ap", 32));
        TextKeys server = keys("server ap", TextKeys.expand(root, "server ap", 32));
        byte[] ping = hex("010000");
        vector("client's packet 0", TextPackets.shortPacket(client, SERVER, false, 0, ping));
        vector("server's packet 5", TextPackets.shortPacket(server, CLIENT, false, 5, ping));
        TextKeys next = client.next();
        vector("client's next secret", next.secret);
        vector("client's packet 9", TextPackets.shortPacket(next, SERVER, true, 9, ping));
    }

    private void others() throws GeneralSecurityException {
        heading("Without keys of a connection");
        vector("token", TOKEN);
        vector("RETRY", TextPackets.retry(FIRST, CLIENT, SERVER, TOKEN));
        vector("VERSIONS", TextPackets.versions(CLIENT, FIRST));
        vector("reset key", RESET_KEY);
        vector("reset token of client", Arrays.copyOf(TextKeys.hmac(RESET_KEY, CLIENT), 16));
    }
}
