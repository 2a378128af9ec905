// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.QuantumStream;
import io.aetherflow.quantum.QuantumTimeoutException;
import io.aetherflow.quantum.StreamResetException;
import io.aetherflow.quantum.internal.stream.Stream;
import io.aetherflow.quantum.internal.wire.VarInt;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream of a connection that an endpoint drives. */
final class DrivenStream implements QuantumStream {
    private final DrivenConnection connection;
    private final ConnectionAccess access;
    private final Stream stream;
    private @Nullable Signal readable;
    private @Nullable Signal writable;

    DrivenStream(DrivenConnection connection, Stream stream) {
        this.connection = connection;
        this.access = connection.access();
        this.stream = stream;
        stream.attach(this);
    }

    @Override
    public long id() {
        return stream.id();
    }

    @Override
    public int read(byte[] target, int offset, int length, Duration timeout) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : access.await(() -> nonZero(readNow(target, offset, length)), timeout);
    }

    @Override
    public int tryRead(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        return access.change(() -> {
            int n = readNow(target, offset, length);
            if (n == 0 && length > 0) {
                access.requireOpen();
            }
            return n;
        });
    }

    private int readNow(byte[] target, int offset, int length) {
        int n = stream.read(target, offset, length);
        if (n == Stream.RESET) {
            throw new StreamResetException(stream.id(), stream.resetCode());
        }
        return n;
    }

    private static @Nullable Integer nonZero(int n) {
        return n == 0 ? null : n;
    }

    @Override
    public void write(byte[] source, int offset, int length, Duration timeout) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, source.length);
        int[] written = {0};
        try {
            access.await(
                    () -> {
                        written[0] += writeNow(source, offset + written[0], length - written[0]);
                        return written[0] == length ? true : null;
                    },
                    timeout);
        } catch (QuantumTimeoutException e) {
            throw written[0] == 0 ? e : new QuantumTimeoutException(timeout, written[0]);
        }
    }

    @Override
    public int tryWrite(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return access.change(() -> writeNow(source, offset, length));
    }

    private int writeNow(byte[] source, int offset, int length) {
        connection.requireWritable();
        int n = stream.write(source, offset, length);
        if (n == Stream.RESET) {
            throw new StreamResetException(stream.id(), stream.stopCode());
        }
        return n;
    }

    @Override
    public void onReadable(Runnable listener) {
        Signal signal = new Signal(listener);
        connection.listen(signal, () -> readable = signal);
    }

    @Override
    public void onWritable(Runnable listener) {
        Signal signal = new Signal(listener);
        connection.listen(signal, () -> writable = signal);
    }

    /** Something has happened to the stream. Under the lock. */
    void raise(Listeners listeners, boolean over) {
        if (stream.takeReadable() || over) {
            listeners.raise(readable);
        }
        if (stream.takeWritable() || over) {
            listeners.raise(writable);
        }
    }

    @Override
    public void finish() {
        access.changeForAll(stream::finish);
    }

    @Override
    public void reset(long code) {
        VarInt.require("code", code);
        access.changeForAll(() -> stream.reset(code));
    }

    @Override
    public void stopReading(long code) {
        VarInt.require("code", code);
        access.changeForAll(() -> stream.stop(code));
    }
}
