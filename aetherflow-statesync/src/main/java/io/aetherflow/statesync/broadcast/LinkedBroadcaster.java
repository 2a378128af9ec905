// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.broadcast;

import io.aetherflow.core.Registration;
import io.aetherflow.statesync.Broadcaster;
import io.aetherflow.statesync.LocalBroadcaster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries signals between nodes over a link. Listeners of this node are called at once. For the others, one thread sends
 * what has come together since it last sent, at most one signal a document, so that a fast document costs no more than
 * a slow one. Another thread receives. While the link is broken signals are dropped: managers poll for what they miss.
 */
public final class LinkedBroadcaster implements Broadcaster {
    private static final Logger LOG = LoggerFactory.getLogger(LinkedBroadcaster.class);
    private static final int MAX_WAITING = 10_000;
    /**
     * Between two times of sending: more signals join, and receivers get a chance to hand on what they have. The
     * PostgreSQL driver reads on as long as the next notification comes within a millisecond.
     */
    private static final int MIN_GAP_MILLIS = 3;

    private static final Duration MIN_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final SignalLink link;
    private final UUID node = UUID.randomUUID();
    private final LocalBroadcaster local = new LocalBroadcaster();
    /** The newest signal of each document that is still to be sent; guarded by itself. */
    private final Map<UUID, Signal> waiting = new LinkedHashMap<>();

    private final List<Thread> threads;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Starts sending and receiving.
     *
     * @param link closed with the broadcaster
     */
    public LinkedBroadcaster(SignalLink link) {
        this.link = link;
        this.threads = List.of(
                new Thread(() -> keepTrying(this::sendWaiting), "aetherflow-signals-send"),
                new Thread(() -> keepTrying(this::receive), "aetherflow-signals-receive"));
        threads.forEach(thread -> thread.setDaemon(true));
        threads.forEach(Thread::start);
    }

    @Override
    public void publish(Signal signal) {
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                waiting.clear();
            }
            waiting.merge(signal.docId(), signal, LinkedBroadcaster::join);
            waiting.notifyAll();
        }
        local.publish(signal);
    }

    private static Signal join(Signal one, Signal other) {
        return new Signal(
                one.docId(),
                Math.max(one.version(), other.version()),
                Math.max(one.controlRevision(), other.controlRevision()));
    }

    @Override
    public Registration listen(Consumer<Signal> listener) {
        return local.listen(listener);
    }

    @Override
    public void close() {
        closed.countDown();
        synchronized (waiting) {
            waiting.notifyAll();
        }
        link.close(); // and no interrupt: it can leave a connection half-way through a message in the client's pool
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        local.close();
    }

    /** What one of the threads does until the link breaks; tells when the link works. */
    private interface Work {
        void run(Runnable working) throws Exception;
    }

    private void keepTrying(Work work) {
        Pause pause = new Pause();
        while (!isClosed()) {
            try {
                work.run(pause::works);
            } catch (Exception e) {
                if (!isClosed()) {
                    pause.broke(e);
                }
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void sendWaiting(Runnable working) throws Exception {
        while (!isClosed()) {
            for (String message : SignalMessages.encode(node, takeWaiting())) {
                link.send(message);
            }
            working.run();
            closed.await(MIN_GAP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The signals to send; none after a while without, so that receivers hear that the link is whole. */
    private List<Signal> takeWaiting() throws InterruptedException {
        synchronized (waiting) {
            if (waiting.isEmpty() && !isClosed()) {
                waiting.wait(SignalLink.HEARTBEAT_MILLIS);
            }
            List<Signal> taken = new ArrayList<>(waiting.values());
            waiting.clear();
            return taken;
        }
    }

    private void receive(Runnable working) throws Exception {
        link.receive(working, this::receive);
    }

    private void receive(String message) {
        try {
            SignalMessages.decode(node, message).forEach(local::publish);
        } catch (RuntimeException e) {
            LOG.warn("message of {} characters is passed over: {}", message.length(), e.toString());
        }
    }

    /** The time between attempts, which grows while they fail. Used by one thread. */
    private final class Pause {
        private long millis;

        void works() {
            if (millis > 0) {
                LOG.info("signals between nodes work again");
            }
            millis = 0;
        }

        void broke(Exception reason) {
            if (millis == 0) {
                LOG.warn("signals between nodes are broken off, trying on: {}", reason.toString());
            }
            millis = Math.min(MAX_PAUSE.toMillis(), Math.max(MIN_PAUSE.toMillis(), millis * 2));
            try {
                closed.await(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted by a stranger", e);
            }
        }
    }
}
