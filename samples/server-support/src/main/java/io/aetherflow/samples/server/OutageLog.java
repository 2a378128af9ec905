// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import org.slf4j.Logger;

/** Logs the first failure of something that is tried again and again, and then its recovery. For one thread at a time. */
public final class OutageLog {
    private final Logger log;
    private final String what;
    private boolean failing;

    /**
     * Creates a log of something that works.
     *
     * @param log where to log
     * @param what what is tried, as the beginning of a sentence
     */
    public OutageLog(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /**
     * Takes note of a failure.
     *
     * @param reason why
     */
    public void failed(Throwable reason) {
        if (!failing) {
            failing = true;
            log.warn("{} fails, it is tried again until it works: {}", what, reason.getMessage());
        }
    }

    /** Takes note of a success. */
    public void succeeded() {
        if (failing) {
            failing = false;
            log.info("{} works again", what);
        }
    }
}
