// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.core;

/**
 * A standing registration (a listener, a subscription) that ends when it is closed. Closing twice does nothing more,
 * and may be done from any thread.
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Ends the registration. A call-back already under way may still finish after this returns. */
    @Override
    void close();
}
