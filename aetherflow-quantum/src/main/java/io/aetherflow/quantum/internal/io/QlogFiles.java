// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.internal.protocol.ConnectionCore;
import io.aetherflow.quantum.internal.qlog.QlogSink;
import io.aetherflow.quantum.internal.qlog.QlogTrace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The qlog files of an endpoint, written by a thread of their own. A file is open only while something is appended, so that there may be
 * as many as there are connections.
 */
final class QlogFiles implements QlogSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QlogFiles.class);
    /** Appends of about 16 KiB that wait for the disk. */
    private static final int MAX_WAITING = 1_024;

    private static final int CLOSE_SECONDS = 10;

    private final Path directory;
    private final ThreadPoolExecutor writer;
    private boolean failureLogged;

    private QlogFiles(Path directory, String threadName) {
        this.directory = directory;
        this.writer = Workers.pool(1, new LinkedBlockingQueue<>(), threadName);
    }

    /**
     * Makes the directory.
     *
     * @throws IOException if it cannot be made
     */
    static QlogFiles in(Path directory, String threadName) throws IOException {
        Files.createDirectories(directory);
        return new QlogFiles(directory, threadName);
    }

    /** Begins the file of a connection to which nothing has happened yet. */
    void begin(ConnectionCore connection, InetSocketAddress local, long now) {
        QlogTrace.begin(connection, local, this, now, System.currentTimeMillis());
    }

    @Override
    public boolean hasRoom() {
        return writer.getQueue().size() < MAX_WAITING;
    }

    @Override
    public void append(String file, byte[] text) {
        writer.execute(() -> write(directory.resolve(file), text));
    }

    private void write(Path file, byte[] text) {
        try {
            Files.write(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            if (!failureLogged) {
                failureLogged = true;
                LOG.warn("qlog: {} cannot be written, which is said once; events are lost", file, e);
            }
        }
    }

    /** Writes what is there; waits for the disk, but not for ever. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("qlog: {} is too slow, files in it are incomplete", directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
