// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Which bucket a user's sessions are in. The number of a user's bucket is in the last ten bits of the session's id, so
 * that a session is found from its id alone.
 */
final class Buckets {
    /** How many there are, unless a test needs fewer. */
    static final int COUNT = 1 << 10;

    private static final long NUMBER_MASK = COUNT - 1;
    /** 2^32 divided by the golden ratio: spreads hashes that differ in few bits over the upper bits of the product. */
    private static final int SPREAD = 0x9E3779B9;

    private static final int HASH_SHIFT = Integer.SIZE - 10;

    private final List<Bucket> buckets;

    /**
     * Names the keys.
     *
     * @param prefix what each key begins with
     * @param count how many buckets are used, a power of two up to {@link #COUNT}
     */
    Buckets(String prefix, int count) {
        this.buckets = IntStream.range(0, count)
                .mapToObj(number -> new Bucket(prefix + "{" + number + "}:"))
                .toList();
    }

    int count() {
        return buckets.size();
    }

    Bucket get(int number) {
        return buckets.get(number);
    }

    List<Bucket> all() {
        return buckets;
    }

    int numberOf(UUID id) {
        return (int) (id.getLeastSignificantBits() & NUMBER_MASK) % buckets.size();
    }

    Bucket of(UUID id) {
        return buckets.get(numberOf(id));
    }

    Bucket of(String userId) {
        return buckets.get((int) hash(userId) % buckets.size());
    }

    UUID idFor(UUID candidate, String userId) {
        long low = candidate.getLeastSignificantBits() & ~NUMBER_MASK | hash(userId);
        return new UUID(candidate.getMostSignificantBits(), low);
    }

    private static long hash(String userId) {
        return userId.hashCode() * SPREAD >>> HASH_SHIFT;
    }
}
