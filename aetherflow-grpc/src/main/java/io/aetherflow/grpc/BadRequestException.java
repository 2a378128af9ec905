// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.core.AetherFlowException;

/** Says that a field of a message is not allowed before any manager has seen it. */
final class BadRequestException extends AetherFlowException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARS = 80;

    private final String field;

    BadRequestException(String field, String value, String allowed) {
        super(field + " is \"" + shown(value) + "\", allowed is " + allowed);
        this.field = field;
    }

    private static String shown(String value) {
        return value.length() <= SHOWN_CHARS ? value : value.substring(0, SHOWN_CHARS) + "…";
    }

    String field() {
        return field;
    }
}
