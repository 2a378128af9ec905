// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The in-memory store passes the contract, and holds what it promises beyond it. */
class InMemorySessionStoreTest {
    @Nested
    class OneSession extends SessionStoreContract {
        @Override
        SessionStore newStore() {
            return new InMemorySessionStore();
        }
    }

    @Nested
    class Listing extends SessionListingContract {
        @Override
        SessionStore newStore() {
            return new InMemorySessionStore();
        }
    }

    @Nested
    class Ending extends SessionEndingContract {
        @Override
        SessionStore newStore() {
            return new InMemorySessionStore();
        }
    }

    @Nested
    class Concurrency extends SessionConcurrencyContract {
        @Override
        SessionStore newStore() {
            return new InMemorySessionStore();
        }
    }

    @Nested
    class Model extends SessionModelContract {
        @Override
        SessionStore newStore() {
            return new InMemorySessionStore();
        }
    }

    @Nested
    class Memory extends SessionStoreFixture {
        @Override
        SessionStore newStore() {
            return new InMemorySessionStore(3);
        }

        @Test
        void fullStoreRefusesTheNextSessionUntilEndsAreForgotten() {
            Session first = create("a");
            create("b");
            create("c");
            assertThatThrownBy(() -> create("d"))
                    .isInstanceOfSatisfying(
                            SessionLimitException.class,
                            e -> assertThat(e.userId()).isEmpty())
                    .hasMessage("the store holds the 3 sessions that are allowed");

            delete(first.id(), at(1));
            assertThatThrownBy(() -> create("d")).isInstanceOf(SessionLimitException.class);
            store.forget(List.of(first.id()));

            assertThat(create("d").userId()).isEqualTo("d");
        }

        @Test
        void fullStoreEvictsNobodyForASessionThatItRefuses() {
            Session mine = create("a");
            create("b");
            create("c");

            assertThatThrownBy(() -> draft("a").create(new UserLimit(1, SessionLimitPolicy.EVICT_OLDEST)))
                    .isInstanceOf(SessionLimitException.class);
            assertThat(store.find(mine.id(), T0)).contains(mine);
        }

        @Test
        void endedSessionsLeaveNoTraceInAnyIndex() {
            InMemorySessionStore memory = (InMemorySessionStore) store;
            UUID shared = uuid();
            Session first = draft("a").server("s").connections(uuid(), shared).create();
            Session second = draft("b").server("s").connections(shared).create();
            store.heartbeat(first.id(), at(1));
            update(first.id(), SessionUpdate.builder().serverAddr("t").addConnection(shared), at(2));
            delete(first.id(), at(3));
            store.heartbeat(second.id(), at(3));
            assertThat(memory.isEmpty()).isFalse();

            sweep(at(100_000));

            assertThat(memory.isEmpty()).isTrue();
        }
    }

    @Nested
    class Scale extends SessionStoreFixture {
        private static final int SESSIONS = 200_000;
        private static final int USERS = 1000;

        @Override
        SessionStore newStore() {
            return new InMemorySessionStore();
        }

        // No times are measured: a page that walked all sessions would make this run for hours.
        @Test
        void twoHundredThousandSessionsArePagedListedAndSwept() {
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                Duration timeout = Duration.ofSeconds(i % 2 == 0 ? 100 : 1000);
                ids.add(draft("user-" + i % USERS)
                        .server("edge-" + i % 10)
                        .timeout(timeout)
                        .create()
                        .id());
            }
            assertPaged(SessionQuery.builder().pageSize(10), ids, T0);
            assertPaged(SessionQuery.builder().state(SessionState.CONNECTING).pageSize(100), ids, T0);
            for (int user = 0; user < USERS; user++) {
                List<UUID> own = every(ids, user, USERS);
                assertPaged(SessionQuery.builder().userId("user-" + user).pageSize(7), own, T0);
            }
            assertPaged(SessionQuery.builder().serverAddr("edge-3").pageSize(100), every(ids, 3, 10), T0);

            assertThat(sweep(at(100))).hasSize(SESSIONS / 2);

            assertThat(store.count(at(100)).total()).isEqualTo(SESSIONS / 2);
            assertPaged(SessionQuery.builder().pageSize(10), every(ids, 1, 2), at(100));
        }

        @Test
        void userWithManySessionsIsPaged() {
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                ids.add(create("bot").id());
            }

            assertPaged(SessionQuery.builder().userId("bot").pageSize(10), ids, T0);
        }

        private void assertPaged(SessionQuery.Builder query, List<UUID> expected, Instant now) {
            assertThat(idsByPages(query.build(), now).equals(expected)).isTrue();
            assertThat(total(query, now)).isEqualTo(expected.size());
        }

        private List<UUID> every(List<UUID> ids, int first, int step) {
            List<UUID> picked = new ArrayList<>();
            for (int i = first; i < ids.size(); i += step) {
                picked.add(ids.get(i));
            }
            assertThat(new HashSet<>(picked)).hasSize(picked.size());
            return picked;
        }
    }
}
