// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a session is to be created from. The lengths of its texts are checked against {@link SessionLimits} when it is
 * handed to {@link SessionManager#create}.
 *
 * @param userId whose session it will be; not empty, no control characters
 * @param connectionIds the connections it comes over, without duplicates; may be empty
 * @param clientIp the client's address as text, empty when unknown
 * @param clientPort the client's port, 0 to 65535, 0 when unknown
 * @param serverAddr the server that the client is connected to; empty takes {@link SessionManagerConfig#serverAddr}
 * @param metadata the application's own entries
 * @param timeout how long it lasts without a heartbeat; empty takes {@link SessionManagerConfig#timeout}
 */
public record NewSession(
        String userId,
        List<UUID> connectionIds,
        String clientIp,
        int clientPort,
        String serverAddr,
        Map<String, String> metadata,
        Optional<Duration> timeout) {
    public NewSession {
        connectionIds = connectionIds.stream().distinct().toList();
        metadata = Map.copyOf(metadata);
        Checks.port("clientPort", clientPort);
    }

    /**
     * Starts building a session of a user.
     *
     * @param userId whose session it will be
     * @return a builder with everything else unknown or default
     */
    public static Builder builder(String userId) {
        return new Builder(userId);
    }

    /** Builds a {@link NewSession}. For use by one thread. */
    public static final class Builder {
        private final String userId;
        private final List<UUID> connectionIds = new ArrayList<>();
        private final Map<String, String> metadata = new HashMap<>();
        private String clientIp = "";
        private int clientPort;
        private String serverAddr = "";
        private Optional<Duration> timeout = Optional.empty();

        private Builder(String userId) {
            this.userId = userId;
        }

        /**
         * Adds a connection that the session comes over.
         *
         * @param connectionId the transport's id of the connection
         * @return this builder
         */
        public Builder connection(UUID connectionId) {
            connectionIds.add(connectionId);
            return this;
        }

        /**
         * Says where the client is.
         *
         * @param ip its address as text
         * @param port its port, 0 when unknown
         * @return this builder
         */
        public Builder client(String ip, int port) {
            clientIp = ip;
            clientPort = port;
            return this;
        }

        /**
         * Says which server the client is connected to, where that is not the manager's own.
         *
         * @param addr the server's address
         * @return this builder
         */
        public Builder serverAddr(String addr) {
            serverAddr = addr;
            return this;
        }

        /**
         * Adds an entry of the application's own.
         *
         * @param key its key, not empty
         * @param value its value
         * @return this builder
         */
        public Builder metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        /**
         * Adds entries of the application's own.
         *
         * @param entries their keys and values
         * @return this builder
         */
        public Builder metadata(Map<String, String> entries) {
            metadata.putAll(entries);
            return this;
        }

        /**
         * Says how long the session lasts without a heartbeat.
         *
         * @param duration whole milliseconds, at least one, at most the manager's greatest lifetime
         * @return this builder
         */
        public Builder timeout(Duration duration) {
            timeout = Optional.of(duration);
            return this;
        }

        /**
         * Builds the request.
         *
         * @return the request
         * @throws InvalidSessionException if the port is out of range
         */
        public NewSession build() {
            return new NewSession(userId, connectionIds, clientIp, clientPort, serverAddr, metadata, timeout);
        }
    }
}
