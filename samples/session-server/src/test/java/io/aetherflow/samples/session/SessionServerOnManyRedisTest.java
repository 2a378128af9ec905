// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.samples.engines.RedisSentinels;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.samples.server.ServerMain;
import io.aetherflow.samples.server.TestProcess;
import io.aetherflow.samples.server.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** The server on several Redis servers that make up one: a Sentinel set, and a Cluster. */
class SessionServerOnManyRedisTest {
    private static final int SESSIONS = 60;

    @TempDir
    private Path folder;

    @Test
    void sessionsOutliveTheMasterOfASentinelSet() {
        try (RedisSentinels redis = RedisSentinels.start();
                TestServer server = start(sentinel(redis, RedisSentinels.MASTER_NAME))) {
            SessionClient client = new SessionClient(server);
            String before = client.create("early");
            await().until(() -> keysOf(redis.replica()) == keysOf(redis.master()));

            redis.master().kill();

            server.awaitReady(false);
            server.awaitReady(true); // the sentinels have made the replica the master
            assertThat(client.userOf(before)).isEqualTo("early");
            assertThat(client.userOf(client.create("late"))).isEqualTo("late");
        }
    }

    @Test
    void serversShareSessionsThatAreSpreadOverTheMastersOfACluster() {
        try (RedisCluster redis = RedisCluster.start();
                TestServer one = start(cluster(redis.masters()));
                TestServer other = start(cluster(redis.masters().subList(0, 1)))) { // finds the rest by itself
            List<String> ids = IntStream.range(0, SESSIONS)
                    .mapToObj(user -> new SessionClient(one).create("user-" + user))
                    .toList();

            assertThat(ids.stream().map(new SessionClient(other)::userOf))
                    .containsExactlyElementsOf(IntStream.range(0, SESSIONS)
                            .mapToObj(user -> "user-" + user)
                            .toList());
            assertThat(redis.masters())
                    .allSatisfy(master -> assertThat(keysOf(master)).isPositive());
        }
    }

    @Test
    void serverIsNotReadyWhileItsClusterIsDown() {
        try (RedisCluster redis = RedisCluster.start();
                TestServer server = start(cluster(redis.masters()))) {
            server.awaitReady(true);

            redis.masters().forEach(RedisServer::kill);

            server.awaitReady(false);
            redis.masters().forEach(RedisServer::restart);
            server.awaitReady(true);
        }
    }

    @Test
    void wrongModeOrNameIsOneSentenceAndExitOne() throws Exception {
        try (RedisSentinels redis = RedisSentinels.start()) {
            assertRefused("no-such-master seems to be not monitored", sentinel(redis, "no-such-master"));
            assertRefused("ERR This instance has cluster support disabled", cluster(List.of(redis.master())));
            assertRefused(
                    "",
                    List.of(
                            "Store.Redis.Mode=sentinel",
                            "Store.Redis.MasterName=aetherflow",
                            "Store.Redis.Addr=127.0.0.1:1"));
        }
    }

    private void assertRefused(String reason, List<String> settings) throws Exception {
        List<String> arguments = Stream.concat(Stream.of("Store.Type=redis"), settings.stream())
                .map(setting -> "--set=" + setting)
                .toList();
        try (TestProcess server = TestProcess.start(SessionServer.class, folder, arguments)) {
            assertThat(server.exitCode()).isEqualTo(ServerMain.EXIT_FAILED);
            assertThat(server.err().lines())
                    .singleElement()
                    .asString()
                    .contains("(Store.Redis) cannot be used: ", reason);
        }
    }

    private static List<String> sentinel(RedisSentinels redis, String masterName) {
        return List.of(
                "Store.Redis.Mode=sentinel",
                "Store.Redis.Addr=" + addresses(redis.sentinels()),
                "Store.Redis.MasterName=" + masterName);
    }

    private static List<String> cluster(List<RedisServer> nodes) {
        return List.of("Store.Redis.Mode=cluster", "Store.Redis.Addr=" + addresses(nodes));
    }

    private static String addresses(List<RedisServer> servers) {
        return servers.stream().map(server -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
    }

    private static TestServer start(List<String> settings) {
        List<String> all = new ArrayList<>(List.of("Store.Type=redis", "Store.Redis.CommandTimeout=500ms"));
        all.addAll(settings);
        return TestServer.start(new SessionServer(), all);
    }

    private static long keysOf(RedisServer server) {
        try (RedisClient redis = RedisClient.create(server.url())) {
            return redis.dbSize();
        }
    }
}
