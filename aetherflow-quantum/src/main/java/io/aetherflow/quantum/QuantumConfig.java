// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of connections, the same for all of an endpoint. Immutable.
 *
 * @param idleTimeout a connection that hears nothing for so long is over; the smaller one of both ends counts; zero for never
 * @param keepAlive a connection with nothing to send asks for a sign of life so often; zero for never
 * @param handshakeTimeout a handshake that takes longer has failed
 * @param maxStreams how many streams the peer may have open at a time
 * @param connectionWindowBytes how many bytes the peer may send ahead of the application at most, on all streams together; it begins
 *     with 1 MiB and gets more while the application reads as fast as that comes
 * @param streamWindowBytes how many bytes the peer may send ahead of the application on one stream at most; it begins with 256 KiB
 * @param sendBufferBytes how many bytes one stream takes that are not acknowledged yet; beyond, writing waits
 * @param maxMessageBytes the longest message that is sent or taken
 * @param datagramBufferBytes how many bytes of datagrams wait to be sent, and as many to be received, 1,024 datagrams at most; beyond, the
 *     oldest are dropped; zero for no datagrams
 * @param maxAckDelay how long an acknowledgement may wait for another
 * @param congestionControl how fast this end sends
 * @param maxPacketBytes the largest packet, in bytes of UDP payload, that is sent if the path carries it
 * @param qlogDirectory where each connection is written down as qlog; empty for nowhere
 */
