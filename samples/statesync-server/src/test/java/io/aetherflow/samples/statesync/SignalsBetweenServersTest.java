// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aetherflow.grpc.v1.DocumentEvent;
import io.aetherflow.samples.engines.PostgresServer;
import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.samples.engines.RedisSentinels;
import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.samples.server.ServerStartException;
import io.aetherflow.samples.server.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL: what happens at one is told to the other. */
class SignalsBetweenServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NEVER_POLLS = "Manager.HeadPollInterval=1h";

    private static PostgresServer postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start(PostgresServer.FAST);
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void postgresTells() {
        assertEditIsSeenAtTheOther(NEVER_POLLS, "Broadcast.Type=postgres");
    }

    @Test
    void redisWithAPasswordTells() {
        try (RedisServer redis = RedisServer.start(Map.of("requirepass", "right"))) {
            String addr = "Broadcast.Redis.Addr=" + addresses(List.of(redis));
            assertEditIsSeenAtTheOther(NEVER_POLLS, "Broadcast.Type=redis", addr, "Broadcast.Redis.Password=right");
            assertThatThrownBy(() -> start("Broadcast.Type=redis", addr, "Broadcast.Redis.Password=mistaken"))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageStartingWith(
                            "Redis at " + addresses(List.of(redis)) + " (Broadcast.Redis) cannot be used: ")
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining("mistaken");
        }
    }

    @Test
    void redisWithSentinelsTells() {
        try (RedisSentinels redis = RedisSentinels.start()) {
            assertEditIsSeenAtTheOther(
                    NEVER_POLLS,
                    "Broadcast.Type=redis",
                    "Broadcast.Redis.Mode=sentinel",
                    "Broadcast.Redis.Addr=" + addresses(redis.sentinels()),
                    "Broadcast.Redis.MasterName=" + RedisSentinels.MASTER_NAME);
        }
    }

    @Test
    void redisClusterTells() {
        try (RedisCluster redis = RedisCluster.start()) {
            assertEditIsSeenAtTheOther(
                    NEVER_POLLS,
                    "Broadcast.Type=redis",
                    "Broadcast.Redis.Mode=cluster",
                    "Broadcast.Redis.Addr=" + addresses(redis.masters()));
        }
    }

    @Test
    void serversThatTellNothingFindOutByPolling() {
        assertEditIsSeenAtTheOther("Manager.HeadPollInterval=20ms", "Broadcast.Type=local");
    }

    /** Edits until an edit is seen: the way between the servers may not be there yet when the first one is made. */
    private static void assertEditIsSeenAtTheOther(String... settings) {
        try (TestServer one = start(settings);
                TestServer other = start(settings)) {
            DocumentClient author = new DocumentClient(one);
            String docId = author.create();
            Iterator<DocumentEvent> events = new DocumentClient(other).subscribe(docId);
            CompletableFuture<DocumentEvent> next = CompletableFuture.supplyAsync(events::next);
            AtomicLong version = new AtomicLong(1);

            await().atMost(PATIENCE).until(() -> {
                author.replace(docId, version.get(), "edit of version " + version.getAndIncrement());
                return next.isDone();
            });

            assertThat(next.join()
                            .getOperationApplied()
                            .getOperation()
                            .getData()
                            .toStringUtf8())
                    .isEqualTo("edit of version 1");
        }
    }

    private static String addresses(List<RedisServer> servers) {
        return servers.stream().map(server -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
    }

    private static TestServer start(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "Store.Type=postgres",
                "Store.Postgres.Port=" + postgres.port(),
                "Store.Postgres.User=" + postgres.user(),
                "Store.Postgres.DBName=postgres"));
        all.addAll(List.of(settings));
        return TestServer.start(new StateSyncServer(), all);
    }
}
