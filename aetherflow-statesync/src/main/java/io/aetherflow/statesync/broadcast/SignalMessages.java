// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.broadcast;

import io.aetherflow.statesync.Broadcaster.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Signals as text: the sender's id, then {@code ;document version controlRevision} for each. */
final class SignalMessages {
    private SignalMessages() {}

    /** Writes signals into as few messages as they fit in. */
    static List<String> encode(UUID sender, Collection<Signal> signals) {
        List<String> messages = new ArrayList<>();
        StringBuilder message = new StringBuilder(sender.toString());
        int empty = message.length();
        for (Signal signal : signals) {
            String part = ";" + signal.docId() + " " + signal.version() + " " + signal.controlRevision();
            if (message.length() + part.length() > SignalLink.MAX_MESSAGE_CHARS) {
                messages.add(message.toString());
                message.setLength(empty);
            }
            message.append(part);
        }
        messages.add(message.toString());
        return messages;
    }

    /**
     * Reads a message.
     *
     * @return its signals, none if they are the reader's own
     * @throws IllegalArgumentException if it is not a message of ours
     */
    static List<Signal> decode(UUID reader, String message) {
        String[] parts = message.split(";");
        if (UUID.fromString(parts[0]).equals(reader)) {
            return List.of();
        }
        List<Signal> signals = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] fields = parts[i].split(" ");
            if (fields.length != 3) {
                throw new IllegalArgumentException("signal has " + fields.length + " fields, allowed are 3");
            }
            signals.add(new Signal(UUID.fromString(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2])));
        }
        return signals;
    }
}
