// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.qlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.recovery.RecoveryStats;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.SimQlog;
import io.aetherflow.quantum.sim.Transfer;
import io.aetherflow.quantum.sim.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the file is what happened. Names of events and fields are those of draft-ietf-quic-qlog-quic-events-04. */
class QlogTraceTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int BYTES = 1_000_000;

    @TempDir
    Path directory;

    private ConnectionCore client;
    private ConnectionCore server;
    private Qlog ofClient;
    private Qlog ofServer;

    private void run(LinkConfig link, Consumer<World> happens) {
        World world = new World(1, link);
        client = world.client();
        SimQlog qlog = new SimQlog(directory);
        qlog.record(world);
        happens.accept(world);
        server = world.server();
        qlog.close();
        ofClient = Qlog.read(qlog.file(client));
        ofServer = Qlog.read(qlog.file(server));
    }

    private static void transfer(World world) {
        Transfer transfer = world.transfer(BYTES);
        world.network().run(transfer::isComplete, LIMIT);
        world.client().closeGracefully(7, "that \"was\" it");
        world.network().run(() -> world.client().state() == ConnectionCore.State.CLOSED, LIMIT);
    }

    @Test
    void headerSaysWhatAndWhose() {
        run(LinkConfig.DEFAULT, QlogTraceTest::transfer);

        assertThat(ofClient.header()).containsEntry("qlog_version", "0.3").containsEntry("qlog_format", "JSON-SEQ");
        Map<?, ?> trace = (Map<?, ?>) ofServer.header().get("trace");
        assertThat((Map<?, ?>) trace.get("vantage_point")).extracting("type").isEqualTo("server");
        assertThat((Map<?, ?>) trace.get("common_fields"))
                .extracting("group_id", "time_format")
                .containsExactly(String.format("%016x", client.handshakeIds().firstDestination()), "relative");
    }

    @Test
    void everyPacketAndEveryLossIsThere() {
        run(LinkConfig.DEFAULT.withLoss(0.02, 1), QlogTraceTest::transfer);

        assertMatches(ofClient, client.recovery().stats());
        assertMatches(ofServer, server.recovery().stats());
        assertThat(ofClient.all("recovery:packet_lost")).isNotEmpty();
        assertThat(ofServer.all("transport:packet_received"))
                .hasSizeLessThan(ofClient.all("transport:packet_sent").size());
    }

    private static void assertMatches(Qlog qlog, RecoveryStats stats) {
        List<Map<String, Object>> sent = qlog.all("transport:packet_sent");
        assertThat(sent).hasSize((int) stats.packetsSent());
        assertThat(sent.stream()
                        .mapToLong(packet -> Qlog.number(packet, "raw", "length"))
                        .sum())
                .isEqualTo(stats.bytesSent());
        assertThat(qlog.lostPackets()).hasSize((int) stats.packetsLost());
    }

    @Test
    void framesTellWhatWasTransferred() {
        run(LinkConfig.DEFAULT.withRate(10_000_000, 10_000), QlogTraceTest::transfer);

        List<Map<String, Object>> frames = ofClient.frames("transport:packet_sent", "stream");
        assertThat(frames.stream()
                        .mapToLong(frame -> Qlog.number(frame, "length"))
                        .sum())
                .isEqualTo(BYTES);
        assertThat(ofServer.frames("transport:packet_received", "stream")).isEqualTo(frames);
        assertThat(frames.get(frames.size() - 1)).containsEntry("fin", true).containsEntry("stream_id", 2L);
        assertThat(ofClient.frames("transport:packet_received", "ack"))
                .allSatisfy(ack -> assertThat(ack).containsKeys("ack_delay", "acked_ranges"));
    }

    @Test
    void statesAndTheCloseAreTold() {
        run(LinkConfig.DEFAULT, QlogTraceTest::transfer);

        assertThat(ofClient.all("connectivity:connection_state_updated"))
                .extracting(data -> data.get("new"))
                .containsExactly("attempted", "handshake_complete", "handshake_confirmed", "closing", "closed");
        assertThat(ofServer.all("connectivity:connection_closed"))
                .singleElement()
                .satisfies(closed -> assertThat(closed)
                        .containsEntry("owner", "remote")
                        .containsEntry("application_code", 7L)
                        .containsEntry("reason", "that \"was\" it"));
    }

    @Test
    void parametersOfBothEndsAndKeysAreTold() {
        run(LinkConfig.DEFAULT, QlogTraceTest::transfer);

        assertThat(ofServer.all("transport:parameters_set"))
                .extracting(data -> data.get("owner"), data -> data.get("connection_uuid"))
                .containsExactly(
                        tuple("local", null), tuple("remote", client.id().toString()));
        assertThat(ofServer.all("security:key_updated"))
                .extracting(data -> data.get("generation"))
                .containsExactly(0L);
    }

    @Test
    void metricsEndAsTheyAre() {
        run(LinkConfig.DEFAULT, QlogTraceTest::transfer);

        assertThat(last("bytes_in_flight")).isEqualTo(client.recovery().inFlight());
        assertThat(last("congestion_window")).isEqualTo(client.congestion().congestionWindow());
        assertThat(ofClient.all("recovery:congestion_state_updated"))
                .extracting(data -> data.get("new"))
                .endsWith(client.congestion().phase());
    }

    private long last(String metric) {
        List<Map<String, Object>> updates = ofClient.all("recovery:metrics_updated").stream()
                .filter(data -> data.containsKey(metric))
                .toList();
        return Qlog.number(updates.get(updates.size() - 1), metric);
    }

    @Test
    void timesNeverGoBack() {
        run(LinkConfig.DEFAULT.withLoss(0.02, 1), QlogTraceTest::transfer);

        assertThat(ofClient.events())
                .extracting(event -> ((Number) event.get("time")).doubleValue())
                .isSorted()
                .last()
                .satisfies(time -> assertThat(time).isGreaterThan(800));
    }

    @Test
    void handshakeThatFailsIsTold() {
        run(LinkConfig.DEFAULT, world -> {
            world.network().run(() -> !world.serverEndpoint().connections().isEmpty(), LIMIT);
            world.server().closeNow(world.network().now(), 0, "no");
            world.network().run(() -> world.client().closeReason() != null, LIMIT);
        });

        assertThat(ofClient.all("connectivity:connection_closed")).hasSize(1);
        assertThat(ofServer.all("connectivity:connection_closed")).hasSize(1);
    }
}
