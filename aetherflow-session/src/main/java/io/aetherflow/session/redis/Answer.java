// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import static io.aetherflow.session.redis.Text.text;

import io.aetherflow.session.IllegalSessionTransitionException;
import io.aetherflow.session.InvalidSessionException;
import io.aetherflow.session.SessionEvent;
import io.aetherflow.session.SessionExpiredException;
import io.aetherflow.session.SessionLimits;
import io.aetherflow.session.SessionNotFoundException;
import io.aetherflow.session.SessionRevisionException;
import io.aetherflow.session.SessionState;
import io.aetherflow.session.SessionUpdate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a script on one session answers: a word first, then what goes with that word. */
final class Answer {
    private final String word;
    private final List<?> all;

    Answer(Object answer) {
        this.all = (List<?>) answer;
        this.word = text(all.get(0));
    }

    boolean is(String expected) {
        return word.equals(expected);
    }

    Answer requireLive(UUID id) {
        if (is("missing")) {
            throw new SessionNotFoundException(id);
        }
        if (is("expired")) {
            throw new SessionExpiredException(id, Instant.ofEpochMilli(Long.parseLong(detail())));
        }
        return this;
    }

    Answer requireAllowed(UUID id, SessionUpdate update, SessionLimits limits) {
        switch (word) {
            case "revision" ->
                throw new SessionRevisionException(
                        id, update.expectedRevision().orElseThrow(), Long.parseLong(detail()));
            case "transition" ->
                throw new IllegalSessionTransitionException(
                        SessionState.valueOf(detail()), update.state().orElseThrow());
            case "connections" ->
                throw InvalidSessionException.tooMany("connectionIds", count(), limits.maxConnections());
            case "metadata" -> throw InvalidSessionException.tooMany("metadata", count(), limits.maxMetadataEntries());
            default -> {
                return this;
            }
        }
    }

    /** The session afterwards, with its state before. */
    SessionEvent.Updated updated() {
        SessionHash session = SessionHash.of(all.get(2));
        return new SessionEvent.Updated(session.session(), SessionState.valueOf(detail()));
    }

    SessionHash session() {
        return SessionHash.of(all.get(1));
    }

    List<SessionHash> sessions() {
        return DueWork.sessions(List.of(all.get(1)));
    }

    private String detail() {
        return text(all.get(1));
    }

    private int count() {
        return ((Long) all.get(1)).intValue();
    }
}
