// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.session.InvalidTokenException;
import io.aetherflow.session.NewSession;
import io.aetherflow.session.SessionManager;
import io.aetherflow.session.SessionNotFoundException;
import io.aetherflow.session.SessionStoreException;
import io.aetherflow.session.SessionToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread that creates, rotates and deletes sessions until it is stopped, keeps in mind what was acknowledged, and
 * afterwards looks what of it is lost. What failed may have taken place or not, and counts as neither.
 */
final class FailoverLoad implements Callable<Void> {
    private static final int SESSIONS_PER_USER = 20;
    private static final long PAUSE_AFTER_FAILURE_NANOS = 1_000_000;

    private final SessionManager manager;
    private final List<String> users;
    private final List<UUID> created = new ArrayList<>();
    private final Map<UUID, SessionToken> rotated = new HashMap<>();
    private final List<UUID> deleted = new ArrayList<>();
    private int calls;
    private long longestGap;
    private volatile long lastCreate;
    private volatile boolean stopped;

    /** Works on these users in turn, which must be enough for all sessions of a run. */
    FailoverLoad(SessionManager manager, List<String> users) {
        this.manager = manager;
        this.users = users;
    }

    @Override
    public Void call() {
        while (!stopped) {
            createAndRotate();
            createAndDelete();
        }
        return null;
    }

    private void createAndRotate() {
        UUID id = create();
        if (id != null) {
            created.add(id);
            try {
                rotated.put(id, manager.rotateToken(id).token());
            } catch (SessionStoreException | SessionNotFoundException e) {
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            }
        }
    }

    private void createAndDelete() {
        UUID id = create();
        if (id != null) {
            try {
                manager.delete(id, "logout");
                deleted.add(id);
            } catch (SessionStoreException | SessionNotFoundException e) {
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            }
        }
    }

    private @Nullable UUID create() {
        String user = users.get(calls++ / SESSIONS_PER_USER % users.size());
        try {
            UUID id = manager.create(NewSession.builder(user).build()).session().id();
            long now = System.nanoTime();
            longestGap = Math.max(longestGap, lastCreate == 0 ? 0 : now - lastCreate);
            lastCreate = now;
            return id;
        } catch (SessionStoreException e) {
            LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            return null;
        }
    }

    /** Whether a session was created after a time of {@link System#nanoTime}. */
    boolean hasCreatedSince(long nanos) {
        return lastCreate - nanos > 0;
    }

    void stop() {
        stopped = true;
    }

    /** The longest time from one acknowledged creation to the next; to be asked when the thread has ended. */
    double secondsWithoutService() {
        return longestGap / 1e9;
    }

    int acknowledged() {
        return created.size() + rotated.size() + deleted.size();
    }

    /** How many created sessions are not there. */
    long lostCreates() {
        return created.stream().filter(id -> manager.find(id).isEmpty()).count();
    }

    /** How many sessions are there without the token that they were given. */
    long lostRotations() {
        return rotated.entrySet().stream()
                .filter(each -> manager.find(each.getKey()).isPresent() && !isAccepted(each.getValue()))
                .count();
    }

    private boolean isAccepted(SessionToken token) {
        try {
            manager.authenticate(token.text());
            return true;
        } catch (InvalidTokenException e) {
            return false;
        }
    }

    /** How many deleted sessions are back. */
    long lostDeletes() {
        return deleted.stream().filter(id -> manager.find(id).isPresent()).count();
    }
}
