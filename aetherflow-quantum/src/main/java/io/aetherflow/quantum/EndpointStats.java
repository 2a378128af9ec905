// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum;

import java.time.Duration;

/**
 * How an endpoint does, as one reading. Counts are those of all its connections, past ones too, and never fall; bytes of packets are those of
 * UDP payload.
 *
 * @param connections how many connections there are, handshakes and those that are being closed included
 * @param halfOpen how many connections from outside are in their handshake
 * @param connectionsOpened connections that were begun from here
 * @param connectionsAccepted connections that were begun from outside
 * @param packetsSent packets sent, all kinds
 * @param bytesSent their bytes
 * @param packetsReceived packets that were opened and taken
 * @param bytesReceived their bytes
 * @param packetsDropped packets that led to a connection and were not taken: damaged, forged, come twice, or out of place
 * @param packetsLost packets that were declared lost
 * @param bytesLost their bytes
 * @param spuriousLosses those that arrived after all
 * @param bytesRetransmitted bytes of streams and messages that were sent again
 * @param probeTimeouts how often an acknowledgement was awaited in vain
 * @param datagramsSent unreliable datagrams that have left
 * @param datagramsReceived unreliable datagrams that have arrived
 * @param datagramsDropped unreliable datagrams that this end dropped, before they left or before they were read
 * @param straysDropped UDP datagrams that belong to no connection and began none
 * @param unsendable UDP datagrams that the operating system refused to send
 * @param retriesSent how often a client was asked to prove its address
 * @param resetsSent how often a peer was told that its connection is not known
 * @param meanRtt the mean of the smoothed round trips of its connections, zero without any
 * @param maxRtt the longest of them
 * @param congestionWindow how many bytes may be in flight, all connections together
 * @param bytesInFlight how many are
 */
public record EndpointStats(
        int connections,
        int halfOpen,
        long connectionsOpened,
        long connectionsAccepted,
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
        long straysDropped,
        long unsendable,
        long retriesSent,
        long resetsSent,
        Duration meanRtt,
        Duration maxRtt,
        long congestionWindow,
        long bytesInFlight) {}
