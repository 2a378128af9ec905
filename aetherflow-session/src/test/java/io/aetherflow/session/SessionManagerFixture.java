// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A manager over a store in memory, on a clock of the test's, with its events written down. */
class SessionManagerFixture {
    static final Duration TIMEOUT = Duration.ofMinutes(30);
    static final Duration LIFETIME = Duration.ofHours(24);
    static final Duration IDLE_AFTER = Duration.ofMinutes(5);
    static final Duration LEASE = Duration.ofSeconds(30);

    final ManualClock clock = new ManualClock();
    final InMemorySessionStore store = new InMemorySessionStore();
    final List<SessionEvent> events = Collections.synchronizedList(new ArrayList<>());
    SessionManager manager = manager(SessionManagerConfig.builder().serverAddr("edge-1:9001"));

    final SessionManager manager(SessionManagerConfig.Builder config) {
        return manager(store, config);
    }

    final SessionManager manager(SessionStore over, SessionManagerConfig.Builder config) {
        SessionManager built =
                SessionManager.builder(over).config(config.build()).clock(clock).build();
        built.addListener(events::add);
        return built;
    }

    final Session session(String userId) {
        return manager.create(NewSession.builder(userId).build()).session();
    }

    final <T extends SessionEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static List<UUID> ids(List<? extends SessionEvent> events) {
        return events.stream().map(event -> event.session().id()).toList();
    }
}
