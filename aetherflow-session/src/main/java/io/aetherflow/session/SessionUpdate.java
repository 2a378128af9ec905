// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * A change of single fields of a session; what it does not name stays as it is, so that concurrent updates of different
 * fields all last. It is applied whole or not at all. It is no heartbeat: it extends nothing.
 *
 * @param addConnections connections the session now also comes over; naming one again claims it back from a session
 *     that took it over
 * @param removeConnections connections that are gone; not one of {@code addConnections}
 * @param putMetadata entries to set
 * @param removeMetadata keys of entries to remove; not one of {@code putMetadata}
 * @param state the state to enter, or the same state for no change; not {@link SessionState#CLOSED}, which only
 *     {@link SessionManager#delete} leads to
 * @param client the client's new address
 * @param serverAddr the server that the client is now connected to, empty text for unknown
 * @param stats statistics that replace the present ones
 * @param statsDelta statistics to add, after {@code stats}
 * @param expectedRevision the {@link Session#revision} that the session must have for the update to happen
 */
public record SessionUpdate(
        List<UUID> addConnections,
        Set<UUID> removeConnections,
        Map<String, String> putMetadata,
        Set<String> removeMetadata,
        Optional<SessionState> state,
        Optional<ClientAddress> client,
        Optional<String> serverAddr,
        Optional<SessionStats> stats,
        Optional<SessionStats> statsDelta,
        OptionalLong expectedRevision) {
    /**
     * Where a client is.
     *
     * @param ip its address as text, empty when unknown
     * @param port its port, 0 to 65535, 0 when unknown
     */
    public record ClientAddress(String ip, int port) {
        public ClientAddress {
            Checks.port("clientPort", port);
        }
    }

    public SessionUpdate {
        addConnections = addConnections.stream().distinct().toList();
        removeConnections = Set.copyOf(removeConnections);
        putMetadata = Map.copyOf(putMetadata);
        removeMetadata = Set.copyOf(removeMetadata);
        if (!Collections.disjoint(addConnections, removeConnections)) {
            throw new InvalidSessionException("removeConnections", removeConnections.toString(), "none that is added");
        }
        if (!Collections.disjoint(putMetadata.keySet(), removeMetadata)) {
            throw new InvalidSessionException("removeMetadata", removeMetadata.toString(), "none that is put");
        }
        if (state.filter(SessionState.CLOSED::equals).isPresent()) {
            throw new InvalidSessionException("state", "CLOSED", "any other state; delete closes a session");
        }
    }

    /**
     * Starts building an update.
     *
     * @return a builder of an update that changes nothing
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Tells whether the update leaves {@link Session#revision} as it is.
     *
     * @return whether it names statistics and no other field
     */
    public boolean statsOnly() {
        boolean otherFields = state.isPresent() || client.isPresent() || serverAddr.isPresent();
        boolean connections = !addConnections.isEmpty() || !removeConnections.isEmpty();
        boolean metadata = !putMetadata.isEmpty() || !removeMetadata.isEmpty();
        return (stats.isPresent() || statsDelta.isPresent()) && !otherFields && !connections && !metadata;
    }

    /** Builds a {@link SessionUpdate}. For use by one thread. */
    public static final class Builder {
        private final List<UUID> addConnections = new ArrayList<>();
        private final Set<UUID> removeConnections = new HashSet<>();
        private final Map<String, String> putMetadata = new HashMap<>();
        private final Set<String> removeMetadata = new HashSet<>();
        private Optional<SessionState> state = Optional.empty();
        private Optional<ClientAddress> client = Optional.empty();
        private Optional<String> serverAddr = Optional.empty();
        private Optional<SessionStats> stats = Optional.empty();
        private Optional<SessionStats> statsDelta = Optional.empty();
        private OptionalLong expectedRevision = OptionalLong.empty();

        private Builder() {}

        /**
         * Adds a connection.
         *
         * @param connectionId the transport's id of the connection
         * @return this builder
         */
        public Builder addConnection(UUID connectionId) {
            addConnections.add(connectionId);
            return this;
        }

        /**
         * Removes a connection.
         *
         * @param connectionId the transport's id of the connection; unknown ones do not matter
         * @return this builder
         */
        public Builder removeConnection(UUID connectionId) {
            removeConnections.add(connectionId);
            return this;
        }

        /**
         * Sets a metadata entry.
         *
         * @param key its key, not empty
         * @param value its value
         * @return this builder
         */
        public Builder putMetadata(String key, String value) {
            putMetadata.put(key, value);
            return this;
        }

        /**
         * Sets metadata entries.
         *
         * @param entries their keys and values
         * @return this builder
         */
        public Builder putMetadata(Map<String, String> entries) {
            putMetadata.putAll(entries);
            return this;
        }

        /**
         * Removes a metadata entry.
         *
         * @param key its key; unknown ones do not matter
         * @return this builder
         */
        public Builder removeMetadata(String key) {
            removeMetadata.add(key);
            return this;
        }

        /**
         * Changes the state.
         *
         * @param next the state to enter
         * @return this builder
         */
        public Builder state(SessionState next) {
            state = Optional.of(next);
            return this;
        }

        /**
         * Changes the client's address, as when it roams.
         *
         * @param ip its address as text, empty when unknown
         * @param port its port, 0 when unknown
         * @return this builder
         * @throws InvalidSessionException if the port is out of range
         */
        public Builder client(String ip, int port) {
            client = Optional.of(new ClientAddress(ip, port));
            return this;
        }

        /**
         * Changes the server that the client is connected to.
         *
         * @param addr the server's address, empty when unknown
         * @return this builder
         */
        public Builder serverAddr(String addr) {
            serverAddr = Optional.of(addr);
            return this;
        }

        /**
         * Replaces the statistics.
         *
         * @param absolute the new statistics
         * @return this builder
         */
        public Builder stats(SessionStats absolute) {
            stats = Optional.of(absolute);
            return this;
        }

        /**
         * Adds to the statistics.
         *
         * @param delta what came since the last report
         * @return this builder
         */
        public Builder addStats(SessionStats delta) {
            statsDelta = Optional.of(delta);
            return this;
        }

        /**
         * Lets the update happen only at one revision.
         *
         * @param revision the {@link Session#revision} that was read
         * @return this builder
         */
        public Builder expectedRevision(long revision) {
            expectedRevision = OptionalLong.of(revision);
            return this;
        }

        /**
         * Builds the update.
         *
         * @return the update
         * @throws InvalidSessionException if it contradicts itself or names {@link SessionState#CLOSED}
         */
        public SessionUpdate build() {
            return new SessionUpdate(
                    addConnections,
                    removeConnections,
                    putMetadata,
                    removeMetadata,
                    state,
                    client,
                    serverAddr,
                    stats,
                    statsDelta,
                    expectedRevision);
        }
    }
}
