// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions of connected users: who is there, over which connections, until when, and proven by which token.
 *
 * <p>{@link io.aetherflow.session.SessionManager} is the way in; {@link io.aetherflow.session.SessionStore} is the port
 * to where sessions are kept, {@link io.aetherflow.session.InMemorySessionStore} its adapter for one process.
 */
@NullMarked
package io.aetherflow.session;

import org.jspecify.annotations.NullMarked;
