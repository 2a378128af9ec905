// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The documents that a manager holds ready, the least recently used making room for others. */
final class LiveDocuments {
    private final ConcurrentMap<UUID, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong uses = new AtomicLong();
    private final Map<DocumentType, ConfiguredModel<?, ?>> models;
    private final ManagerContext context;

    LiveDocuments(Map<DocumentType, ConfiguredModel<?, ?>> models, ManagerContext context) {
        this.models = Map.copyOf(models);
        this.context = context;
    }

    /** A document's place: taken first and then filled, so that a slow read keeps nobody from other documents. */
    private final class Held {
        private final UUID docId;
        private volatile @Nullable LiveDocument<?, ?> document;
        private volatile long lastUse;

        Held(UUID docId) {
            this.docId = docId;
        }

        LiveDocument<?, ?> document() {
            LiveDocument<?, ?> ready = document;
            return ready != null ? ready : load();
        }

        private synchronized LiveDocument<?, ?> load() {
            LiveDocument<?, ?> ready = document;
            if (ready == null) {
                ready = read(docId);
                document = ready;
                ready.refresh(); // a signal that came before found no document to tell
            }
            return ready;
        }
    }

    ConfiguredModel<?, ?> model(DocumentType type) {
        ConfiguredModel<?, ?> model = models.get(type);
        if (model == null) {
            throw Checks.refused("type", type.name(), "one of " + models.keySet());
        }
        return model;
    }

    /** Returns the document, reading it from the store if it is not held. */
    LiveDocument<?, ?> get(UUID docId) {
        Held found = held.computeIfAbsent(docId, Held::new);
        found.lastUse = uses.incrementAndGet();
        if (held.size() > context.limits().maxDocumentsInMemory()) {
            evict();
        }
        try {
            return found.document();
        } catch (RuntimeException e) {
            held.remove(docId, found);
            throw e;
        }
    }

    /** Returns the document if it is held. */
    Optional<LiveDocument<?, ?>> peek(UUID docId) {
        return Optional.ofNullable(held.get(docId)).map(found -> found.document);
    }

    private LiveDocument<?, ?> read(UUID docId) {
        StoredDocument stored = context.store().find(docId).orElseThrow(() -> new DocumentNotFoundException(docId));
        return live(stored, model(stored.info().type()));
    }

    private <C, O> LiveDocument<C, O> live(StoredDocument stored, ConfiguredModel<C, O> model) {
        return new LiveDocument<>(stored, model, context);
    }

    private void evict() {
        int surplus = held.size() - context.limits().maxDocumentsInMemory() * 9 / 10;
        held.entrySet().stream()
                .map(entry -> new Use(entry.getKey(), entry.getValue(), entry.getValue().lastUse))
                .sorted(Comparator.comparingLong(Use::at))
                .limit(Math.max(0, surplus))
                .forEach(use -> held.remove(use.docId(), use.held()));
    }

    /** When a document was used last: noted once, since sorting breaks on numbers that go on changing. */
    private record Use(UUID docId, Held held, long at) {}
}
