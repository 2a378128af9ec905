// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.postgres;

import io.aetherflow.statesync.Commit;
import io.aetherflow.statesync.postgres.CommitSql.Held;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;

/**
 * The way of commits to the database. A few statements run at once; commits that come meanwhile wait, and the first of them
 * then leads: its thread writes all that wait, each to another document, as one statement with one flush of the log. So a
 * commit that finds nobody before it is written at once and alone, groups are as large as the database is busy, and no
 * thread of our own and no timer is needed.
 *
 * <p>Commits of a group have nothing to do with each other. What a group left out, because its head was not the expected
 * one, is held by somebody else, or because one of them made the statement fail, goes on alone and outside of the count. So
 * of those that count only one, who came first, may wait for a head, and never holds up the others.
 */
final class CommitGroups {
    /** How many statements may run at once: enough to keep a database busy, few enough for the others to gather. */
    static final int MAX_RUNNING = 3;

    /** One statement takes no more commits than this. */
    static final int MAX_COMMITS = 32;

    /** A group that has as many bytes of data and content takes no more. */
    static final long MAX_BYTES = 1 << 20;

    private final Database database;
    // Guarded by this.
    private final Queue<WaitingCommit> waiting = new ArrayDeque<>();
    private int running;

    CommitGroups(Database database) {
        this.database = database;
    }

    /** Writes a commit, and tells whether the head was the expected one. */
    boolean write(Commit commit) {
        if (database.isInTransaction()) {
            return writeAlone(commit);
        }
        if (startFirst()) {
            try {
                return writeAlone(commit);
            } finally {
                passOn();
            }
        }
        WaitingCommit own = new WaitingCommit(commit);
        if (startOrWait(own) || own.awaitLeading()) {
            lead(own);
        }
        return own.isWritten() || writeAlone(commit);
    }

    private boolean writeAlone(Commit commit) {
        return !database.call(doing(commit), connection -> CommitSql.write(connection, List.of(commit), Held.WAIT))
                .isEmpty();
    }

    private static String doing(Commit commit) {
        return "commit to document " + commit.docId();
    }

    private synchronized boolean startFirst() {
        if (running > 0) {
            return false;
        }
        running = 1;
        return true;
    }

    private synchronized boolean startOrWait(WaitingCommit own) {
        if (running < MAX_RUNNING) {
            running++;
            return true;
        }
        waiting.add(own);
        return false;
    }

    private void lead(WaitingCommit own) {
        List<WaitingCommit> group = gather(own);
        try {
            write(group);
        } finally {
            passOn();
            group.forEach(WaitingCommit::done);
        }
    }

    private synchronized List<WaitingCommit> gather(WaitingCommit own) {
        List<WaitingCommit> group = new ArrayList<>(List.of(own));
        Set<UUID> docIds = new HashSet<>(Set.of(own.commit().docId()));
        long bytes = own.bytes();
        Iterator<WaitingCommit> others = waiting.iterator();
        while (others.hasNext() && group.size() < MAX_COMMITS && bytes < MAX_BYTES) {
            WaitingCommit other = others.next();
            if (docIds.add(other.commit().docId())) {
                group.add(other);
                bytes += other.bytes();
                others.remove();
            }
        }
        return group;
    }

    private void write(List<WaitingCommit> group) {
        List<Commit> commits = group.stream().map(WaitingCommit::commit).toList();
        try {
            Set<UUID> written =
                    database.call("commit to documents", connection -> CommitSql.write(connection, commits, Held.SKIP));
            group.stream()
                    .filter(member -> written.contains(member.commit().docId()))
                    .forEach(WaitingCommit::succeed);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException failure && Failures.isOfConnection(failure)) {
                group.forEach(member -> member.fail(Failures.of(doing(member.commit()), failure)));
            }
            // Otherwise nothing is written, and whose fault that was each finds out alone.
        }
    }

    private synchronized void passOn() {
        WaitingCommit next = waiting.poll();
        if (next == null) {
            running--;
        } else {
            next.lead();
        }
    }
}
