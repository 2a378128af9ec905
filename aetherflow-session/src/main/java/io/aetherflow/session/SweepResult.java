// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/**
 * What one sweep did.
 *
 * @param idled how many active sessions became idle
 * @param ended how many ended sessions were announced and removed: expired ones, and deleted ones whose announcement an
 *     earlier process did not finish
 */
public record SweepResult(int idled, int ended) {}
