// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.ObjectOperation;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must become of object operations, without any transformation: server order, last writer per property, deletion
 * wins, no circle of parents, and everything that was overridden or dropped reported.
 */
final class ObjectOracle {
    /** What an operation really did, at the index of its version. */
    private record Effect(String client, String id, boolean deletes, Set<String> touched) {}

    private final List<Effect> effects = new ArrayList<>();
    final Map<String, Map<String, String>> content = new HashMap<>();

    ObjectOracle() {
        effects.add(null);
        effects.add(new Effect("", "", false, Set.of()));
    }

    /** Applies an operation made at a version, and returns what must be reported, each as a path and an outcome. */
    Set<String> commit(String client, long prevVersion, ObjectOperation operation) {
        String id = operation.objectId();
        boolean deletes = operation.type() == OperationType.DELETE;
        List<Effect> concurrent = effects.subList((int) prevVersion + 1, effects.size()).stream()
                .filter(effect -> effect.id.equals(id) && !effect.client.equals(client))
                .toList();
        Set<String> reported = new TreeSet<>();
        if (concurrent.stream().anyMatch(effect -> effect.deletes)) {
            // Of two deletions the second does nothing; what it had overridden before it met the first is reported.
            boolean metChange = deletes && !concurrent.get(0).deletes;
            reported.addAll(metChange ? Set.of(id + " COMMITTED_OVERRIDDEN") : Set.of());
            reported.addAll(deletes ? Set.of() : Set.of(id + " INCOMING_DROPPED"));
            effects.add(new Effect(client, "", false, Set.of()));
            return reported;
        }
        Set<String> touched = new TreeSet<>(operation.set().keySet());
        touched.addAll(operation.unset());
        if (closesCircle(id, operation.set().get(ObjectModel.PLACE))) {
            touched.remove(ObjectModel.PLACE);
            reported.add(id + "/" + ObjectModel.PLACE + " INCOMING_DROPPED");
        }
        for (Effect effect : concurrent) {
            touched.stream()
                    .filter(effect.touched::contains)
                    .forEach(name -> reported.add(id + "/" + name + " COMMITTED_OVERRIDDEN"));
            reported.addAll(deletes ? Set.of(id + " COMMITTED_OVERRIDDEN") : Set.of());
        }
        apply(operation, touched, deletes);
        effects.add(new Effect(client, id, deletes, touched));
        return reported;
    }

    private void apply(ObjectOperation operation, Set<String> touched, boolean deletes) {
        if (deletes) {
            content.remove(operation.objectId());
            return;
        }
        Map<String, String> properties = content.computeIfAbsent(operation.objectId(), id -> new HashMap<>());
        for (String name : touched) {
            properties.computeIfPresent(name, (key, old) -> null);
            properties.computeIfAbsent(name, operation.set()::get);
        }
    }

    private boolean closesCircle(String id, String place) {
        String above = place == null ? "" : Place.parse(place).parent().orElse("");
        for (int steps = 0; !above.isEmpty() && steps <= content.size(); steps++) {
            if (above.equals(id)) {
                return true;
            }
            String next = content.getOrDefault(above, Map.of()).get(ObjectModel.PLACE);
            above = next == null ? "" : Place.parse(next).parent().orElse("");
        }
        return false;
    }

    long version() {
        return effects.size() - 1;
    }
}
