// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import io.aetherflow.quantum.QuantumConfig;
import io.aetherflow.quantum.internal.congestion.Bbr;
import io.aetherflow.quantum.internal.congestion.CongestionController;
import io.aetherflow.quantum.internal.congestion.Cubic;
import io.aetherflow.quantum.internal.congestion.Profile;
import io.aetherflow.quantum.internal.crypto.Handshake;
import io.aetherflow.quantum.internal.crypto.KeySchedule;
import io.aetherflow.quantum.internal.stream.StreamLimits;
import io.aetherflow.quantum.internal.wire.TransportParameters;
import io.aetherflow.quantum.internal.wire.WireWriter;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What a connection begins with.
 *
 * @param client whether it is this end that opens it
 * @param id the id that both ends know it by; a server learns the client's with its parameters
 * @param localId the connection id of packets for this end
 * @param remoteId the connection id of packets for the peer, for a client at first what it made up
 * @param firstDestination the client's first destination connection id
 * @param retrySource the connection id of the RETRY that led here
 * @param remote the peer's address
 * @param addressValidated whether the peer has proven its address by a token
 * @param config settings
 * @param handshakes makes the handshake
 * @param schedule how keys are derived
 * @param random of congestion control
 * @param routes leads datagrams to it
 * @param pools memory that it shares with others
 */
record ConnectionSeed(
        boolean client,
        UUID id,
        long localId,
        long remoteId,
        long firstDestination,
        OptionalLong retrySource,
        InetSocketAddress remote,
        boolean addressValidated,
        QuantumConfig config,
        HandshakeFactory handshakes,
        KeySchedule schedule,
        RandomGenerator random,
        RoutingTable routes,
        Pools pools) {
    Handshake beginHandshake(TransportParameters parameters) {
        byte[] encoded = new byte[TransportParameters.MAX_ENCODED_LENGTH];
        WireWriter out = new WireWriter().wrap(encoded, 0, encoded.length);
        parameters.encode(out);
        return handshakes.begin(Arrays.copyOf(encoded, out.position()));
    }

    TransportParameters parameters() {
        TransportParameters.Builder parameters = TransportParameters.builder(localId, handshakes.tls())
                .idleTimeoutMillis(config.idleTimeout().toMillis())
                .initialMaxData(streamLimits().firstConnectionWindow())
                .initialMaxStreamData(streamLimits().firstStreamWindow())
                .initialMaxStreams(config.maxStreams())
                .maxAckDelayMillis((int) config.maxAckDelay().toMillis())
                .maxDatagram(config.datagramBufferBytes() == 0 ? 0 : Datagrams.MAX_FRAME)
                .connectionIdLimit(RemoteIds.LIMIT);
        if (client) {
            return parameters.connectionUuid(id).build();
        }
        retrySource.ifPresent(parameters::retrySourceId);
        return parameters.firstDestinationId(firstDestination).build();
    }

    /** The path to the peer of the handshake. */
    Path firstPath(RemoteIds.Given id) {
        return new Path(remote, new AddressValidation(client || addressValidated), id, localId);
    }

    CongestionController congestion(long now) {
        int size = PathMtu.BASE;
        return switch (config.congestionControl()) {
            case BBR -> new Bbr(Profile.DEFAULT, size, random, now);
            case BBR_LOSSY_PATH -> new Bbr(Profile.LOSSY_PATH, size, random, now);
            case CUBIC -> new Cubic(size, now);
        };
    }

    StreamLimits streamLimits() {
        return new StreamLimits(
                config.sendBufferBytes(),
                config.streamWindowBytes(),
                config.connectionWindowBytes(),
                config.maxStreams());
    }

    Datagrams datagrams() {
        return new Datagrams(pools.chunks(), config.datagramBufferBytes(), PathMtu.BASE);
    }
}
