// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Things to close in the reverse order of their opening. For use by one thread at a time. */
final class CloseStack {
    private static final Logger LOG = LoggerFactory.getLogger(CloseStack.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Remembers something that was opened, and returns it. */
    <C extends AutoCloseable> C push(C opened) {
        open.push(opened);
        return opened;
    }

    /** Closes everything. A failure is logged and does not keep the rest open. */
    void closeAll() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("{} did not close", next, e);
            }
        }
    }
}
