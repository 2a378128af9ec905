// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import static io.aetherflow.session.redis.Text.bytes;

import io.aetherflow.core.Page;
import io.aetherflow.session.Session;
import io.aetherflow.session.SessionCounts;
import io.aetherflow.session.SessionCursor;
import io.aetherflow.session.SessionQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Reads pages and totals. The order is that of the buckets and within one that of the ids, so an id is a place in it. A
 * user's sessions are in one bucket; a page of all users reads as many as it needs, of a well filled store one. Only the
 * total asks them all.
 */
final class SessionListing {
    private static final byte[] START = bytes("-");

    private final RedisCalls redis;
    private final Buckets buckets;

    SessionListing(RedisCalls redis, Buckets buckets) {
        this.redis = redis;
        this.buckets = buckets;
    }

    Page<Session> page(SessionQuery query, Instant now) {
        List<Session> found = walk(query, now);
        OptionalLong total = query.withTotal() ? total(query, now, found.size()) : OptionalLong.empty();
        if (found.size() <= query.pageSize()) {
            return new Page<>(found, Optional.empty(), total);
        }
        List<Session> page = found.subList(0, query.pageSize());
        UUID last = page.get(page.size() - 1).id();
        return new Page<>(page, Optional.of(SessionCursor.after(last)), total);
    }

    /** The buckets that may have sessions which pass the filters. */
    List<Bucket> searched(SessionQuery query) {
        return query.userId().map(userId -> List.of(buckets.of(userId))).orElse(buckets.all());
    }

    /** Reads bucket after bucket until there is a session more than a page, each time twice as many at once. */
    private List<Session> walk(SessionQuery query, Instant now) {
        List<Bucket> searched = searched(query);
        Optional<UUID> after = query.cursor().map(SessionCursor::parse);
        byte[] start = after.map(id -> bytes("(" + id)).orElse(START);
        int next = query.userId().isPresent() ? 0 : after.map(buckets::numberOf).orElse(0);
        List<Session> found = new ArrayList<>();
        for (int width = 1; next < searched.size() && found.size() <= query.pageSize(); width *= 2) {
            List<ScriptCall> calls = new ArrayList<>();
            byte[] missing = bytes(query.pageSize() + 1L - found.size());
            for (Bucket bucket : searched.subList(next, Math.min(next + width, searched.size()))) {
                List<byte[]> arguments = List.of(bytes(now), start, missing);
                calls.add(ScriptCall.on(bucket, Script.LIST, bucket.filters(query), arguments));
                start = START;
            }
            next += calls.size();
            found.addAll(sessions(calls));
        }
        return found;
    }

    private List<Session> sessions(List<ScriptCall> calls) {
        return DueWork.sessions(redis.runAll(calls)).stream()
                .map(SessionHash::session)
                .toList();
    }

    /** The total, which is asked for after the page: sessions may have ended since then. */
    private OptionalLong total(SessionQuery query, Instant now, int atLeast) {
        long sum = totals(query, now).stream().mapToLong(Long::longValue).sum();
        return OptionalLong.of(Math.max(sum, atLeast));
    }

    /** How many live sessions pass the filters, in each of the {@link #searched} buckets. */
    List<Long> totals(SessionQuery query, Instant now) {
        List<Bucket> searched = searched(query);
        if (searched.get(0).filters(query).isEmpty()) {
            List<byte[]> keys = searched.stream().map(Bucket::expiry).toList();
            return redis.countsBeyond(keys, now.toEpochMilli());
        }
        List<ScriptCall> calls = searched.stream()
                .map(bucket -> ScriptCall.on(bucket, Script.TOTAL, bucket.filters(query), List.of(bytes(now))))
                .toList();
        return redis.runAll(calls).stream().map(Long.class::cast).toList();
    }

    SessionCounts count(Instant now) {
        List<byte[]> arguments = List.of(bytes(now));
        List<ScriptCall> calls = buckets.all().stream()
                .map(bucket -> ScriptCall.on(bucket, Script.COUNT, List.of(), arguments))
                .toList();
        long[] sums = new long[4];
        for (Object answer : redis.runAll(calls)) {
            List<?> counts = (List<?>) answer;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += (Long) counts.get(i);
            }
        }
        return new SessionCounts(sums[0], sums[1], sums[2], sums[3]);
    }
}
