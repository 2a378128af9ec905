// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Work that is due in some of the buckets, up to so much in all: looks in one round trip where how much is due, and does
 * it in another. The buckets take turns at being first. Safe for use by several threads.
 */
final class DueWork {
    /** What one script takes on at most, since Redis does nothing else meanwhile. */
    private static final int MOST_PER_SCRIPT = 100;

    private final RedisCalls redis;
    private final AtomicInteger turn = new AtomicInteger();

    DueWork(RedisCalls redis) {
        this.redis = redis;
    }

    /** Makes the call that does so much of what is due in a bucket. */
    interface Work {
        ScriptCall call(Bucket bucket, int max);
    }

    /**
     * Does what is due.
     *
     * @param buckets where to look
     * @param due tells how much is due in each bucket
     * @param work does it; its script answers with a list of sessions
     * @param max how much to do at most
     * @return what was done, less than {@code max} only if all was done that was due at first
     */
    List<SessionHash> run(List<Bucket> buckets, Supplier<List<Long>> due, Work work, int max) {
        List<SessionHash> done = new ArrayList<>();
        long dueBefore = Long.MAX_VALUE;
        boolean more = true;
        while (more && done.size() < max) {
            Round round = new Round(buckets, due.get(), max - done.size());
            List<SessionHash> part = round.run(work);
            done.addAll(part);
            // What seemed due may turn out not to be; a round that neither does nor clears up anything is the last.
            more = round.hasLeftSome && (!part.isEmpty() || round.sum < dueBefore);
            dueBefore = round.sum;
        }
        return done;
    }

    private final class Round {
        private final List<Bucket> buckets;
        private final List<Long> due;
        private final long sum;
        private int left;
        private long asked;
        private boolean hasLeftSome;

        Round(List<Bucket> buckets, List<Long> due, int max) {
            this.buckets = buckets;
            this.due = due;
            this.sum = due.stream().mapToLong(Long::longValue).sum();
            this.left = max;
        }

        List<SessionHash> run(Work work) {
            List<ScriptCall> calls = new ArrayList<>();
            int first = turn.get();
            for (int i = 0; i < buckets.size() && left > 0; i++) {
                int number = (first + i) % buckets.size();
                int share = (int) Math.min(due.get(number), Math.min(left, MOST_PER_SCRIPT));
                if (share > 0) {
                    calls.add(work.call(buckets.get(number), share));
                    left -= share;
                    asked += share;
                    turn.set(number + 1);
                }
            }
            hasLeftSome = asked < sum;
            return sessions(redis.runAll(calls));
        }
    }

    /** The sessions that several scripts have answered with. */
    static List<SessionHash> sessions(List<Object> answers) {
        List<SessionHash> sessions = new ArrayList<>();
        for (Object answer : answers) {
            for (Object snapshot : (List<?>) answer) {
                sessions.add(SessionHash.of(snapshot));
            }
        }
        return sessions;
    }
}
