// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.io;

import io.aetherflow.quantum.QuantumStream;
import io.aetherflow.quantum.StreamResetException;
import io.aetherflow.quantum.internal.stream.Stream;
import java.util.Objects;

/** A stream of a connection that an endpoint drives. */
final class DrivenStream implements QuantumStream {
    private final DrivenConnection connection;
    private final Stream stream;

    DrivenStream(DrivenConnection connection, Stream stream) {
        this.connection = connection;
        this.stream = stream;
    }

    @Override
    public long id() {
        return stream.id();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int n = connection.await(() -> nonZero(stream.read(target, offset, length)));
        if (n == Stream.RESET) {
            throw new StreamResetException(stream.id(), stream.resetCode());
        }
        return n;
    }

    private static DrivenConnection.Attempt<Integer> nonZero(int n) {
        return n == 0 ? DrivenConnection.Attempt.again() : DrivenConnection.Attempt.of(n);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, source.length);
        int written = 0;
        while (written < length) {
            int from = offset + written;
            int left = length - written;
            int n = connection.await(() -> nonZero(stream.write(source, from, left)));
            if (n == Stream.RESET) {
                throw new StreamResetException(stream.id(), stream.stopCode());
            }
            written += n;
        }
    }

    @Override
    public void finish() {
        connection.change(stream::finish);
    }

    @Override
    public void reset(long code) {
        connection.change(() -> stream.reset(code));
    }
}
