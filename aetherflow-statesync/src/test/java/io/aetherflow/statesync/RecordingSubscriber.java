// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Keeps all it is told, and notes when it is told wrongly: by two threads at once, unasked, or after the end. */
class RecordingSubscriber implements Flow.Subscriber<DocumentEvent> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<DocumentEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final long initialDemand;
    private volatile long requested;
    private volatile long lastVersion;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable error;
    private volatile boolean completed;

    RecordingSubscriber() {
        this(Long.MAX_VALUE);
    }

    RecordingSubscriber(long initialDemand) {
        this.initialDemand = initialDemand;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (initialDemand > 0) {
            request(initialDemand);
        }
    }

    final void request(long n) {
        requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
        subscription().request(n);
    }

    final Flow.Subscription subscription() {
        return Objects.requireNonNull(subscription, "not subscribed");
    }

    @Override
    public void onNext(DocumentEvent event) {
        enter("onNext");
        events.add(event);
        if (event instanceof DocumentEvent.OperationApplied applied) {
            lastVersion = applied.operation().version();
        } else if (event instanceof DocumentEvent.SnapshotTaken taken) {
            lastVersion = taken.document().version();
        }
        if (events.size() > requested) {
            faults.add("not asked for " + event);
        }
        received(event);
        inside.decrementAndGet();
    }

    /** What else to do on an event. */
    void received(DocumentEvent event) {}

    @Override
    public void onError(Throwable reason) {
        enter("onError");
        error = reason;
        inside.decrementAndGet();
    }

    @Override
    public void onComplete() {
        enter("onComplete");
        completed = true;
        inside.decrementAndGet();
    }

    private void enter(String method) {
        if (inside.getAndIncrement() != 0) {
            faults.add(method + " while in another call");
        }
        if (error != null || completed) {
            faults.add(method + " after the end");
        }
    }

    List<DocumentEvent> events() {
        assertThat(faults).isEmpty();
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    <E extends DocumentEvent> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The versions of the operations received, in the order of their receipt. */
    LongStream versions() {
        return events(DocumentEvent.OperationApplied.class).stream()
                .mapToLong(event -> event.operation().version());
    }

    /** The first event, which must be a snapshot. */
    DocumentEvent.SnapshotTaken snapshot() {
        return (DocumentEvent.SnapshotTaken) events().get(0);
    }

    Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    RecordingSubscriber awaitEvents(int count) {
        return awaitUntil(() -> events.size() >= count);
    }

    RecordingSubscriber awaitVersion(long version) {
        return awaitUntil(() -> lastVersion >= version);
    }

    RecordingSubscriber awaitEvent(Predicate<DocumentEvent> wanted) {
        return awaitUntil(() -> events().stream().anyMatch(wanted));
    }

    <E extends Throwable> E awaitError(Class<E> kind) {
        awaitUntil(() -> error != null);
        assertThat(faults).isEmpty();
        assertThat(error).isInstanceOf(kind);
        return kind.cast(error);
    }

    RecordingSubscriber awaitCompletion() {
        return awaitUntil(() -> completed);
    }

    private RecordingSubscriber awaitUntil(Callable<Boolean> condition) {
        await().dontCatchUncaughtExceptions()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
        return this;
    }

    /** Checks that the operations received are those of all versions from one to another, each once, in order. */
    void assertVersions(long first, long last) {
        assertThat(versions().boxed().toList())
                .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
    }
}
