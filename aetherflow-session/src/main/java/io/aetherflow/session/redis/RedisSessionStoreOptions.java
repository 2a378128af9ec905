// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import io.aetherflow.session.InvalidSessionException;
import java.time.Duration;

/**
 * How a {@link RedisSessionStore} uses Redis. All servers that share sessions need the same prefix.
 *
 * @param keyPrefix what the name of each key begins with, without braces; may be empty
 * @param retention how long after a session's greatest lifetime its end can still be announced if no sweep has come by;
 *     then Redis drops all that is left of it. Whole milliseconds, at least one, at most 3650 days.
 * @param replicas how many replicas must have a delete or a rotated token before the call returns, 0 for none
 * @param replicaTimeout how long to wait for the replicas; whole milliseconds, at least one, and less than the client's
 *     own timeout
 */
public record RedisSessionStoreOptions(String keyPrefix, Duration retention, int replicas, Duration replicaTimeout) {
    // Before DEFAULTS, which are checked against them.
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int MAX_REPLICAS = 100;

    /** Prefix {@code aetherflow:}, retention 7 days, no wait for replicas. */
    public static final RedisSessionStoreOptions DEFAULTS = builder().build();

    public RedisSessionStoreOptions {
        if (keyPrefix.contains("{") || keyPrefix.contains("}")) {
            throw new InvalidSessionException("keyPrefix", keyPrefix, "text without braces");
        }
        retention = within("retention", retention);
        replicaTimeout = within("replicaTimeout", replicaTimeout);
        if (replicas < 0 || replicas > MAX_REPLICAS) {
            throw new InvalidSessionException("replicas", Integer.toString(replicas), "0 to " + MAX_REPLICAS);
        }
    }

    private static Duration within(String field, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new InvalidSessionException(field, value.toString(), SHORTEST + " to " + LONGEST);
        }
        return Duration.ofMillis(value.toMillis());
    }

    /**
     * Starts building options.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds {@link RedisSessionStoreOptions}. For use by one thread. */
    public static final class Builder {
        private String keyPrefix = "aetherflow:";
        private Duration retention = Duration.ofDays(7);
        private int replicas;
        private Duration replicaTimeout = Duration.ofSeconds(1);

        private Builder() {}

        /**
         * Sets what the name of each key begins with.
         *
         * @param prefix text without braces
         * @return this builder
         */
        public Builder keyPrefix(String prefix) {
            keyPrefix = prefix;
            return this;
        }

        /**
         * Sets how long ends wait for a sweep beyond the sessions' greatest lifetime.
         *
         * @param duration at least a millisecond
         * @return this builder
         */
        public Builder retention(Duration duration) {
            retention = duration;
            return this;
        }

        /**
         * Has a delete or a rotated token wait for replicas.
         *
         * @param count how many of them
         * @param timeout for how long; shorter than the client's own timeout
         * @return this builder
         */
        public Builder awaitReplicas(int count, Duration timeout) {
            replicas = count;
            replicaTimeout = timeout;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return the options
         * @throws InvalidSessionException if a value is out of range
         */
        public RedisSessionStoreOptions build() {
            return new RedisSessionStoreOptions(keyPrefix, retention, replicas, replicaTimeout);
        }
    }
}
