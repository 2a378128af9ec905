// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;
import java.time.Instant;

/**
 * The answer to a heartbeat.
 *
 * @param session the session after it
 * @param serverTime the server's time when it came
 * @param remaining how long the session lasts without another one, counted from {@code serverTime}
 */
public record Heartbeat(Session session, Instant serverTime, Duration remaining) {}
