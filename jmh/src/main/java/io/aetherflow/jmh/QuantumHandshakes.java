// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.quantum.QuantumConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/**
 * Opens and closes connections, one after the other in each of some lanes. A lane has endpoints of its own, since TLS resumes one session
 * at a time with each server.
 */
final class QuantumHandshakes implements AutoCloseable {
    private static final int LANES = 4;
    private static final byte[] GREETING = {1};

    private final List<QuantumPair> lanes = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(LANES);

    QuantumHandshakes() throws Exception {
        for (int i = 0; i < LANES; i++) {
            lanes.add(QuantumPair.open());
        }
    }

    /**
     * Opens connections for a time.
     *
     * @param resumed whether TLS sessions are resumed; else they are forgotten before each connection
     * @return connections a second, all lanes together
     */
    double perSecond(boolean resumed, long nanos) throws Exception {
        List<Callable<Double>> runs = new ArrayList<>();
        for (QuantumPair lane : lanes) {
            runs.add(() -> perSecond(lane, resumed, nanos));
        }
        double sum = 0;
        for (Future<Double> rate : threads.invokeAll(runs)) {
            sum += rate.get();
        }
        return sum;
    }

    private static double perSecond(QuantumPair lane, boolean resumed, long nanos) throws InterruptedException {
        connect(lane);
        int connections = 0;
        long start = System.nanoTime();
        long end = start;
        while (end - start < nanos) {
            if (!resumed) {
                forgetSessions(lane);
            }
            long wallClock = System.currentTimeMillis();
            check(connect(lane), resumed, wallClock);
            connections++;
            end = System.nanoTime();
        }
        return connections * 1e9 / (end - start);
    }

    /** The server greets, and what the client can resume later comes before that. */
    private static SSLSession connect(QuantumPair lane) throws InterruptedException {
        QuantumConnection there = lane.client().connect(lane.server().localAddress());
        QuantumConnection here = lane.server().accept();
        here.send(GREETING);
        there.receive();
        SSLSession session = there.tlsSession().orElseThrow();
        there.abort(0, "");
        here.abort(0, "");
        return session;
    }

    private static void forgetSessions(QuantumPair lane) {
        SSLSessionContext sessions = lane.clientTls().getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    /** A session that is resumed keeps the time of the handshake that made it. */
    private static void check(SSLSession session, boolean resumed, long start) {
        if (session.getCreationTime() < start != resumed) {
            throw new IllegalStateException("void: a handshake was " + (resumed ? "not " : "") + "a resumption");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        lanes.forEach(QuantumPair::close);
    }
}
