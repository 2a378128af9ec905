// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.aetherflow.samples.server.keys.LogFormat;
import io.aetherflow.samples.server.keys.LogLevel;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LoggingTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void networkLibrariesAreQuieterThanTheServer() {
        Logging.configure(context, LogLevel.INFO, LogFormat.TEXT);

        assertThat(level("io.aetherflow.x")).isEqualTo(Level.INFO);
        assertThat(level("io.netty.x")).isEqualTo(Level.WARN);
        assertThat(level("io.grpc.x")).isEqualTo(Level.WARN);
        assertThat(level("com.zaxxer.hikari.pool.x")).isEqualTo(Level.ERROR);
    }

    @Test
    void debugShowsTheLibraries() {
        Logging.configure(context, LogLevel.DEBUG, LogFormat.JSON);

        assertThat(level("io.netty.x")).isEqualTo(Level.DEBUG);
        assertThat(level("redis.clients.jedis.providers.x")).isEqualTo(Level.DEBUG);
    }

    @Test
    void errorsOnlyHoldsForTheNetworkLibrariesToo() {
        Logging.configure(context, LogLevel.ERROR, LogFormat.JSON);

        assertThat(level("io.netty.x")).isEqualTo(Level.ERROR);
    }

    @Test
    void fallbackIsInfo() {
        FallbackLogging fallback = new FallbackLogging();

        fallback.configure(context);

        assertThat(level(Logger.ROOT_LOGGER_NAME)).isEqualTo(Level.INFO);
    }

    private Level level(String logger) {
        return context.getLogger(logger).getEffectiveLevel();
    }
}
