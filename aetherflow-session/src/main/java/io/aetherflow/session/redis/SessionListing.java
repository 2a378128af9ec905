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
import java.util.UUID;

/**
 * Reads pages and totals. The order is that of the buckets and within one that of the ids, so an id is a place in it. A
 * user's sessions are in one bucket. Otherwise one round trip tells how many each bucket has, and a second one reads
 * those that the page needs, mostly one.
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
        Optional<UUID> after = query.cursor().map(SessionCursor::parse);
        List<Bucket> searched = searched(query);
        List<Long> totals = totals(query, searched, now);
        List<Session> found = query.userId().isPresent()
                ? read(List.of(call(query, searched.get(0), after, now)))
                : walk(query, after, totals, now);
        long total = totals.stream().mapToLong(Long::longValue).sum();
        // Each bucket gives a page and one more if it has them, so that it is known whether there is a next page.
        if (found.size() <= query.pageSize()) {
            return new Page<>(found, Optional.empty(), Math.max(total, found.size()));
        }
        List<Session> page = found.subList(0, query.pageSize());
        UUID last = page.get(page.size() - 1).id();
        return new Page<>(page, Optional.of(SessionCursor.after(last)), Math.max(total, found.size()));
    }

    /** The buckets that may have sessions which pass the filters. */
    List<Bucket> searched(SessionQuery query) {
        return query.userId().map(userId -> List.of(buckets.of(userId))).orElse(buckets.all());
    }

    /** Reads bucket after bucket until there are more than a page, several at a time if it takes several. */
    private List<Session> walk(SessionQuery query, Optional<UUID> after, List<Long> totals, Instant now) {
        List<Session> found = new ArrayList<>();
        int number = after.map(buckets::numberOf).orElse(0);
        Optional<UUID> place = after;
        while (number < buckets.count() && found.size() <= query.pageSize()) {
            List<ScriptCall> calls = new ArrayList<>();
            long expected = found.size();
            while (number < buckets.count() && expected <= query.pageSize()) {
                if (place.isPresent() || totals.get(number) > 0) {
                    calls.add(call(query, buckets.get(number), place, now));
                    expected += place.isPresent() ? 0 : totals.get(number); // of the first, part was on earlier pages
                }
                place = Optional.empty();
                number++;
            }
            found.addAll(read(calls));
        }
        return found;
    }

    private List<Session> read(List<ScriptCall> calls) {
        return DueWork.sessions(redis.runAll(calls)).stream()
                .map(SessionHash::session)
                .toList();
    }

    private static ScriptCall call(SessionQuery query, Bucket bucket, Optional<UUID> after, Instant now) {
        byte[] start = after.map(id -> bytes("(" + id)).orElse(START);
        return ScriptCall.on(
                bucket, Script.LIST, bucket.filters(query), List.of(bytes(now), start, bytes(query.pageSize() + 1L)));
    }

    /** How many live sessions pass the filters, in each of the {@link #searched} buckets. */
    List<Long> totals(SessionQuery query, Instant now) {
        return totals(query, searched(query), now);
    }

    private List<Long> totals(SessionQuery query, List<Bucket> searched, Instant now) {
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
