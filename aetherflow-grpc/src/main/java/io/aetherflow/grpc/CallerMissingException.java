// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.grpc;

import io.aetherflow.core.AetherFlowException;

/** Says that a call does not tell on whose behalf it is made. */
final class CallerMissingException extends AetherFlowException {
    private static final long serialVersionUID = 1L;

    CallerMissingException() {
        super("headers " + CallerInterceptor.USER_ID.name() + " and " + CallerInterceptor.SESSION_ID.name()
                + " are not both there, allowed is one user and one session");
    }
}
