// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.stream;

/**
 * The credit of a connection for stream data, both ways and exact (RFC 9000 section 4.1). What counts is, for each stream, the
 * highest offset that data or an end was at: a byte is paid for once however often it is sent, and an empty frame pays nothing.
 */
final class ConnectionFlowControl {
    private final ReceiveWindow window;
    private long sendLimit;
    private long sent;
    private long sentAgain;
    private long toldBlockedAt = -1;
    private long received;
    private long consumed;

    ConnectionFlowControl(ReceiveWindow window) {
        this.window = window;
    }

    /** How many new bytes may be sent. */
    long credit() {
        return sendLimit - sent;
    }

    void sent(long newBytes) {
        sent += newBytes;
    }

    /** Bytes that were paid for already were sent once more. */
    void sentAgain(long bytes) {
        sentAgain += bytes;
    }

    /** How many bytes were sent once more so far. */
    long sentAgain() {
        return sentAgain;
    }

    /** Takes the peer's limit; a lower one than before is old news. */
    void raiseSendLimit(long limit) {
        sendLimit = Math.max(sendLimit, limit);
    }

    long sendLimit() {
        return sendLimit;
    }

    /** Whether the peer has yet to hear that there is no credit; the caller knows whether data waits for it. */
    boolean blockedDue() {
        return credit() == 0 && toldBlockedAt != sendLimit;
    }

    void blockedTold() {
        toldBlockedAt = sendLimit;
    }

    void blockedLost(long limit) {
        if (limit == toldBlockedAt) {
            toldBlockedAt = -1;
        }
    }

    /** Takes new bytes from the peer; false if they go beyond the limit. */
    boolean receive(long newBytes) {
        if (newBytes > window.limit() - received) {
            return false;
        }
        received += newBytes;
        return true;
    }

    /** Bytes that were received are read or thrown away. */
    void consumed(long bytes) {
        consumed += bytes;
    }

    /** Whether the peer should hear of more credit. */
    boolean limitDue() {
        return window.isDue(consumed);
    }

    /** The limit if it were announced now. */
    long nextLimit() {
        return window.next(consumed);
    }

    void limitTold() {
        window.told(consumed);
    }

    void limitLost(long limit) {
        window.lost(limit);
    }
}
