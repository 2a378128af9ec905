// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import io.aetherflow.quantum.internal.io.EndpointOptions;
import io.aetherflow.quantum.internal.io.NioEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket with any number of connections, opened from here and accepted from outside. It has one thread, named
 * {@code aetherflow-quantum-PORT}, unless the host drives it ({@link Builder#driven}), while handshakes need them up to two more,
 * {@code aetherflow-quantum-PORT-tls}, while qlog is written {@code aetherflow-quantum-qlog}. All end with {@link #close}. Safe for use by several threads. For calls that wait, and for
 * listeners, the same holds as for those of {@link QuantumConnection}.
 */
public interface QuantumEndpoint extends AutoCloseable {
    /**
     * Returns a builder. Security must be chosen: {@link Builder#tls} or {@link Builder#insecurePlaintext}.
     *
     * @return a builder
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address it is bound to.
     *
     * @return with the actual port
     */
    InetSocketAddress localAddress();

    /**
     * Opens a connection and waits until it can be used.
     *
     * @param remote the server's address; its host name is what the certificate is checked against
     * @param timeout how long to wait at most; {@link QuantumConfig#handshakeTimeout} holds as well
     * @return an established connection
     * @throws ConnectionClosedException if it could not be made; says why
     * @throws IllegalArgumentException if the address is not resolved, or of IPv6 when the socket is of IPv4, or the other way round
     * @throws IllegalStateException if the endpoint is closed
     * @throws QuantumTimeoutException if the time is over; the attempt is given up
     * @throws InterruptedException if the thread is interrupted while it waits; the attempt is given up
     */
    QuantumConnection connect(InetSocketAddress remote, Duration timeout) throws InterruptedException;

    /**
     * Opens a connection and waits until it can be used, at most for {@link QuantumConfig#handshakeTimeout}.
     *
     * @param remote the server's address; its host name is what the certificate is checked against
     * @return an established connection
     * @throws ConnectionClosedException if it could not be made; says why
     * @throws IllegalArgumentException if the address is not resolved, or of IPv6 when the socket is of IPv4, or the other way round
     * @throws IllegalStateException if the endpoint is closed
     * @throws InterruptedException if the thread is interrupted while it waits; the attempt is given up
     */
    default QuantumConnection connect(InetSocketAddress remote) throws InterruptedException {
        return connect(remote, ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Opens a connection.
     *
     * @param remote the server's address; its host name is what the certificate is checked against
     * @return ends with an established connection, or with {@link ConnectionClosedException}; whoever cancels it, or ends it by a timeout of
     *     the future's own, gives the attempt up
     * @throws IllegalArgumentException if the address is not resolved, or of IPv6 when the socket is of IPv4, or the other way round
     * @throws IllegalStateException if the endpoint is closed
     */
    CompletableFuture<QuantumConnection> connectAsync(InetSocketAddress remote);

    /**
     * Waits for the next connection from outside.
     *
     * @param timeout how long to wait at most; zero or less to try once
     * @return an established connection
     * @throws IllegalStateException if the endpoint does not listen, or is closed
     * @throws QuantumTimeoutException if the time is over
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    QuantumConnection accept(Duration timeout) throws InterruptedException;

    /**
     * Waits for the next connection from outside.
     *
     * @return an established connection
     * @throws IllegalStateException if the endpoint does not listen, or is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    default QuantumConnection accept() throws InterruptedException {
        return accept(ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Sets who takes the connections from outside. While the listener is busy up to 1,024 wait; further ones are turned away.
     *
     * @param listener called with each established connection, one at a time
     * @throws IllegalStateException if the endpoint does not listen, or is closed
     */
    void onConnection(Consumer<? super QuantumConnection> listener);

    /**
     * Returns how it does at present. It looks at every connection.
     *
     * @return how it does at present, or did when it was closed
     */
    EndpointStats stats();

    /**
     * Drives an endpoint that was built with {@link Builder#driven}: receives, does what is due, sends, calls listeners, and if there was nothing
     * for those waits for something to do. To be called again and again, by one thread at a time.
     *
     * @param wait how long to wait at most; zero not to wait
     * @return false once the endpoint is closed
     * @throws IllegalStateException if the endpoint has a thread of its own
     */
    boolean runOnce(Duration wait);

    /**
     * Closes in good order: begins and takes no more connections, closes those that there are, waits until the peers have everything that
     * was written, and then frees socket and threads as {@link #close()} does.
     *
     * @param timeout how long to wait at most
     * @return whether all connections were over in time; what was still under way if not is lost
     * @throws InterruptedException if the thread is interrupted while it waits; the endpoint is still there, but takes no connections
     */
    boolean close(Duration timeout) throws InterruptedException;

    /**
     * Moves to another local address, and all connections with it: to another network, or only to another port. Each peer makes sure
     * that this end is there before it sends anything else there. What is under way to the old address is lost and sent again. A handshake that is
     * under way may fail.
     *
     * @param local port 0 for any free one
     * @throws IOException if the address cannot be bound; nothing has changed then
     * @throws IllegalStateException if the endpoint listens, or is closed
     */
    void rebind(InetSocketAddress local) throws IOException;

    /** Tells all peers that their connections are over, without waiting for what is under way, and frees socket and threads. */
    @Override
    void close();

    /** Collects the settings of an endpoint. Not safe for use by several threads. */
    final class Builder {
        private static final int MIN_RESET_KEY_BYTES = 32;

        private InetSocketAddress address = new InetSocketAddress(0);
        private QuantumConfig config = QuantumConfig.defaults();
        private @Nullable QuantumTls tls;
        private byte @Nullable [] statelessResetKey;
        private boolean securityChosen;
        private Executor executor = Runnable::run;
        private boolean driven;

        private Builder() {}

        /**
         * Sets the local address; any free port of all addresses unless told, of IPv6 and IPv4 if the machine has both.
         *
         * @param local port 0 for any free one
         * @return this
         */
        public Builder bind(InetSocketAddress local) {
            address = Objects.requireNonNull(local, "local");
            return this;
        }

        /**
         * Encrypts by TLS 1.3.
         *
         * @param settings keys, trust and what is demanded of peers
         * @return this
         */
        public Builder tls(QuantumTls settings) {
            tls = Objects.requireNonNull(settings, "settings");
            securityChosen = true;
            return this;
        }

        /**
         * Does without TLS: nobody is authenticated, and anybody on the path can read and change everything. For tests and closed
         * networks only.
         *
         * @return this
         */
        public Builder insecurePlaintext() {
            tls = null;
            securityChosen = true;
            return this;
        }

        /**
         * Sets the settings of its connections.
         *
         * @param settings not null
         * @return this
         */
        public Builder config(QuantumConfig settings) {
            config = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Sets the key of stateless resets: an endpoint that knows nothing of a connection any more, since it was restarted, tells the
         * peer so, which believes it if the key is the one from before. A random key unless told, so that peers of an endpoint that was
         * restarted wait for their idle timeout.
         *
         * @param key 32 bytes or more, secret; of one endpoint at a time, or one would end the connections of another
         * @return this
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder statelessResetKey(byte[] key) {
            if (key.length < MIN_RESET_KEY_BYTES) {
                throw new IllegalArgumentException("statelessResetKey has " + key.length + " bytes, allowed are "
                        + MIN_RESET_KEY_BYTES + " or more");
            }
            statelessResetKey = key.clone();
            return this;
        }

        /**
         * Sets who calls listeners and completes futures; the thread that drives the endpoint unless told, so that a listener that takes long
         * holds everything up. The calls for one connection follow each other, those for several may overlap.
         *
         * @param runs must not refuse; what it refuses is run by the endpoint's thread
         * @return this
         */
        public Builder executor(Executor runs) {
            executor = Objects.requireNonNull(runs, "runs");
            return this;
        }

        /**
         * Does without a thread: the host calls {@link QuantumEndpoint#runOnce} in a loop of its own.
         *
         * @return this
         */
        public Builder driven() {
            driven = true;
            return this;
        }

        /**
         * Opens the socket for connections in both directions.
         *
         * @return an endpoint that is running
         * @throws IOException if the address cannot be bound, or the directory for qlog not be made
         * @throws IllegalStateException if no security was chosen
         */
        public QuantumEndpoint listen() throws IOException {
            return start(true);
        }

        /**
         * Opens the socket for connections that are opened from here.
         *
         * @return an endpoint that is running
         * @throws IOException if the address cannot be bound, or the directory for qlog not be made
         * @throws IllegalStateException if no security was chosen
         */
        public QuantumEndpoint open() throws IOException {
            return start(false);
        }

        private QuantumEndpoint start(boolean listening) throws IOException {
            if (!securityChosen) {
                throw new IllegalStateException("security: none was chosen, allowed are tls and insecurePlaintext");
            }
            return NioEndpoint.start(
                    new EndpointOptions(address, config, tls, statelessResetKey, listening, executor, driven));
        }
    }
}
