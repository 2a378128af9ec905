// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import io.aetherflow.core.Page;
import io.aetherflow.core.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the parts of the store contract share: an empty store, a moment to start from, and short ways to fill the store.
 */
abstract class SessionStoreFixture {
    static final Instant T0 = ManualClock.START;
    static final Duration TIMEOUT = Duration.ofMinutes(30);
    static final Duration LIFETIME = Duration.ofHours(24);
    static final Duration LEASE = Duration.ofSeconds(30);
    static final UserLimit NO_LIMIT = UserLimit.unlimited();

    private final ManualClock idClock = new ManualClock();
    private final RandomGenerator random = new SplittableRandom(1);
    private final Uuid7 ids = new Uuid7(idClock, new SplittableRandom(2));
    SessionStore store;

    /** An empty store; the fixture closes it. */
    abstract SessionStore newStore();

    /** How much a test does that takes long, of what it would do at most; a store behind a network does less. */
    int share(int most) {
        return most;
    }

    @BeforeEach
    void openStore() {
        store = newStore();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    Draft draft(String userId) {
        return new Draft(userId);
    }

    Session create(String userId) {
        return draft(userId).create();
    }

    synchronized UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    synchronized TokenHash hash() {
        byte[] bytes = new byte[TokenHash.LENGTH_BYTES];
        random.nextBytes(bytes);
        return TokenHash.of(bytes);
    }

    SessionEvent.Updated update(UUID id, SessionUpdate.Builder update, Instant now) {
        return store.update(id, update.build(), SessionLimits.DEFAULTS, now);
    }

    SessionEvent.Deleted delete(UUID id, Instant now) {
        return store.delete(id, "test", now, now.plus(LEASE));
    }

    /** Claims all that is due and drops it, as a sweep with well-behaved listeners does. */
    List<SessionEvent.Ended> sweep(Instant now) {
        List<SessionEvent.Ended> ended = store.claimEnded(now, now.plus(LEASE), Integer.MAX_VALUE);
        store.forget(ended.stream().map(event -> event.session().id()).toList());
        return ended;
    }

    /** How many sessions pass the filters, as a page of them tells. */
    long total(SessionQuery.Builder query, Instant now) {
        return store.list(query.withTotal().build(), now).total().orElseThrow();
    }

    List<UUID> idsByPages(SessionQuery first, Instant now) {
        List<UUID> found = new ArrayList<>();
        Optional<SessionQuery> next = Optional.of(first);
        while (next.isPresent()) {
            SessionQuery query = next.get();
            Page<Session> page = store.list(query, now);
            page.items().forEach(session -> found.add(session.id()));
            next = page.nextCursor().map(query::after);
        }
        return found;
    }

    /** A session to be created, by default at {@link #T0} with nothing but a user. */
    final class Draft {
        private final String userId;
        private Instant at = T0;
        private Duration timeout = TIMEOUT;
        private Duration lifetime = LIFETIME;
        private List<UUID> connectionIds = List.of();
        private String serverAddr = "";
        private Map<String, String> metadata = Map.of();

        private Draft(String userId) {
            this.userId = userId;
        }

        Draft at(Instant instant) {
            at = instant;
            return this;
        }

        Draft timeout(Duration duration) {
            timeout = duration;
            return this;
        }

        Draft lifetime(Duration duration) {
            lifetime = duration;
            return this;
        }

        Draft connections(UUID... ids) {
            connectionIds = List.of(ids);
            return this;
        }

        Draft server(String addr) {
            serverAddr = addr;
            return this;
        }

        Draft metadata(Map<String, String> entries) {
            metadata = entries;
            return this;
        }

        Session build() {
            UUID id;
            synchronized (idClock) {
                idClock.set(at);
                id = store.idFor(ids.next(), userId);
            }
            Instant lifetimeEndsAt = at.plus(lifetime);
            Instant expiresAt = at.plus(timeout).isBefore(lifetimeEndsAt) ? at.plus(timeout) : lifetimeEndsAt;
            return new Session(
                    id,
                    userId,
                    connectionIds,
                    "192.0.2.7",
                    4711,
                    serverAddr,
                    SessionState.CONNECTING,
                    at,
                    at,
                    expiresAt,
                    lifetimeEndsAt,
                    timeout,
                    metadata,
                    SessionStats.NONE,
                    1);
        }

        SessionCreation create(UserLimit limit) {
            return store.create(build(), hash(), limit, at.plus(LEASE));
        }

        Session create() {
            return create(NO_LIMIT).session();
        }
    }
}
