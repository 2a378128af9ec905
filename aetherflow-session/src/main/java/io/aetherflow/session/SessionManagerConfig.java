// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;

/**
 * The settings of a {@link SessionManager}; immutable. All durations are cut to whole milliseconds.
 *
 * @param timeout how long a session lasts without a heartbeat, unless it was created with a timeout of its own
 * @param maxLifetime how long a session lasts at most, whatever heartbeats come; also the longest timeout
 * @param idleAfter how long after its last heartbeat the sweep calls a session idle
 * @param userLimit how many sessions one user may have
 * @param limits how much one session may hold
 * @param tokenGrace how long the previous token still opens a session after a rotation; zero for not at all
 * @param sweepInterval the pause between two sweeps, where {@link SessionManager#startSweeping} runs them
 * @param sweepBatch how many sessions one call of {@link SessionManager#sweep()} makes idle, and ends, at most
 * @param eventLease how long a process has to announce the end of a session before the next sweep, anywhere, does it
 *     again
 * @param serverAddr the server address of sessions that were created without one, empty for unknown
 */
public record SessionManagerConfig(
        Duration timeout,
        Duration maxLifetime,
        Duration idleAfter,
        UserLimit userLimit,
        SessionLimits limits,
        Duration tokenGrace,
        Duration sweepInterval,
        int sweepBatch,
        Duration eventLease,
        String serverAddr) {
    private static final Duration MIN_DURATION = Duration.ofMillis(1);
    private static final Duration MAX_DURATION = Duration.ofDays(3650);
    private static final int MAX_SWEEP_BATCH = 100_000;

    public SessionManagerConfig {
        timeout = Checks.millis("timeout", timeout, MIN_DURATION, maxLifetime);
        maxLifetime = Checks.millis("maxLifetime", maxLifetime, MIN_DURATION, MAX_DURATION);
        idleAfter = Checks.millis("idleAfter", idleAfter, MIN_DURATION, MAX_DURATION);
        tokenGrace = Checks.millis("tokenGrace", tokenGrace, Duration.ZERO, MAX_DURATION);
        sweepInterval = Checks.millis("sweepInterval", sweepInterval, MIN_DURATION, MAX_DURATION);
        Checks.within("sweepBatch", sweepBatch, 1, MAX_SWEEP_BATCH);
        eventLease = Checks.millis("eventLease", eventLease, MIN_DURATION, MAX_DURATION);
        Checks.nameOrEmpty("serverAddr", serverAddr, limits.maxIdChars());
    }

    /**
     * Starts building settings.
     *
     * @return a builder that holds the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link SessionManagerConfig}. For use by one thread. */
    public static final class Builder {
        private Duration timeout = Duration.ofMinutes(30);
        private Duration maxLifetime = Duration.ofHours(24);
        private Duration idleAfter = Duration.ofMinutes(5);
        private UserLimit userLimit = new UserLimit(100, SessionLimitPolicy.REJECT);
        private SessionLimits limits = SessionLimits.DEFAULTS;
        private Duration tokenGrace = Duration.ZERO;
        private Duration sweepInterval = Duration.ofSeconds(10);
        private int sweepBatch = 1000;
        private Duration eventLease = Duration.ofSeconds(30);
        private String serverAddr = "";

        private Builder() {}

        /**
         * Sets how long a session lasts without a heartbeat.
         *
         * @param duration 1 ms to the greatest lifetime; 30 minutes by default
         * @return this builder
         */
        public Builder timeout(Duration duration) {
            timeout = duration;
            return this;
        }

        /**
         * Sets how long a session lasts at most.
         *
         * @param duration 1 ms to 3650 days; 24 hours by default
         * @return this builder
         */
        public Builder maxLifetime(Duration duration) {
            maxLifetime = duration;
            return this;
        }

        /**
         * Sets how long after its last heartbeat a session is idle.
         *
         * @param duration 1 ms to 3650 days; 5 minutes by default; from the timeout on, no session ever becomes idle
         * @return this builder
         */
        public Builder idleAfter(Duration duration) {
            idleAfter = duration;
            return this;
        }

        /**
         * Sets how many sessions one user may have.
         *
         * @param limit the limit; 100, then reject, by default
         * @return this builder
         */
        public Builder userLimit(UserLimit limit) {
            userLimit = limit;
            return this;
        }

        /**
         * Sets how much one session may hold.
         *
         * @param perSession the limits; {@link SessionLimits#DEFAULTS} by default
         * @return this builder
         */
        public Builder limits(SessionLimits perSession) {
            limits = perSession;
            return this;
        }

        /**
         * Sets how long the previous token lives on after a rotation.
         *
         * @param duration 0 to 3650 days; 0 by default
         * @return this builder
         */
        public Builder tokenGrace(Duration duration) {
            tokenGrace = duration;
            return this;
        }

        /**
         * Sets the pause between two sweeps.
         *
         * @param duration 1 ms to 3650 days; 10 seconds by default
         * @return this builder
         */
        public Builder sweepInterval(Duration duration) {
            sweepInterval = duration;
            return this;
        }

        /**
         * Sets how many sessions one sweep takes at most.
         *
         * @param sessions 1 to 100,000; 1000 by default
         * @return this builder
         */
        public Builder sweepBatch(int sessions) {
            sweepBatch = sessions;
            return this;
        }

        /**
         * Sets how long a process has to announce the end of a session.
         *
         * @param duration 1 ms to 3650 days; 30 seconds by default
         * @return this builder
         */
        public Builder eventLease(Duration duration) {
            eventLease = duration;
            return this;
        }

        /**
         * Sets the server address of sessions that come without one: normally this server's own.
         *
         * @param addr the address; empty, which is unknown, by default
         * @return this builder
         */
        public Builder serverAddr(String addr) {
            serverAddr = addr;
            return this;
        }

        /**
         * Builds the settings.
         *
         * @return the settings
         * @throws InvalidSessionException if one is out of its range
         */
        public SessionManagerConfig build() {
            return new SessionManagerConfig(
                    timeout,
                    maxLifetime,
                    idleAfter,
                    userLimit,
                    limits,
                    tokenGrace,
                    sweepInterval,
                    sweepBatch,
                    eventLease,
                    serverAddr);
        }
    }
}
