// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisStores;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisClusterCRC16;

/** What the store leaves in Redis, and what it does not. */
class RedisKeysTest extends SessionStoreFixture {
    private static RedisServer server;
    private static RedisClient redis;

    @BeforeAll
    static void start() {
        server = RedisServer.start(Map.of());
        redis = RedisClient.create(server.url());
    }

    @AfterAll
    static void stop() {
        redis.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        redis.flushDB();
    }

    @Override
    SessionStore newStore() {
        return new RedisSessionStore(redis);
    }

    @Test
    void sessionsThatExpiredUnattendedAreAllAnnouncedAndLeaveNoKey() {
        int sessions = 10_000;
        int batch = 1000;
        for (int i = 0; i < sessions; i++) {
            draft("user-" + i % 3000)
                    .server("edge-" + i % 5)
                    .connections(uuid())
                    .timeout(Duration.ofSeconds(1 + i % 50))
                    .create();
        }
        Set<UUID> announced = new HashSet<>();

        for (int i = 0; i < sessions / batch; i++) {
            List<SessionEvent.Ended> ended = store.claimEnded(at(1000), at(1030), batch);
            List<UUID> ids = ended.stream().map(event -> event.session().id()).toList();
            announced.addAll(ids);
            store.forget(ids);
        }

        assertThat(announced).hasSize(sessions);
        assertThat(redis.dbSize()).isZero();
    }

    @Test
    void deletedSessionLeavesNoKey() {
        Session session =
                draft("ann").server("edge-1").connections(uuid(), uuid()).create();
        store.heartbeat(session.id(), at(1));
        update(session.id(), SessionUpdate.builder().serverAddr("edge-2").addConnection(uuid()), at(2));

        delete(session.id(), at(3));
        store.forget(List.of(session.id()));

        assertThat(redis.keys("*")).isEmpty();
    }

    @Test
    void everyKeyGoesByItselfWhenNobodySweepsEver() {
        Session first = draft("ann").server("edge-1").connections(uuid()).create();
        store.heartbeat(first.id(), at(1));
        update(first.id(), SessionUpdate.builder().serverAddr("edge-2").addConnection(uuid()), at(2));
        Session second = create("ann");
        store.heartbeat(second.id(), at(2));
        store.markIdle(at(2), 1, at(3));
        update(create("ann").id(), SessionUpdate.builder().state(SessionState.DISCONNECTING), at(3));
        delete(create("ann").id(), at(3));

        Map<String, Long> ttls = redis.keys("*").stream().collect(Collectors.toMap(key -> key, redis::pttl));

        assertThat(ttls).hasSizeGreaterThan(10);
        assertThat(ttls.values()).allMatch(millis -> millis > LIFETIME.toMillis());
    }

    @Test
    void briefSessionDoesNotCutTheIndexOfALastingOne() {
        draft("ann").lifetime(Duration.ofDays(30)).create();
        draft("ann").lifetime(Duration.ofSeconds(1)).create();

        assertThat(redis.keys("*:u:ann"))
                .singleElement()
                .satisfies(index -> assertThat(redis.pttl(index))
                        .isGreaterThan(Duration.ofDays(30).toMillis()));
    }

    @Test
    void sessionWhoseRecordIsGoneIsCleanedOutOfEveryIndex() {
        UserLimit one = new UserLimit(1, SessionLimitPolicy.REJECT);
        Session lost = draft("ann").server("edge-1").create();
        redis.keys("*:s:" + lost.id()).forEach(redis::del);

        assertThat(sweep(at(100_000))).isEmpty();
        assertThat(store.list(SessionQuery.builder().serverAddr("edge-1").build(), at(100_000))
                        .items())
                .isEmpty();
        Session next = draft("ann").at(at(100_000)).create(one).session();
        delete(next.id(), at(100_001));
        store.forget(List.of(next.id()));

        assertThat(redis.keys("*")).isEmpty();
    }

    @Test
    void leftoverPointerFindsNothingAndIsCleanedAway() {
        UUID connection = uuid();
        Session session = draft("ann").connections(connection).create();
        String key = redis.keys("*c:" + connection).iterator().next();
        String pointer = redis.get(key);
        delete(session.id(), at(1));
        assertThat(redis.get(key)).isNull();

        redis.set(key, pointer); // as written late, by a server that was held up

        assertThat(store.findByConnection(connection, at(2))).isEmpty();
        assertThat(redis.get(key)).isNull();
    }

    @Test
    void laterPointerOutlivesTheRemovalOfAnEarlierOne() {
        UUID connection = uuid();
        Session session = draft("ann").connections(connection).create();
        String key = redis.keys("*c:" + connection).iterator().next();
        redis.set(key, session.id() + "@3"); // as added again by another server, after the removal below

        update(session.id(), SessionUpdate.builder().removeConnection(connection), at(1));

        assertThat(redis.get(key)).isEqualTo(session.id() + "@3");
    }

