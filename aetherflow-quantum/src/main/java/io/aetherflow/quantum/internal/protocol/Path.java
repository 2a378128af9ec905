// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import java.net.InetSocketAddress;

/**
 * An address of the peer, with the connection ids that are used between here and there, and the proof that the peer is there: a
 * PATH_CHALLENGE until the PATH_RESPONSE comes, less and less often, for a limited time (RFC 9000 section 8.2).
 */
final class Path {
    private final InetSocketAddress remote;
    private final AddressValidation address;
    private RemoteIds.Given id;
    private long calledAs;
    private boolean asked;
    private long challenge;
    private long interval;
    private long nextChallenge;
    private long givenUpAt;

    /**
     * @param id what the peer is called here
     * @param calledAs what this end was called there last
     */
    Path(InetSocketAddress remote, AddressValidation address, RemoteIds.Given id, long calledAs) {
        this.remote = remote;
        this.address = address;
        this.id = id;
        this.calledAs = calledAs;
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** What may be sent there. */
    AddressValidation address() {
        return address;
    }

    RemoteIds.Given id() {
        return id;
    }

    void id(RemoteIds.Given other) {
        id = other;
    }

    long calledAs() {
        return calledAs;
    }

    void calledAs(long destination) {
        calledAs = destination;
    }

    /** Asks from now on whether the peer is there. */
    void ask(long random, long firstIntervalNanos, long lastsNanos, long now) {
        asked = true;
        challenge = random;
        interval = firstIntervalNanos;
        nextChallenge = now;
        givenUpAt = now + lastsNanos;
    }

    long challenge() {
        return challenge;
    }

    void challengeSent(long now) {
        nextChallenge = now + interval;
        interval *= 2;
    }

    /** Whether this is the answer. If so, it is not asked for any more. */
    boolean isAnsweredBy(long response) {
        boolean answered = asked && response == challenge;
        asked &= !answered;
        return answered;
    }

    /** In how many nanoseconds a challenge is due, NEVER if that depends on what comes from there. */
    long untilChallenge(long now) {
        return asked && address.budget() >= PathProbes.MIN_SIZE
                ? Math.max(0, nextChallenge - now)
                : ConnectionCore.NEVER;
    }

    /** In how many nanoseconds it is given up. */
    long untilGivenUp(long now) {
        return Math.max(0, givenUpAt - now);
    }
}