public record QuantumConfig(
        Duration idleTimeout,
        Duration keepAlive,
        Duration handshakeTimeout,
        int maxStreams,
        int connectionWindowBytes,
        int streamWindowBytes,
        int sendBufferBytes,
        int maxMessageBytes,
        int datagramBufferBytes,
        Duration maxAckDelay,
        CongestionControl congestionControl,
        int maxPacketBytes,
        Optional<Path> qlogDirectory) {
    private static final int MIN_BYTES = 1 << 12;
    private static final int MAX_BYTES = 1 << 30;
    private static final int MAX_STREAMS = 100_000;
    private static final int MIN_PACKET_BYTES = 1_200;
    private static final int MAX_PACKET_BYTES = 65_527;

    public QuantumConfig {
        within("idleTimeout", idleTimeout, Duration.ZERO, Duration.ofDays(1));
        within("keepAlive", keepAlive, Duration.ZERO, Duration.ofDays(1));
        within("handshakeTimeout", handshakeTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
        within("maxStreams", maxStreams, 0, MAX_STREAMS);
        within("connectionWindowBytes", connectionWindowBytes, MIN_BYTES, MAX_BYTES);
        within("streamWindowBytes", streamWindowBytes, MIN_BYTES, MAX_BYTES);
        within("sendBufferBytes", sendBufferBytes, MIN_BYTES, MAX_BYTES);
        within("maxMessageBytes", maxMessageBytes, 1, MAX_BYTES);
        within("datagramBufferBytes", datagramBufferBytes, datagramBufferBytes == 0 ? 0 : MIN_BYTES, MAX_BYTES);
        within("maxAckDelay", maxAckDelay, Duration.ofMillis(1), Duration.ofMillis(1_000));
        Objects.requireNonNull(congestionControl, "congestionControl");
        within("maxPacketBytes", maxPacketBytes, MIN_PACKET_BYTES, MAX_PACKET_BYTES);
        Objects.requireNonNull(qlogDirectory, "qlogDirectory");
    }

    private static void within(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " is " + value + ", allowed are " + min + " to " + max);
        }
    }

    private static void within(String field, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(field + " is " + value + ", allowed are " + min + " to " + max);
        }
    }

    /**
     * Returns the defaults.
     *
     * @return idle timeout 60 s, keep-alive 10 s, handshake timeout 10 s, 1,000 streams, windows up to 16 MiB and 8 MiB, 4 MiB to send,
     *     messages up to 1 MiB, 256 KiB of datagrams, acknowledgements within 25 ms, BBR, packets up to 1,452
     *     bytes, no qlog
     */
    public static QuantumConfig defaults() {
        return builder().build();
    }

    /**
     * Returns a builder with the defaults.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. Not safe for use by several threads. */
    public static final class Builder {
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration keepAlive = Duration.ofSeconds(10);
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private int maxStreams = 1_000;
        private int connectionWindowBytes = 16 << 20;
        private int streamWindowBytes = 8 << 20;
        private int sendBufferBytes = 4 << 20;
        private int maxMessageBytes = 1 << 20;
        private int datagramBufferBytes = 256 << 10;
        private Duration maxAckDelay = Duration.ofMillis(25);
        private CongestionControl congestionControl = CongestionControl.BBR;
        private int maxPacketBytes = 1_452;
        private Optional<Path> qlogDirectory = Optional.empty();

        private Builder() {}

        /**
         * Sets after how long without hearing anything a connection is over.
         *
         * @param timeout zero for never, at most a day
         * @return this
         */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        /**
         * Sets how often a silent connection asks for a sign of life.
         *
         * @param interval zero for never, at most a day
         * @return this
         */
        public Builder keepAlive(Duration interval) {
            keepAlive = interval;
            return this;
        }

        /**
         * Sets how long a handshake may take.
         *
         * @param timeout 100 ms to 10 min
         * @return this
         */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = timeout;
            return this;
        }

        /**
         * Sets how many streams the peer may have open.
         *
         * @param count 0 to 100,000
         * @return this
         */
        public Builder maxStreams(int count) {
            maxStreams = count;
            return this;
        }

        /**
         * Sets how far the receive window of the whole connection may grow.
         *
         * @param bytes 4 KiB to 1 GiB
         * @return this
         */
        public Builder connectionWindowBytes(int bytes) {
            connectionWindowBytes = bytes;
            return this;
        }

        /**
         * Sets how far the receive window of each stream may grow.
         *
         * @param bytes 4 KiB to 1 GiB
         * @return this
         */
        public Builder streamWindowBytes(int bytes) {
            streamWindowBytes = bytes;
            return this;
        }

        /**
         * Sets the send buffer of each stream.
         *
         * @param bytes 4 KiB to 1 GiB
         * @return this
         */
        public Builder sendBufferBytes(int bytes) {
            sendBufferBytes = bytes;
            return this;
        }

        /**
         * Sets the longest message.
         *
         * @param bytes 1 to 1 GiB
         * @return this
         */
        public Builder maxMessageBytes(int bytes) {
            maxMessageBytes = bytes;
            return this;
        }

        /**
         * Sets how many bytes of datagrams wait in each direction.
         *
         * @param bytes 4 KiB to 1 GiB; 0 for no datagrams in either direction
         * @return this
         */
        public Builder datagramBufferBytes(int bytes) {
            datagramBufferBytes = bytes;
            return this;
        }

        /**
         * Sets how long an acknowledgement may wait.
         *
         * @param delay 1 ms to 1 s
         * @return this
         */
        public Builder maxAckDelay(Duration delay) {
            maxAckDelay = delay;
            return this;
        }

        /**
         * Sets how this end finds its speed.
         *
         * @param control not null
         * @return this
         */
        public Builder congestionControl(CongestionControl control) {
            congestionControl = control;
            return this;
        }

        /**
         * Sets how large packets may become. They begin with 1,200 bytes and grow as far as probes show that the path carries them.
         *
         * @param bytes of UDP payload, 1,200 to 65,527; 1,452 fills a frame of Ethernet over IPv6
         * @return this
         */
        public Builder maxPacketBytes(int bytes) {
            maxPacketBytes = bytes;
            return this;
        }

        /**
         * Writes each connection down as qlog, for finding faults: a file {@code <connection id>_client.sqlog} or {@code _server.sqlog} of
         * about 400 bytes a packet, which qvis shows. It has addresses, sizes, times, stream ids and the texts of closes; neither data nor
         * keys. A server writes a file of every handshake, failed ones included, so that strangers can fill the disk.
         *
         * @param directory made if it does not exist
         * @return this
         */
        public Builder qlogDirectory(Path directory) {
            qlogDirectory = Optional.of(directory);
            return this;
        }

        /**
         * Returns the settings.
         *
         * @return the settings
         * @throws IllegalArgumentException if one is out of range
         */
        public QuantumConfig build() {
            return new QuantumConfig(
                    idleTimeout,
                    keepAlive,
                    handshakeTimeout,
                    maxStreams,
                    connectionWindowBytes,
                    streamWindowBytes,
                    sendBufferBytes,
                    maxMessageBytes,
                    datagramBufferBytes,
                    maxAckDelay,
                    congestionControl,
                    maxPacketBytes,
                    qlogDirectory);
        }
    }
}
