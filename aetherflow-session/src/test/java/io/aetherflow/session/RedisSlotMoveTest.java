// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.engines.RedisCluster;
import io.aetherflow.session.redis.RedisStores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A slot with sessions that moves from one master to another while they are used. */
class RedisSlotMoveTest extends SessionStoreFixture {
    private static final String USER = "ann";

    private RedisCluster cluster;
    private RedisClusterClient redis;

    @Override
    SessionStore newStore() {
        return RedisStores.open(redis);
    }

    @BeforeEach
    @Override
    void openStore() {
        cluster = RedisCluster.start();
        redis = RedisClusterClient.create(
                new HostAndPort("127.0.0.1", cluster.masters().get(0).port()));
        super.openStore();
    }

    @AfterEach
    void disconnect() {
        redis.close();
        cluster.close();
    }

    /** Scripts run on the new master as soon as all keys that they name are there, whatever is still on its way. */
    @Test
    void sessionsThatAreStillOnTheirWayAreNotTakenForGone() {
        List<Session> sessions = oneInEachState();
        Session deleted = sessions.remove(0);
        try (RedisSlotMove move = new RedisSlotMove(cluster, slot())) {
            move.keys().stream().filter(key -> !key.contains("}:s:")).forEach(move::move);

            List<ThrowingCallable> calls = List.of(
                    () -> store.claimEnded(at(100_000), at(100_030), 10),
                    () -> store.markIdle(at(100_000), 10, at(3)),
                    () -> store.endAll(SessionQuery.all(), "drained", at(3), at(33)),
                    () -> store.list(SessionQuery.all(), at(3)),
                    () -> create(USER));
            assertThat(calls)
                    .allSatisfy(call -> assertThatThrownBy(call)
                            .isInstanceOf(SessionStoreException.class)
                            .hasMessageStartingWith(
                                    "Redis does not do it: the slot is on its way to another master, try again: "));
            assertThat(sessions)
                    .allSatisfy(session ->
                            assertThat(store.find(session.id(), at(3))).isPresent());
            move.finish();
        }

        assertThat(store.count(at(3))).isEqualTo(new SessionCounts(1, 1, 1, 1));
        assertThat(store.claimEnded(at(100_000), at(100_030), 10))
                .extracting(event -> event.session().id())
                .contains(deleted.id())
                .containsAll(sessions.stream().map(Session::id).toList())
                .hasSize(1 + sessions.size());
    }

    /** And on the old one as long as all that they name is there. */
    @Test
    void sessionsWhoseIndexHasLeftAreEndedAsAWholeOrNotAtAll() {
        List<Session> sessions = oneInEachState();
        try (RedisSlotMove move = new RedisSlotMove(cluster, slot())) {
            move.keys().stream().filter(key -> key.contains("}:u:")).forEach(move::move);

            assertThatThrownBy(() -> store.claimEnded(at(100_000), at(100_030), 10))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContaining("try again");
            move.finish();
        }

        assertThat(store.claimEnded(at(200_000), at(200_030), 10)).hasSameSizeAs(sessions);
    }

    @Test
    void nothingIsLostOfWhatGoesOnMeanwhile() {
        List<UUID> live = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            live.add(create(USER).id());
        }
        List<UUID> deleted = new ArrayList<>();
        Map<UUID, TokenHash> rotated = new HashMap<>();
        AtomicBoolean moved = new AtomicBoolean();
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
            for (int i = 0; !moved.get(); i++) {
                UUID id = live.get(i % live.size());
                TokenHash token = hash();
                attempt(() -> store.heartbeat(id, at(1)));
                attempt(() -> rotated.put(id, rotate(id, token)));
                if (i % 10 == 0 && live.size() > 20) {
                    attempt(() -> deleted.add(delete(id, at(1)).session().id()));
                    live.removeAll(deleted);
                }
                attempt(() -> live.add(create(USER).id()));
            }
        });

        try (RedisSlotMove move = new RedisSlotMove(cluster, slot())) {
            move.finish();
        }
        moved.set(true);
        work.join();

        List<UUID> listed = idsByPages(SessionQuery.ofUser(USER), at(2));
        assertThat(listed).containsAll(live).doesNotContainAnyElementsOf(deleted);
        assertThat(live)
                .allSatisfy(id -> assertThat(store.find(id, at(2))).isPresent())
                .filteredOn(rotated::containsKey)
                .allSatisfy(id -> assertThat(store.credentials(id, at(2)))
                        .map(SessionCredentials::current)
                        .contains(rotated.get(id)));
        assertThat(sweep(at(200_000))).hasSize(listed.size() + deleted.size());
    }

    private TokenHash rotate(UUID id, TokenHash token) {
        store.rotate(id, token, at(1), at(1));
        return token;
    }

    /** A call that may be refused because the slot moves, and has not taken place then. */
    private static void attempt(Runnable call) {
        try {
            call.run();
        } catch (SessionStoreException e) {
            assertThat(e).hasMessageContaining("try again");
        }
    }

    /** A deleted session first, then one connecting, active, idle, disconnecting: so each of the bucket's keys exists. */
    private List<Session> oneInEachState() {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sessions.add(draft(USER).server("edge-1").create());
        }
        store.heartbeat(sessions.get(3).id(), at(0));
        store.markIdle(at(0), 1, at(1));
        delete(sessions.get(0).id(), at(1));
        store.heartbeat(sessions.get(2).id(), at(2));
        update(sessions.get(4).id(), SessionUpdate.builder().state(SessionState.DISCONNECTING), at(2));
        return sessions;
    }

    private int slot() {
        long bucket = store.idFor(new UUID(0, 0), USER).getLeastSignificantBits();
        return JedisClusterCRC16.getSlot("{" + bucket + "}");
    }
}
