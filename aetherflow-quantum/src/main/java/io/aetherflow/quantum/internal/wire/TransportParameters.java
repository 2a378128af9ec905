// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.wire;

import io.aetherflow.quantum.ErrorCode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one end tells the other in the handshake, PROTOCOL.md section 5. Every instance is within the ranges given there.
 *
 * @param sourceId the source connection id of this side's first INITIAL packet
 * @param tls whether packet keys come from TLS; false means that nothing is secret
 * @param firstDestinationId the client's first destination connection id, from a server
 * @param retrySourceId the source connection id of the RETRY, from a server that sent one
 * @param connectionUuid the connection's UUID, from a client
 * @param migrationDisabled whether the connection must stay at its addresses
 * @param idleTimeoutMillis how long the connection may be idle, 0 for ever
 * @param maxUdpPayload the largest UDP payload that is taken
 * @param initialMaxData as MAX_DATA
 * @param initialMaxStreamData as MAX_STREAM_DATA of every stream
 * @param initialMaxStreams as MAX_STREAMS
 * @param maxAckDelayMillis how long acknowledgements may be held back
 * @param connectionIdLimit how many connection ids are taken at a time
 * @param maxDatagram the largest DATAGRAM frame that is taken, type and length included, 0 for none
 */
public record TransportParameters(
        long sourceId,
        boolean tls,
        OptionalLong firstDestinationId,
        OptionalLong retrySourceId,
        Optional<UUID> connectionUuid,
        boolean migrationDisabled,
        long idleTimeoutMillis,
        int maxUdpPayload,
        long initialMaxData,
        long initialMaxStreamData,
        long initialMaxStreams,
        int maxAckDelayMillis,
        int connectionIdLimit,
        long maxDatagram) {
    /** No encoding is longer, in bytes. */
    public static final int MAX_ENCODED_LENGTH = 116;

    /** Checks ranges. */
    public TransportParameters {
        check(Parameter.IDLE_TIMEOUT_MILLIS, idleTimeoutMillis);
        check(Parameter.MAX_UDP_PAYLOAD, maxUdpPayload);
        check(Parameter.INITIAL_MAX_DATA, initialMaxData);
        check(Parameter.INITIAL_MAX_STREAM_DATA, initialMaxStreamData);
        check(Parameter.INITIAL_MAX_STREAMS, initialMaxStreams);
        check(Parameter.MAX_ACK_DELAY_MILLIS, maxAckDelayMillis);
        check(Parameter.CONNECTION_ID_LIMIT, connectionIdLimit);
        check(Parameter.MAX_DATAGRAM, maxDatagram);
    }

    private static void check(Parameter parameter, long value) {
        String problem = parameter.problem(value);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** What became of encoded parameters. */
    public sealed interface Decoded permits Valid, Invalid {}

    /**
     * They can be used.
     *
     * @param parameters with defaults for what was absent
     */
    public record Valid(TransportParameters parameters) implements Decoded {}

    /**
     * The connection must be closed.
     *
     * @param error the code to close with
     * @param reason the text to close with
     */
    public record Invalid(ErrorCode error, String reason) implements Decoded {}

    /**
     * Reads parameters up to the reader's limit.
     *
     * @param fromServer whose parameters they are: some are for servers only, some for clients
     */
    public static Decoded decode(WireReader in, boolean fromServer) {
        return new ParameterDecoder(fromServer).decode(in);
    }

    /** Writes them, without those that have their default; takes at most {@link #MAX_ENCODED_LENGTH} bytes. */
    public void encode(WireWriter w) {
        writeId(w, Parameter.SOURCE_ID, OptionalLong.of(sourceId));
        writeInteger(w, Parameter.SECURITY, tls ? 1 : 0);
        writeId(w, Parameter.FIRST_DESTINATION_ID, firstDestinationId);
        writeId(w, Parameter.RETRY_SOURCE_ID, retrySourceId);
        if (connectionUuid.isPresent()) {
            writeHead(w, Parameter.CONNECTION_UUID, 16);
            w.u64(connectionUuid.get().getMostSignificantBits());
            w.u64(connectionUuid.get().getLeastSignificantBits());
        }
        if (migrationDisabled) {
            writeHead(w, Parameter.MIGRATION_DISABLED, 0);
        }
        writeInteger(w, Parameter.IDLE_TIMEOUT_MILLIS, idleTimeoutMillis);
        writeInteger(w, Parameter.MAX_UDP_PAYLOAD, maxUdpPayload);
        writeInteger(w, Parameter.INITIAL_MAX_DATA, initialMaxData);
        writeInteger(w, Parameter.INITIAL_MAX_STREAM_DATA, initialMaxStreamData);
        writeInteger(w, Parameter.INITIAL_MAX_STREAMS, initialMaxStreams);
        writeInteger(w, Parameter.MAX_ACK_DELAY_MILLIS, maxAckDelayMillis);
        writeInteger(w, Parameter.CONNECTION_ID_LIMIT, connectionIdLimit);
        writeInteger(w, Parameter.MAX_DATAGRAM, maxDatagram);
    }

    private static void writeHead(WireWriter w, Parameter parameter, int length) {
        w.varint(parameter.id);
        w.varint(length);
    }

    private static void writeId(WireWriter w, Parameter parameter, OptionalLong id) {
        if (id.isPresent()) {
            writeHead(w, parameter, Long.BYTES);
            w.u64(id.getAsLong());
        }
    }

    private static void writeInteger(WireWriter w, Parameter parameter, long value) {
        if (value != parameter.absent) {
            writeHead(w, parameter, VarInt.length(value));
            w.varint(value);
        }
    }

    /**
     * Returns a builder with the defaults of the protocol.
     *
     * @param sourceId the source connection id of this side's first INITIAL packet
     * @param tls whether packet keys come from TLS
     */
    public static Builder builder(long sourceId, boolean tls) {
        return new Builder(sourceId, tls);
    }

    /** Collects parameters; {@link #build} checks their ranges. */
    public static final class Builder {
        private final long sourceId;
        private final boolean tls;
        private OptionalLong firstDestinationId = OptionalLong.empty();
        private OptionalLong retrySourceId = OptionalLong.empty();
        private @Nullable UUID connectionUuid;
        private boolean migrationDisabled;
        private long idleTimeoutMillis = Parameter.IDLE_TIMEOUT_MILLIS.absent;
        private int maxUdpPayload = (int) Parameter.MAX_UDP_PAYLOAD.absent;
        private long initialMaxData = Parameter.INITIAL_MAX_DATA.absent;
        private long initialMaxStreamData = Parameter.INITIAL_MAX_STREAM_DATA.absent;
        private long initialMaxStreams = Parameter.INITIAL_MAX_STREAMS.absent;
        private int maxAckDelayMillis = (int) Parameter.MAX_ACK_DELAY_MILLIS.absent;
        private int connectionIdLimit = (int) Parameter.CONNECTION_ID_LIMIT.absent;
        private long maxDatagram = Parameter.MAX_DATAGRAM.absent;

        private Builder(long sourceId, boolean tls) {
            this.sourceId = sourceId;
            this.tls = tls;
        }

        /** The client's first destination connection id; a server must tell it. */
        public Builder firstDestinationId(long id) {
            firstDestinationId = OptionalLong.of(id);
            return this;
        }

        /** The source connection id of the RETRY that a server sent. */
        public Builder retrySourceId(long id) {
            retrySourceId = OptionalLong.of(id);
            return this;
        }

        /** The connection's UUID; a client must tell it. */
        public Builder connectionUuid(UUID uuid) {
            connectionUuid = uuid;
            return this;
        }

        /** Whether the connection must stay at its addresses. */
        public Builder migrationDisabled(boolean disabled) {
            migrationDisabled = disabled;
            return this;
        }

        /** How long the connection may be idle, 0 for ever. */
        public Builder idleTimeoutMillis(long millis) {
            idleTimeoutMillis = millis;
            return this;
        }

        /** The largest UDP payload that is taken, 1,200 to 65,527 bytes. */
        public Builder maxUdpPayload(int bytes) {
            maxUdpPayload = bytes;
            return this;
        }

        /** How much may be sent on all streams. */
        public Builder initialMaxData(long bytes) {
            initialMaxData = bytes;
            return this;
        }

        /** How much may be sent on each stream. */
        public Builder initialMaxStreamData(long bytes) {
            initialMaxStreamData = bytes;
            return this;
        }

        /** How many streams may be opened, at most 2^60. */
        public Builder initialMaxStreams(long streams) {
            initialMaxStreams = streams;
            return this;
        }

        /** How long acknowledgements may be held back, below 2^14. */
        public Builder maxAckDelayMillis(int millis) {
            maxAckDelayMillis = millis;
            return this;
        }

        /** How many connection ids are taken at a time, 2 to 8. */
        public Builder connectionIdLimit(int ids) {
            connectionIdLimit = ids;
            return this;
        }

        /** The largest DATAGRAM frame that is taken, type and length included, in bytes, 0 for none. */
        public Builder maxDatagram(long bytes) {
            maxDatagram = bytes;
            return this;
        }

        /** Returns the parameters; throws {@link IllegalArgumentException} if one is out of its range. */
        public TransportParameters build() {
            return new TransportParameters(
                    sourceId,
                    tls,
                    firstDestinationId,
                    retrySourceId,
                    Optional.ofNullable(connectionUuid),
                    migrationDisabled,
                    idleTimeoutMillis,
                    maxUdpPayload,
                    initialMaxData,
                    initialMaxStreamData,
                    initialMaxStreams,
                    maxAckDelayMillis,
                    connectionIdLimit,
                    maxDatagram);
        }
    }
}
