// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.recovery;

/**
 * Learns what became of the frames of each packet that counted in flight. A callback must not keep the
 * packet, which goes back to its pool. It may call {@link LossRecovery#discardSpace}, but neither report an acknowledgement nor a
 * timeout.
 */
public interface FrameFate {
    /** The packet arrived. */
    void acked(SentPacket packet);

    /** The packet is taken for lost: what of it still matters is to be sent again. */
    void lost(SentPacket packet);

    /** What of the packet still matters is to be sent again, though it is not lost. */
    void sendAgain(SentPacket packet);

    /** A packet that was told lost arrived after all: what of it was not sent again yet need not be. */
    void ackedAfterLost(SentPacket packet);
}
