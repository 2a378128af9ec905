// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import io.aetherflow.quantum.CloseReason;
import io.aetherflow.quantum.internal.congestion.RttView;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.wire.TransportParameters;

/** Compares a connection with what it was and writes what has changed. */
final class QlogChanges {
    private static final String[] METRICS = {
        "min_rtt", "smoothed_rtt", "latest_rtt", "rtt_variance", "congestion_window", "bytes_in_flight", "pacing_rate"
    };
    private static final int TIMES = 4;
    private static final int BITS = 8;

    private final ConnectionCore connection;
    private final QlogRecords records;
    private final long[] metrics = new long[METRICS.length];
    private final long[] before = new long[METRICS.length];
    private String state = "";
    private String phase = "";
    private int packetSize;
    private boolean peerKnown;
    private long keyUpdates = -1;
    private boolean closed;

    QlogChanges(ConnectionCore connection, QlogRecords records) {
        this.connection = connection;
        this.records = records;
        this.packetSize = connection.packetSize();
    }

    void write(long now) {
        writeState(now);
        TransportParameters peer = connection.peerParameters();
        if (peer != null && !peerKnown && records.admits(now)) {
            peerKnown = true;
            parameters(now, "remote", peer);
        }
        writeKeys(now);
        CloseReason reason = connection.closeReason();
        if (reason != null && !closed && records.admits(now)) {
            closed = true;
            JsonText json = records.begin(now, "connectivity:connection_closed");
            QlogClose.write(json, reason);
            records.end();
        }
        writePhase(now);
        writePacketSize(now);
        writeMetrics(now);
    }

    private void writeState(long now) {
        String current = stateName();
        if (current.equals(state) || !records.admits(now)) {
            return;
        }
        update(now, "connectivity:connection_state_updated", state, current);
        if (current.equals("handshake_confirmed")) {
            records.begin(now, "security:key_discarded").field("key_type", side("initial_secret"));
            records.end();
        }
        state = current;
    }

    private String stateName() {
        return switch (connection.state()) {
            case HANDSHAKE -> "attempted";
            case ESTABLISHED -> connection.isConfirmed() ? "handshake_confirmed" : "handshake_complete";
            case CLOSING -> "closing";
            case DRAINING -> "draining";
            case CLOSED -> "closed";
        };
    }

    private String side(String key) {
        return (connection.isClient() ? "client_" : "server_") + key;
    }

    private void update(long now, String event, String old, String current) {
        JsonText json = records.begin(now, event);
        if (!old.isEmpty()) {
            json.field("old", old);
        }
        json.field("new", current);
        records.end();
    }

    /** Writes the parameters of one end. */
    void parameters(long now, String owner, TransportParameters parameters) {
        JsonText json = records.begin(now, "transport:parameters_set").field("owner", owner);
        json.hexField("initial_source_connection_id", parameters.sourceId());
        parameters.firstDestinationId().ifPresent(id -> json.hexField("original_destination_connection_id", id));
        parameters.retrySourceId().ifPresent(id -> json.hexField("retry_source_connection_id", id));
        parameters.connectionUuid().ifPresent(id -> json.field("connection_uuid", id.toString()));
        json.field("tls", parameters.tls())
                .field("disable_active_migration", parameters.migrationDisabled())
                .field("max_idle_timeout", parameters.idleTimeoutMillis())
                .field("max_udp_payload_size", parameters.maxUdpPayload())
                .field("max_ack_delay", parameters.maxAckDelayMillis())
                .field("active_connection_id_limit", parameters.connectionIdLimit())
                .field("initial_max_data", parameters.initialMaxData())
                .field("initial_max_stream_data_bidi_local", parameters.initialMaxStreamData())
                .field("initial_max_stream_data_bidi_remote", parameters.initialMaxStreamData())
                .field("initial_max_streams_bidi", parameters.initialMaxStreams())
                .field("max_datagram_frame_size", parameters.maxDatagram());
        records.end();
    }

    /** Which keys seal, never the keys themselves. */
    private void writeKeys(long now) {
        long updates = connection.keyUpdates();
        if (updates != keyUpdates && records.admits(now)) {
            keyUpdates = updates;
            JsonText json = records.begin(now, "security:key_updated")
                    .field("key_type", side("1rtt_secret"))
                    .field("generation", updates);
            if (updates == 0) {
                json.field("trigger", "tls");
            }
            records.end();
        }
    }

    private void writePhase(long now) {
        String current = connection.congestion().phase();
        if (!current.equals(phase) && records.admits(now)) {
            update(now, "recovery:congestion_state_updated", phase, current);
            phase = current;
        }
    }

    private void writePacketSize(long now) {
        int size = connection.packetSize();
        if (size != packetSize && records.admits(now)) {
            records.begin(now, "connectivity:mtu_updated")
                    .field("old", packetSize)
                    .field("new", size);
            records.end();
            packetSize = size;
        }
    }

    private void writeMetrics(long now) {
        readMetrics();
        boolean changed = false;
        for (int i = 0; i < METRICS.length; i++) {
            changed |= metrics[i] != before[i];
        }
        if (!changed || !records.admits(now)) {
            return;
        }
        JsonText json = records.begin(now, "recovery:metrics_updated");
        for (int i = 0; i < METRICS.length; i++) {
            if (metrics[i] != before[i]) {
                before[i] = metrics[i];
                if (i < TIMES) {
                    json.millisField(METRICS[i], metrics[i]);
                } else {
                    json.field(METRICS[i], metrics[i]);
                }
            }
        }
        records.end();
    }

    private void readMetrics() {
        RttView rtt = connection.recovery().rtt();
        metrics[0] = rtt.min();
        metrics[1] = rtt.smoothed();
        metrics[2] = rtt.latest();
        metrics[3] = rtt.variance();
        metrics[4] = connection.congestion().congestionWindow();
        metrics[5] = connection.recovery().inFlight();
        metrics[6] = connection.congestion().pacingRate() * BITS;
    }
}
