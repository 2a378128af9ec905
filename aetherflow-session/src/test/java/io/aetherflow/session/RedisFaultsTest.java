// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aetherflow.samples.engines.RedisServer;
import io.aetherflow.session.redis.RedisSessionStore;
import io.aetherflow.session.redis.RedisSessionStoreOptions;
import io.aetherflow.session.redis.RedisStores;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** A Redis that is killed, hangs, or has no replica: clear errors in time, nothing comes back, no restart of ours. */
class RedisFaultsTest extends SessionStoreFixture {
    private static final int CLIENT_TIMEOUT_MILLIS = 300;

    private static RedisServer server;
    private static RedisClient redis;

    @BeforeAll
    static void start() {
        server = RedisServer.start(RedisServer.DURABLE);
        redis = RedisStores.connect(server, CLIENT_TIMEOUT_MILLIS);
    }

    @AfterAll
    static void stop() {
        redis.close();
        server.close();
    }

    @Override
    SessionStore newStore() {
        return RedisStores.open(redis);
    }

    @Test
    void deletedAndRotatedSessionsStaySoAfterAKill() {
        Session deleted = create("ann");
        Session kept = create("bob");
        TokenHash token = hash();
        delete(deleted.id(), at(1));
        store.rotate(kept.id(), token, at(1), at(1));
        Session beaten = store.heartbeat(kept.id(), at(2)).session();

        server.restart();

        awaitAnswer(deleted);
        assertThat(store.find(deleted.id(), at(2))).isEmpty();
        assertThatThrownBy(() -> store.heartbeat(deleted.id(), at(2))).isInstanceOf(SessionNotFoundException.class);
        assertThat(store.credentials(kept.id(), at(2)))
                .map(credentials -> List.of(credentials.session(), credentials.current()))
                .contains(List.of(beaten, token));
        assertThat(store.list(SessionQuery.all(), at(2)).items()).containsExactly(beaten);
        assertThat(store.claimEnded(at(1).plus(LEASE), at(99), 10))
                .extracting(event -> event.session().id())
                .containsExactly(deleted.id());
    }

    @Test
    void serverThatIsGoneIsAClearErrorUntilItIsBack() {
        Session session = create("ann");

        server.kill();
        List<ThrowingCallable> calls = List.of(
                () -> create("bob"),
                () -> store.find(session.id(), T0),
                () -> store.heartbeat(session.id(), T0),
                () -> store.list(SessionQuery.all(), T0),
                () -> store.count(T0),
                () -> store.claimEnded(T0, at(30), 10));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(SessionStoreException.class)
                        .hasMessageStartingWith("Redis does not do it: "));
        server.restart();

        awaitAnswer(session);
        assertThat(store.find(session.id(), T0)).contains(session);
        assertThat(store.heartbeat(session.id(), at(1)).session().state()).isEqualTo(SessionState.ACTIVE);
    }

    @Test
    void serverThatHangsIsAnErrorWithinTheClientsTimeout() {
        Session session = create("ann");
        server.pause();
        try {
            long start = System.nanoTime();
            assertThatThrownBy(() -> store.heartbeat(session.id(), at(1)))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContaining("timed out");
            assertThatThrownBy(() -> store.count(at(1))).isInstanceOf(SessionStoreException.class);
            // Each may also have to open a connection.
            assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis())
                    .isLessThan(2 * 3 * CLIENT_TIMEOUT_MILLIS + 1000);
        } finally {
            server.resume();
        }

        awaitAnswer(session);
        assertThat(store.find(session.id(), at(1))).isPresent();
    }

    /** Waits until the client has noticed that its connections are dead, and made new ones. */
    private void awaitAnswer(Session session) {
        Awaitility.await()
                .ignoreExceptionsInstanceOf(SessionStoreException.class)
                .until(() -> store.find(session.id(), T0), answer -> true);
    }

    @Test
    void deleteThatNoReplicaConfirmsIsAnErrorThoughItTookPlace() {
        RedisSessionStoreOptions options = RedisSessionStoreOptions.builder()
                .keyPrefix(RedisStores.options().keyPrefix())
                .awaitReplicas(1, Duration.ofMillis(50))
                .build();
        store = new RedisSessionStore(redis, options);
        Session session = create("ann");

        assertThatThrownBy(() -> delete(session.id(), at(1)))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage("Redis has done it, but 0 of 1 replicas confirmed it within 50 ms");

        assertThat(store.find(session.id(), at(1))).isEmpty();
        assertThat(store.claimEnded(at(1).plus(LEASE), at(99), 10)).hasSize(1);
    }
}
