// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import io.aetherflow.samples.server.keys.LogFormat;
import io.aetherflow.samples.server.keys.LogLevel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The set-up of the process's logging: events to standard error, in one format, those of {@code java.util.logging}
 * (which gRPC uses) included. Standard output stays free for what the user asked for.
 */
public final class Logging {
    /** Libraries whose info events are of use only to who debugs them. */
    private static final List<String> NETWORK_LIBRARIES = List.of("io.netty", "io.grpc", "sun.net", "com.sun.net");

    /** Clients that complain of each connection, with a stack trace; the server itself says once that a store fails. */
    private static final List<String> STORE_CLIENTS =
            List.of("redis.clients.jedis.providers", "com.zaxxer.hikari.pool");

    /** Line breaks inside a message are replaced, so that a peer's text cannot forge a line. */
    private static final String ONE_LINE = "%replace(%replace(%msg %kvp){'[\\r\\n]+', ' | '}){' +$', ''}";

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} " + ONE_LINE + "%n";

    private Logging() {}

    /**
     * Replaces the process's logging set-up.
     *
     * @param level the least severe events written
     * @param format how they are written
     */
    public static void configure(LogLevel level, LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        configure(context, level, format);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    static void configure(LoggerContext context, LogLevel level, LogFormat format) {
        LevelChangePropagator javaUtilLogging = new LevelChangePropagator();
        javaUtilLogging.setContext(context);
        javaUtilLogging.setResetJUL(true);
        javaUtilLogging.start();
        context.addListener(javaUtilLogging);

        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(logback(level));
        root.addAppender(appender(context, format));
        if (level == LogLevel.INFO) {
            NETWORK_LIBRARIES.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
        if (level != LogLevel.DEBUG) {
            STORE_CLIENTS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        }
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context, LogFormat format) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(encoder(context, format));
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
        EncoderBase<ILoggingEvent> encoder = format == LogFormat.JSON ? jsonEncoder() : textEncoder();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static EncoderBase<ILoggingEvent> textEncoder() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        return encoder;
    }

    private static EncoderBase<ILoggingEvent> jsonEncoder() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }

    private static Level logback(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }
}
