// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this project's classes log in this JVM, from its making until it is closed. */
public final class CapturedLog implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.aetherflow");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    /** Begins to listen. */
    public CapturedLog() {
        appender.start();
        logger.addAppender(appender);
    }

    /** Returns the messages that begin so. */
    public List<String> messages(String start) {
        return appender.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.startsWith(start))
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