    @Test
    void keysOfAUserLieInOneSlot() {
        Session session = draft("a{b}c").server("{x}").create();
        store.heartbeat(session.id(), at(1));

        Set<Integer> slots =
                redis.keys("*").stream().map(JedisClusterCRC16::getSlot).collect(Collectors.toSet());

        assertThat(slots).hasSize(1);
    }

    @Test
    void scriptsAreSentAgainWhenTheServerHasLostThem() {
        Session session = create("ann");
        redis.scriptFlush();

        assertThat(store.heartbeat(session.id(), at(1)).session().state()).isEqualTo(SessionState.ACTIVE);
        redis.scriptFlush();
        assertThat(store.count(at(1)).total()).isEqualTo(1);
    }

    @Test
    void noCommandWalksTheKeyspaceOrASet() {
        resetStatistics();
        for (int i = 0; i < 100; i++) {
            store.heartbeat(draft("user-" + i % 7).server("edge-1").create().id(), at(1));
        }
        idsByPages(SessionQuery.builder().pageSize(9).build(), at(1));
        idsByPages(SessionQuery.builder().serverAddr("edge-1").build(), at(1));
        store.count(at(1));
        store.markIdle(at(1), 50, at(2));
        store.endAll(SessionQuery.builder().serverAddr("edge-1").pageSize(20).build(), "drained", at(3), at(33));
        sweep(at(100_000));

        assertThat(redis.info("commandstats"))
                .contains("cmdstat_evalsha")
                .doesNotContainPattern("cmdstat_(keys|scan|smembers|sscan|zscan|hscan|flushdb)");
    }

    @Test
    void pageIsReadInAsManyCallsHoweverLongItIs() {
        for (int i = 0; i < 200; i++) {
            create("ann");
        }
        assertThat(callsFor(SessionQuery.builder().userId("ann").pageSize(200).build()))
                .isEqualTo(callsFor(
                        SessionQuery.builder().userId("ann").pageSize(2).build()));
    }

    @Test
    void pageOfAllUsersReadsNoMoreBucketsThanItNeeds() {
        for (int i = 0; i < 50; i++) {
            create("ann");
        }
        SessionQuery query = SessionQuery.builder().pageSize(10).build();
        String second = store.list(query, T0).nextCursor().orElseThrow();

        assertThat(callsFor(query.after(second))).isEqualTo(1);
        assertThat(redis.info("commandstats")).doesNotContain("cmdstat_zcard", "cmdstat_zcount");
    }

    private static void resetStatistics() {
        redis.executeCommand(new CommandArguments(Protocol.Command.CONFIG).add("RESETSTAT"));
    }

    private long callsFor(SessionQuery query) {
        store.list(query, T0); // the server knows the script from now on
        resetStatistics();
        store.list(query, T0);
        return redis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_eval"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void storesWithDifferentPrefixesDoNotSeeEachOther() {
        Session session = create("ann");

        try (SessionStore other = new RedisSessionStore(redis, RedisStores.options())) {
            assertThat(other.find(session.id(), T0)).isEmpty();
            assertThat(other.list(SessionQuery.ofUser("ann"), T0).items()).isEmpty();
        }
    }

    @Test
    void createThatAClientRepeatsIsOneSession() {
        Session given = draft("ann").build();
        TokenHash token = hash();
        store.create(given, token, NO_LIMIT, at(30));

        assertThat(store.create(given, token, NO_LIMIT, at(30)).session()).isEqualTo(given);
        assertThat(store.count(T0).total()).isEqualTo(1);
    }

    @Test
    void exampleOfThePageRuns() {
        assertThat(RedisReadmeExample.run("127.0.0.1", server.port())).isEqualTo(1);
    }

    @Test
    void idOfAnotherBucketIsRefused() {
        Session given = draft("ann").build();
        UUID foreign = new UUID(given.id().getMostSignificantBits(), given.id().getLeastSignificantBits() ^ 1);
        Session moved = new Session(
                foreign,
                "ann",
                List.of(),
                "",
                0,
                "",
                SessionState.CONNECTING,
                T0,
                T0,
                at(10),
                at(20),
                Duration.ofSeconds(10),
                Map.of(),
                SessionStats.NONE,
                1);

        assertThatThrownBy(() -> store.create(moved, hash(), NO_LIMIT, at(30)))
                .isInstanceOfSatisfying(
                        InvalidSessionException.class,
                        e -> assertThat(e.field()).isEqualTo("id"));
    }
}
