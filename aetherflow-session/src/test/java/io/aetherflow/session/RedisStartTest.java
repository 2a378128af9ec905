// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisSessionStoreOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisClusterOperationException;

/** What is wrong with a server is said when the store is opened, in one sentence. */
class RedisStartTest {
    @Test
    void wrongPasswordIsNamed() {
        try (RedisServer server = RedisServer.start(Map.of("requirepass", "right"));
                RedisClient redis = RedisClient.builder()
                        .hostAndPort("127.0.0.1", server.port())
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .password("wrong")
                                .build())
                        .build()) {
            assertThatThrownBy(() -> new RedisSessionStore(redis))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageStartingWith("Redis refuses the credentials: ");
        }
    }

    @Test
    void missingPasswordIsNamed() {
        try (RedisServer server = RedisServer.start(Map.of("requirepass", "right"));
                RedisClient redis = RedisClient.create(server.url())) {
            assertThatThrownBy(() -> new RedisSessionStore(redis))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageStartingWith("Redis refuses the credentials: ");
        }
    }

    @Test
    void closedPortIsNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (RedisClient redis = RedisClient.create("127.0.0.1", port)) {
            assertThatThrownBy(() -> new RedisSessionStore(redis))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessage("Redis cannot be asked: Failed to connect to 127.0.0.1:" + port + ".");
        }
    }

    @Test
    void clientForASingleServerIsRefusedOnACluster() {
        try (RedisCluster cluster = RedisCluster.start();
                RedisClient redis = RedisClient.create(cluster.masters().get(0).url())) {
            assertThatThrownBy(() -> new RedisSessionStore(redis))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessage(
                            "Redis runs as a Cluster, but the client is for a single server: use RedisClusterClient");
        }
    }

    /** Which is why the store need not check it. */
    @Test
    void clientForAClusterDoesNotEvenOpenOnASingleServer() {
        try (RedisServer server = RedisServer.start(Map.of())) {
            HostAndPort address = new HostAndPort("127.0.0.1", server.port());

            assertThatThrownBy(() -> RedisClusterClient.create(address).close())
                    .isInstanceOf(JedisClusterOperationException.class)
                    .hasMessage("Could not initialize cluster slots cache.");
        }
    }

    @Test
    void evictingServerIsWarnedOf() {
        assertThat(warningsOfAServerWith("allkeys-lru"))
                .containsExactly(
                        "Redis has maxmemory-policy allkeys-lru, which ends live sessions when memory is short:"
                                + " set noeviction");
    }

    @Test
    void serverThatEvictsNothingIsNotWarnedOf() {
        assertThat(warningsOfAServerWith("noeviction")).isEmpty();
    }

    private static List<String> warningsOfAServerWith(String maxmemoryPolicy) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.aetherflow.session.redis");
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try (RedisServer server = RedisServer.start(Map.of("maxmemory-policy", maxmemoryPolicy));
                RedisClient redis = RedisClient.create(server.url())) {
            new RedisSessionStore(redis).close();
            return appender.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        } finally {
            logger.detachAppender(appender);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0.14", "6.0.20", "nonsense"})
    void oldServerIsRefused(String version) throws Exception {
        try (FakeServer server = new FakeServer("redis_version:" + version + "\r\nredis_mode:standalone\r\n");
                RedisClient redis = server.connect()) {
            assertThatThrownBy(() -> new RedisSessionStore(redis))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessage("Redis is of version " + version + ", needed is 6.2 or newer");
        }
    }

    @Test
    void installedNewerServerDoes() {
        assumeTrue(RedisServer.installed().isPresent(), "no redis-server is installed");
        try (RedisServer server = RedisServer.start(RedisServer.installed().orElseThrow(), Map.of());
                RedisClient redis = RedisClient.create(server.url());
                SessionManager sessions =
                        SessionManager.builder(new RedisSessionStore(redis)).build()) {
            IssuedSession issued =
                    sessions.create(NewSession.builder("ann").metadata("a", "b").build());

            sessions.heartbeat(issued.session().id());

            assertThat(sessions.authenticate(issued.token().text()).state()).isEqualTo(SessionState.ACTIVE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "a{b}:"})
    void prefixWithBracesIsRefused(String prefix) {
        assertThatThrownBy(() ->
                        RedisSessionStoreOptions.builder().keyPrefix(prefix).build())
                .isInstanceOfSatisfying(
                        InvalidSessionException.class,
                        e -> assertThat(e.field()).isEqualTo("keyPrefix"));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> RedisSessionStoreOptions.builder()
                        .retention(Duration.ZERO)
                        .build())
                .hasMessageStartingWith("retention is ");
        assertThatThrownBy(() -> RedisSessionStoreOptions.builder()
                        .awaitReplicas(-1, Duration.ofSeconds(1))
                        .build())
                .hasMessageStartingWith("replicas is \"-1\"");
    }

    /** Knows no commands but HELLO and INFO. */
    private static final class FakeServer implements AutoCloseable {
        private static final String PROTOCOL = "*2\r\n$5\r\nproto\r\n:2\r\n";
        private static final String UNKNOWN = "-ERR unknown command\r\n";

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final String info;

        FakeServer(String info) throws IOException {
            this.info = "$" + info.length() + "\r\n" + info + "\r\n";
            thread.submit(() -> {
                try (Socket client = listener.accept()) {
                    serve(client);
                }
                return null;
            });
        }

        private void serve(Socket client) throws IOException {
            byte[] buffer = new byte[4096];
            for (int length = client.getInputStream().read(buffer);
                    length > 0;
                    length = client.getInputStream().read(buffer)) {
                String commands = new String(buffer, 0, length, StandardCharsets.US_ASCII);
                for (String command : commands.split("\\*\\d+\r\n")) {
                    if (!command.isEmpty()) {
                        String answer = answer(command);
                        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        }

        private String answer(String command) {
            if (command.startsWith("$5\r\nHELLO\r\n")) {
                return PROTOCOL;
            }
            return command.startsWith("$4\r\nINFO\r\n") ? info : UNKNOWN;
        }

        RedisClient connect() {
            return RedisClient.builder()
                    .hostAndPort(new HostAndPort("127.0.0.1", listener.getLocalPort()))
                    .clientConfig(DefaultJedisClientConfig.builder()
                            .protocol(RedisProtocol.RESP2)
                            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                            .build())
                    .build();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            thread.shutdownNow();
        }
    }
}
