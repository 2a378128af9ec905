// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.time.Duration;

/**
 * How a connection does, as one reading. Counts are those since its beginning and never fall; bytes of packets are those of UDP payload.
 *
 * @param packetsSent packets sent, all kinds
 * @param bytesSent their bytes
 * @param packetsReceived packets that were opened and taken
 * @param bytesReceived their bytes
 * @param packetsDropped packets that were not: damaged, forged, come twice, or out of place
 * @param packetsLost packets that were declared lost
 * @param bytesLost their bytes
 * @param spuriousLosses those that arrived after all
 * @param bytesRetransmitted bytes of streams and messages that were sent again
 * @param probeTimeouts how often an acknowledgement was awaited in vain
 * @param datagramsSent unreliable datagrams that have left
 * @param datagramsReceived unreliable datagrams that have arrived
 * @param datagramsDropped unreliable datagrams that this end dropped, before they left or before they were read
 * @param minRtt the shortest round trip of late, zero before the first
 * @param smoothedRtt the smoothed round trip, a guess before the first
 * @param latestRtt the newest round trip, zero before the first
 * @param congestionWindow how many bytes may be in flight
 * @param bytesInFlight how many are
 * @param pacingRate how fast packets leave, in bytes a second, 0 for no limit
 * @param bandwidth the estimated bandwidth in bytes a second, 0 while unknown
 * @param congestionPhase the state of congestion control, by the name its specification uses
 * @param mtu the largest packet that is sent at present, in bytes: 1,200, and more once the path is known to carry it
 */
public record ConnectionStats(
        long packetsSent,
        long bytesSent,
        long packetsReceived,
        long bytesReceived,
        long packetsDropped,
        long packetsLost,
        long bytesLost,
        long spuriousLosses,
        long bytesRetransmitted,
        long probeTimeouts,
        long datagramsSent,
        long datagramsReceived,
        long datagramsDropped,
        Duration minRtt,
        Duration smoothedRtt,
        Duration latestRtt,
        long congestionWindow,
        long bytesInFlight,
        long pacingRate,
        long bandwidth,
        String congestionPhase,
        int mtu) {}
