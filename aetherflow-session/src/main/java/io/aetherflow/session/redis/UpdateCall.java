// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import static io.aetherflow.session.redis.Text.bytes;

import io.aetherflow.session.SessionLimits;
import io.aetherflow.session.SessionState;
import io.aetherflow.session.SessionUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts an update into the arguments of {@code update.lua}, in the order that is written there. */
final class UpdateCall {
    private UpdateCall() {}

    static ScriptCall of(Bucket bucket, UUID id, SessionUpdate update, SessionLimits limits, Instant now) {
        List<byte[]> keys = new ArrayList<>(List.of(bucket.session(id)));
        update.serverAddr().filter(addr -> !addr.isEmpty()).map(bucket::server).ifPresent(keys::add);
        List<byte[]> arguments = new ArrayList<>(List.of(
                bytes(now),
                bytes(
                        update.expectedRevision().isPresent()
                                ? Long.toString(update.expectedRevision().getAsLong())
                                : ""),
                bytes(update.state().map(SessionState::name).orElse("")),
                bytes(update.state().map(UpdateCall::predecessors).orElse("")),
                bytes(update.statsOnly() ? 0 : 1),
                bytes(limits.maxConnections()),
                bytes(limits.maxMetadataEntries()),
                SessionHash.connections(update.removeConnections()),
                SessionHash.connections(update.addConnections()),
                bytes(update.serverAddr().map(addr -> "=" + addr).orElse(""))));
        addList(arguments, SessionHash.flat(fields(update)));
        addList(
                arguments,
                update.statsDelta()
                        .map(SessionHash::counters)
                        .map(SessionHash::flat)
                        .orElse(List.of()));
        addList(
                arguments,
                update.removeMetadata().stream()
                        .map(key -> bytes(SessionHash.METADATA + key))
                        .toList());
        addList(arguments, SessionHash.flat(SessionHash.metadata(update.putMetadata())));
        return ScriptCall.on(bucket, Script.UPDATE, keys, arguments);
    }

    /** Fields that get a new value whatever the old one was. */
    private static Map<String, byte[]> fields(SessionUpdate update) {
        Map<String, byte[]> fields = new HashMap<>();
        update.client().ifPresent(client -> {
            fields.put("ip", bytes(client.ip()));
            fields.put("port", bytes(client.port()));
        });
        update.stats().ifPresent(stats -> fields.putAll(SessionHash.stats(stats)));
        update.statsDelta()
                .filter(delta -> !delta.rtt().isZero())
                .ifPresent(delta -> fields.put("rtt", bytes(delta.rtt().toNanos())));
        return fields;
    }

    private static String predecessors(SessionState state) {
        return Stream.of(SessionState.values())
                .filter(before -> before.successors().contains(state))
                .map(before -> " " + before + " ")
                .collect(Collectors.joining());
    }

    private static void addList(List<byte[]> arguments, List<byte[]> items) {
        arguments.add(bytes(items.size()));
        arguments.addAll(items);
    }
}
