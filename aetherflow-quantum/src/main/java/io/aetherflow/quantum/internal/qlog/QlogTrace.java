// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.ConnectionObserver;
import io.aetherflow.quantum.internal.recovery.SentPacket;
import io.aetherflow.quantum.internal.recovery.Space;
import io.aetherflow.quantum.internal.wire.Header;
import java.net.InetSocketAddress;

/**
 * Writes down one connection as qlog 0.3, the newest version that qvis loads: its main schema and events are
 * draft-ietf-quic-qlog-main-schema-04 and draft-ietf-quic-qlog-quic-events-04, as JSON text sequences. Packets are told with their
 * frames, but neither data, tokens nor keys. The file bears the connection's id and this end's role; what happens before a server
 * knows the id is held until then.
 */
public final class QlogTrace implements ConnectionObserver {
    private final ConnectionCore connection;
    private final QlogRecords records;
    private final QlogChanges changes;
    private final QlogFrames frames = new QlogFrames();
    private boolean named;
    private boolean over;

    private QlogTrace(ConnectionCore connection, QlogSink sink, long now) {
        this.connection = connection;
        this.records = new QlogRecords(sink, now);
        this.changes = new QlogChanges(connection, records);
    }

    /**
     * Watches a connection to which nothing has happened yet.
     *
     * @param local this end's address
     * @param wallClockMillis the time of day, in milliseconds since 1970, at {@code now}
     */
    public static void begin(
            ConnectionCore connection, InetSocketAddress local, QlogSink sink, long now, long wallClockMillis) {
        QlogTrace trace = new QlogTrace(connection, sink, now);
        trace.writeHeader(wallClockMillis);
        trace.writeStart(local, now);
        connection.observe(trace);
    }

    private String role() {
        return connection.isClient() ? "client" : "server";
    }

    private void writeHeader(long wallClockMillis) {
        JsonText json = records.beginHeader()
                .field("qlog_version", "0.3")
                .field("qlog_format", "JSON-SEQ")
                .key("trace")
                .open('{');
        json.key("vantage_point").open('{').field("name", "AetherFlow Quantum").field("type", role());
        json.close('}').key("common_fields").open('{');
        json.key("protocol_type").open('[').value("QUANTUM").close(']');
        json.hexField("group_id", connection.handshakeIds().firstDestination())
                .field("time_format", "relative")
                .field("reference_time", wallClockMillis);
        json.close('}').close('}');
        records.endHeader();
    }

    private void writeStart(InetSocketAddress local, long now) {
        InetSocketAddress remote = connection.remote();
        records.begin(now, "connectivity:connection_started")
                .field("src_ip", local.getAddress().getHostAddress())
                .field("dst_ip", remote.getAddress().getHostAddress())
                .field("protocol", "QUANTUM")
                .field("src_port", local.getPort())
                .field("dst_port", remote.getPort())
                .hexField("src_cid", connection.handshakeIds().local())
                .hexField("dst_cid", connection.handshakeIds().remote());
        records.end();
        changes.parameters(now, "local", connection.localParameters());
    }

    @Override
    public void packetSent(long now, SentPacket packet, byte[] datagram, int payload, int length) {
        if (records.admits(now)) {
            JsonText json = records.begin(now, "transport:packet_sent");
            header(json, packet.space(), packet.packetNumber());
            if (packet.sizeProbe()) {
                json.field("is_mtu_probe_packet", true);
            }
            content(json, datagram, payload, length);
        }
    }

    @Override
    public void packetReceived(long now, Space space, long number, byte[] datagram, int payload, int length) {
        if (records.admits(now)) {
            JsonText json = records.begin(now, "transport:packet_received");
            header(json, space, number);
            content(json, datagram, payload, length);
        }
    }

    private static void header(JsonText json, Space space, long number) {
        json.key("header")
                .open('{')
                .field("packet_type", space == Space.HANDSHAKE ? "initial" : "1RTT")
                .field("packet_number", number);
        json.close('}');
    }

    private void content(JsonText json, byte[] datagram, int payload, int length) {
        json.key("raw").open('{').field("length", payload + length + Header.TAG_LENGTH);
        json.field("payload_length", length).close('}');
        frames.write(json, datagram, payload, length);
        records.end();
    }

    @Override
    public void packetDropped(long now, Header.Type type, int size, Drop why) {
        if (records.admits(now)) {
            JsonText json = records.begin(now, "transport:packet_dropped");
            json.key("header").open('{').field("packet_type", typeName(type)).close('}');
            json.key("raw").open('{').field("length", size).close('}');
            json.field("trigger", trigger(why));
            records.end();
        }
    }

    private static String typeName(Header.Type type) {
        return switch (type) {
            case SHORT -> "1RTT";
            case INITIAL -> "initial";
            case RETRY -> "retry";
            case VERSIONS -> "version_negotiation";
            case UNKNOWN_VERSION -> "unknown";
        };
    }

    private static String trigger(Drop why) {
        return switch (why) {
            case NO_KEYS, UNOPENED -> "decryption_failure";
            case DUPLICATE -> "rejected";
            case UNEXPECTED -> "invalid";
        };
    }

    @Override
    public void packetLost(long now, SentPacket packet) {
        if (records.admits(now)) {
            JsonText json = records.begin(now, "recovery:packet_lost");
            header(json, packet.space(), packet.packetNumber());
            if (packet.sizeProbe()) {
                json.field("is_mtu_probe_packet", true);
            }
            records.end();
        }
    }

    @Override
    public void polled(long now) {
        nameFile(connection.isClient() || connection.state() != ConnectionCore.State.HANDSHAKE);
        changes.write(now);
    }

    private void nameFile(boolean idIsKnown) {
        if (idIsKnown && !named) {
            named = true;
            records.file(connection.id() + "_" + role() + ".sqlog");
        }
    }

    @Override
    public void ended(long now) {
        if (!over) {
            over = true;
            nameFile(true);
            changes.write(now);
            records.finish(now);
        }
    }
}
