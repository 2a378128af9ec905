// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.ConnectionStats;
import io.aetherflow.quantum.EndpointStats;
import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.protocol.EndpointCore;
import java.time.Duration;
import java.util.Collection;

/** Reads how connections and their endpoint do, and remembers the counts of connections that are gone. Under the endpoint's lock. */
final class Statistics {
    private final Totals gone = new Totals();

    /** A connection is forgotten; its counts are not. */
    void remember(ConnectionCore connection) {
        gone.add(connection);
    }

    static ConnectionStats of(ConnectionCore connection) {
        Totals totals = new Totals().add(connection);
        return new ConnectionStats(
                totals.packetsSent,
                totals.bytesSent,
                totals.packetsReceived,
                totals.bytesReceived,
                totals.packetsDropped,
                totals.packetsLost,
                totals.bytesLost,
                totals.spuriousLosses,
                totals.bytesRetransmitted,
                totals.probeTimeouts,
                totals.datagramsSent,
                totals.datagramsReceived,
                totals.datagramsDropped,
                Duration.ofNanos(connection.recovery().rtt().min()),
                Duration.ofNanos(connection.recovery().rtt().smoothed()),
                Duration.ofNanos(connection.recovery().rtt().latest()),
                connection.congestion().congestionWindow(),
                connection.recovery().inFlight(),
                connection.congestion().pacingRate(),
                connection.congestion().bandwidth(),
                connection.congestion().phase(),
                connection.packetSize());
    }

    EndpointStats of(EndpointCore endpoint, Collection<ConnectionCore> present, long unsendable) {
        Totals totals = new Totals().add(gone);
        long rttSum = 0;
        long maxRtt = 0;
        long congestionWindow = 0;
        long inFlight = 0;
        for (ConnectionCore connection : present) {
            totals.add(connection);
            long rtt = connection.recovery().rtt().smoothed();
            rttSum += rtt;
            maxRtt = Math.max(maxRtt, rtt);
            congestionWindow += connection.congestion().congestionWindow();
            inFlight += connection.recovery().inFlight();
        }
        return new EndpointStats(
                present.size(),
                endpoint.halfOpen(),
                endpoint.opened(),
                endpoint.acceptedInAll(),
                totals.packetsSent,
                totals.bytesSent,
                totals.packetsReceived,
                totals.bytesReceived,
                totals.packetsDropped,
                totals.packetsLost,
                totals.bytesLost,
                totals.spuriousLosses,
                totals.bytesRetransmitted,
                totals.probeTimeouts,
                totals.datagramsSent,
                totals.datagramsReceived,
                totals.datagramsDropped,
                endpoint.dropped(),
                unsendable,
                endpoint.retriesSent(),
                endpoint.resetsSent(),
                Duration.ofNanos(rttSum / Math.max(1, present.size())),
                Duration.ofNanos(maxRtt),
                congestionWindow,
                inFlight);
    }
}
