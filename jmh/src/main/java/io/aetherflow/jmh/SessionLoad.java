// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.core.Page;
import io.aetherflow.session.NewSession;
import io.aetherflow.session.Session;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionQuery;
import java.util.SplittableRandom;
import java.util.UUID;

/** What clients ask of a session manager, one thing at a time, each answer checked. For use by one thread. */
final class SessionLoad {
    private static final int SESSIONS_PER_USER = 10;
    private static final int CLIENT_PORT = 51_820;
    private static final long SEED = 7;
    /** Between two looks at the clock, so that the clock is not what is measured. */
    private static final int BURST = 64;

    private static final SessionQuery FIRST_PAGE =
            SessionQuery.builder().withTotal().build();

    private final SessionManager manager;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final UUID[] ids;
    private int resident;
    private SessionQuery allPage = FIRST_PAGE;

    SessionLoad(SessionManager manager, int capacity) {
        this.manager = manager;
        this.ids = new UUID[capacity];
    }

    /** Creates sessions until so many are resident; returns how many it created per second. */
    double growTo(int size) {
        int before = resident;
        long start = System.nanoTime();
        while (resident < size) {
            NewSession request = NewSession.builder(user(resident))
                    .connection(new UUID(random.nextLong(), random.nextLong()))
                    .client("192.0.2.7", CLIENT_PORT)
                    .metadata("device", "phone")
                    .build();
            ids[resident++] = manager.create(request).session().id();
        }
        return (size - before) * 1e9 / (System.nanoTime() - start);
    }

    private static String user(int session) {
        return "user-" + session / SESSIONS_PER_USER;
    }

    /** Sends the first heartbeat of each session from one on, which makes it active; returns how many per second. */
    double activateFrom(int first) {
        long start = System.nanoTime();
        for (int i = first; i < resident; i++) {
            requireSame(ids[i], manager.heartbeat(ids[i]).session());
        }
        return (resident - first) * 1e9 / (System.nanoTime() - start);
    }

    /** Gets one of the first {@code among} sessions. */
    void get(int among) {
        UUID id = ids[random.nextInt(among)];
        requireSame(id, manager.get(id));
    }

    /** Sends a heartbeat of one of the first {@code among} sessions. */
    void heartbeat(int among) {
        UUID id = ids[random.nextInt(among)];
        requireSame(id, manager.heartbeat(id).session());
    }

    /** Lists the sessions of one user. */
    void pageOfUser() {
        String user = user(random.nextInt(resident));
        Page<Session> page =
                manager.list(SessionQuery.builder().userId(user).withTotal().build());
        if (page.total().orElseThrow() != SESSIONS_PER_USER
                || !page.items().get(0).userId().equals(user)) {
            throw new IllegalStateException("void: " + page.total() + " sessions of " + user);
        }
    }

    /** Lists the next page of all sessions, and after the last one the first again. */
    void pageOfAll() {
        Page<Session> page = manager.list(allPage);
        if (page.total().orElseThrow() != resident) {
            throw new IllegalStateException("void: " + page.total() + " of " + resident + " sessions");
        }
        allPage = page.nextCursor().map(FIRST_PAGE::after).orElse(FIRST_PAGE);
    }

    private static void requireSame(UUID id, Session session) {
        if (!session.id().equals(id)) {
            throw new IllegalStateException("void: got session " + session.id() + " for " + id);
        }
    }

    /** Does something again and again for a while; returns how often per second. */
    static double perSecond(long nanos, Runnable action) {
        long start = System.nanoTime();
        long count = 0;
        long elapsed;
        do {
            for (int i = 0; i < BURST; i++) {
                action.run();
            }
            count += BURST;
            elapsed = System.nanoTime() - start;
        } while (elapsed < nanos);
        return count * 1e9 / elapsed;
    }
}
