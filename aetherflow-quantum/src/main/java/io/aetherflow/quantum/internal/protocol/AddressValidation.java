// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

/**
 * What a server may send to an address that has not proven that it receives: three times what came from it, RFC 9000 section 8.1.
 */
final class AddressValidation {
    private static final int FACTOR = 3;

    private boolean validated;
    private long received;
    private long sent;

    AddressValidation(boolean validated) {
        this.validated = validated;
    }

    void validate() {
        validated = true;
    }

    void received(int bytes) {
        received += bytes;
    }

    void sent(int bytes) {
        sent += bytes;
    }

    /** How many more bytes may be sent. */
    long budget() {
        return validated ? Long.MAX_VALUE : Math.max(0, FACTOR * received - sent);
    }
}
