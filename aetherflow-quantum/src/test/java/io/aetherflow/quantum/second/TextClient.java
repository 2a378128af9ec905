// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.second;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLEngine;

/**
 * A client written after PROTOCOL.md, with nothing of the module's code. It trusts the loopback: nothing is lost, so it acknowledges, but
 * never sends anything again.
 */
final class TextClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int CHUNK = 1_000;

    final byte[] uuid = TextHandshake.random(16);
    final TreeMap<Long, byte[]> messageStream = new TreeMap<>();

    private final DatagramSocket socket = new DatagramSocket();
    private final byte[] first = TextHandshake.random(8);
    private final byte[] id = TextHandshake.random(8);
    private final TextHandshake handshake;
    private TextKeys initialSend;
    private TextKeys initialReceive;
    private byte[] destination = first;
    private byte[] token = new byte[0];
    private byte[] retrySource = new byte[0];
    private final TreeMap<Long, byte[]> crypto = new TreeMap<>();
    private final List<byte[]> held = new ArrayList<>();

    private byte[] serverId = new byte[0];
    private boolean hasPacketKeys;
    private TextKeys send;
    private TextKeys receive;
    private boolean phase;
    private int initialNumber;
    private int number;
    private long messageOffset;
    private long largestReceived = -1;
    private boolean confirmed;
    private long largestAcked = -1;
    private boolean peerUpdated;

    /**
     * @param engine null for no TLS
     */
    TextClient(InetSocketAddress server, SSLEngine engine) throws IOException, GeneralSecurityException {
        socket.connect(server);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        deriveInitialKeys();
        send = initialSend;
        receive = initialReceive;
        byte[] parameters = parameters(engine == null ? 0 : 1);
        handshake = engine == null ? new TextHandshake.Open(parameters) : new TextHandshake.Tls(parameters, engine);
    }

    private void deriveInitialKeys() throws GeneralSecurityException {
        byte[] initial = TextKeys.extract(TextKeys.SALT, destination);
        initialSend = new TextKeys(TextKeys.expand(initial, "client in", 32));
        initialReceive = new TextKeys(TextKeys.expand(initial, "server in", 32));
    }

    private byte[] parameters(int security) {
        return new TextBytes()
                .v(0x0d)
                .v(16)
                .bytes(uuid)
                .v(0x0e)
                .v(1)
                .v(security)
                .v(0x0f)
                .v(8)
                .bytes(id)
                .v(0x04)
                .v(4)
                .v(1_000_000)
                .v(0x05)
                .v(4)
                .v(1_000_000)
                .all();
    }

    /** The first flight. */
    void begin() throws IOException, GeneralSecurityException {
        sendCrypto(0);
    }

    /** The rest of the handshake, up to packet keys. */
    void complete() throws IOException, GeneralSecurityException {
        int answered = handshake.sent().length;
        while (!handshake.isDone()) {
            receiveDatagram();
            handshake.receive(cryptoInOrder());
        }
        checkPeerParameters();
        sendCrypto(answered);
        byte[] root = handshake.root(first, id, serverId);
        send = new TextKeys(TextKeys.expand(root, "client ap", 32));
        receive = new TextKeys(TextKeys.expand(root, "server ap", 32));
        hasPacketKeys = true;
        for (byte[] packet : held) {
            receiveShort(packet);
        }
    }

    private void sendCrypto(int from) throws IOException, GeneralSecurityException {
        byte[] sent = handshake.sent();
        for (int at = from; at < sent.length; at += CHUNK) {
            byte[] data = Arrays.copyOfRange(sent, at, Math.min(sent.length, at + CHUNK));
            byte[] frame =
                    new TextBytes().u8(0x06).v(at).v(data.length).bytes(data).all();
            byte[] payload = TextPackets.paddedInitialPayload(frame, token);
            send(TextPackets.initial(initialSend, destination, id, token, initialNumber++, payload));
        }
    }

    private void send(byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length));
    }

    private void receiveDatagram() throws IOException, GeneralSecurityException {
        DatagramPacket datagram = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(datagram);
        byte[] packet = Arrays.copyOf(datagram.getData(), datagram.getLength());
        if ((packet[0] & 0xf0) == 0xd0) {
            receiveRetry(packet);
        } else if ((packet[0] & 0x80) != 0) {
            receiveInitial(packet);
        } else if (!hasPacketKeys) {
            held.add(packet);
        } else {
            receiveShort(packet);
        }
    }

    private void receiveRetry(byte[] packet) throws IOException, GeneralSecurityException {
        retrySource = Arrays.copyOfRange(packet, 17, 25);
        token = Arrays.copyOfRange(packet, 25, packet.length - TextPackets.TAG);
        byte[] expected = TextPackets.retry(first, id, retrySource, token);
        TextPackets.require(Arrays.equals(packet, expected), "tag of RETRY");
        destination = retrySource;
        deriveInitialKeys();
        sendCrypto(0);
    }

    /** Whether an INITIAL packet of the server has come. */
    boolean isAnswered() {
        return serverId.length > 0;
    }

    boolean wasRetried() {
        return token.length > 0;
    }

    private void receiveInitial(byte[] packet) throws GeneralSecurityException {
        int numberOffset = TextPackets.initialNumberOffset(packet, id);
        TextKeys.Opened opened = initialReceive.open(packet, numberOffset);
        if (!isAnswered()) {
            serverId = Arrays.copyOfRange(packet, 17, 25);
            destination = serverId;
        }
        TextPackets.frames(opened.payload(), (type, frame) -> {
            TextPackets.require(type == 0 || type == 2 || type == 6, "frame of type " + type + " in INITIAL");
            if (type == 6) {
                crypto.merge(frame.offset(), frame.data(), (old, fresh) -> old.length > fresh.length ? old : fresh);
            }
        });
    }

    private byte[] cryptoInOrder() {
        TextBytes all = new TextBytes();
        crypto.forEach((offset, data) -> {
            int known = (int) (all.length() - offset);
            if (known >= 0 && known < data.length) {
                all.bytes(Arrays.copyOfRange(data, known, data.length));
            }
        });
        return all.all();
    }

    /** Section 5: what ties the server's parameters to its packets. */
    private void checkPeerParameters() {
        TreeMap<Long, byte[]> parameters = new TreeMap<>();
        TextCursor in = new TextCursor(handshake.peerParameters());
        while (in.hasMore()) {
            parameters.put(in.v(), in.bytes(in.v()));
        }
        TextPackets.require(Arrays.equals(parameters.get(0x00L), first), "parameter 00");
        TextPackets.require(Arrays.equals(parameters.get(0x0fL), serverId), "parameter 0f");
        TextPackets.require(Arrays.equals(parameters.getOrDefault(0x02L, new byte[0]), retrySource), "parameter 02");
    }

    private void receiveShort(byte[] packet) throws GeneralSecurityException {
        TextPackets.require(Arrays.equals(Arrays.copyOfRange(packet, 1, 9), id), "destination");
        TextKeys.Opened opened;
        try {
            opened = receive.open(packet, 9);
        } catch (AEADBadTagException e) {
            receive = receive.next();
            peerUpdated = true;
            opened = receive.open(packet, 9);
        }
        TextPackets.require(((opened.flags() & 4) != 0) == peerUpdated, "key phase");
        TextPackets.require((opened.flags() & 0x38) == 0, "reserved bits");
        largestReceived = Math.max(largestReceived, opened.number());
        TextPackets.frames(opened.payload(), this::handle);
    }

    private void handle(int type, TextPackets.Frame frame) {
        if (type == 0x1e) {
            confirmed = true;
        } else if (type == 0x02) {
            largestAcked = Math.max(largestAcked, frame.id());
        } else if ((type & 0xf8) == 0x08 && frame.id() == 0) {
            messageStream.putIfAbsent(frame.offset(), frame.data());
        }
    }

    /** Receives until something holds. */
    void receiveUntil(BooleanSupplier condition) throws IOException, GeneralSecurityException {
        while (!condition.getAsBoolean()) {
            receiveDatagram();
        }
    }

    boolean isConfirmed() {
        return confirmed;
    }

    /** Whether the server has acknowledged the last short packet. */
    boolean isAcknowledged() {
        return largestAcked == number - 1;
    }

    boolean isPeerUpdated() {
        return peerUpdated;
    }

    /** Sends a message on stream 0, with an acknowledgement of all that came. */
    void sendMessage(byte[] message) throws IOException, GeneralSecurityException {
        byte[] data = new TextBytes().v(message.length).bytes(message).all();
        TextBytes frames = new TextBytes();
        if (largestReceived >= 0) {
            frames.u8(0x02).v(largestReceived).v(0).v(0).v(largestReceived);
        }
        frames.u8(0x08 + 2 + 4).v(0).v(messageOffset).v(data.length).bytes(data);
        messageOffset += data.length;
        sendShort(frames.all());
    }

    void updateKey() throws GeneralSecurityException {
        send = send.next();
        phase = !phase;
    }

    void close(int code, byte[] text) throws IOException, GeneralSecurityException {
        sendShort(new TextBytes()
                .u8(0x1d)
                .v(code)
                .v(text.length)
                .bytes(text)
                .zeros(3)
                .all());
    }

    private void sendShort(byte[] payload) throws IOException, GeneralSecurityException {
        send(TextPackets.shortPacket(send, serverId, phase, number, payload));
        number++;
    }

    @Override
    public void close() {
        socket.close();
    }
}
