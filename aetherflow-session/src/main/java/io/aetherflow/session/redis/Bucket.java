// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import io.aetherflow.session.SessionQuery;
import io.aetherflow.session.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The keys of one bucket, all in one hash slot. Its own keys come first in every script, in the order that
 * {@code bucket.lua} gives them.
 */
final class Bucket {
    private static final List<SessionState> STATES =
            List.of(SessionState.CONNECTING, SessionState.ACTIVE, SessionState.IDLE, SessionState.DISCONNECTING);
    private static final int FIRST_STATE = 3;

    private final String base;
    private final List<byte[]> own = new ArrayList<>();

    Bucket(String base) {
        this.base = base;
        own.add(key("expiry"));
        own.add(key("silence"));
        own.add(key("ended"));
        STATES.forEach(state -> own.add(key("t:" + state)));
    }

    /** Live and expired sessions by their expiry. */
    byte[] expiry() {
        return own.get(0);
    }

    /** Active sessions by their last sign of life. */
    byte[] silence() {
        return own.get(1);
    }

    /** Ended sessions by the end of their lease. */
    byte[] ended() {
        return own.get(2);
    }

    byte[] session(UUID id) {
        return key("s:" + id);
    }

    byte[] user(String userId) {
        return key("u:" + userId);
    }

    byte[] server(String serverAddr) {
        return key("v:" + serverAddr);
    }

    private byte[] state(SessionState state) {
        // No session in an index is closed: any key that does not exist stands for those.
        return STATES.contains(state) ? own.get(FIRST_STATE + STATES.indexOf(state)) : key("t:" + state);
    }

    /** The indexes that a session must be in to pass a query, the shortest presumably first. */
    List<byte[]> filters(SessionQuery query) {
        List<byte[]> indexes = new ArrayList<>();
        query.userId().map(this::user).ifPresent(indexes::add);
        query.serverAddr().map(this::server).ifPresent(indexes::add);
        query.state().map(this::state).ifPresent(indexes::add);
        return indexes;
    }

    /** The bucket's own keys, and then others of the bucket. */
    List<byte[]> keys(List<byte[]> others) {
        List<byte[]> keys = new ArrayList<>(own.size() + others.size());
        keys.addAll(own);
        keys.addAll(others);
        return keys;
    }

    private byte[] key(String suffix) {
        return Text.bytes(base + suffix);
    }
}
