// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.file;

import io.aetherflow.quantum.QuantumStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** The two directions of a stream as the JDK's. */
final class StreamIo {
    private StreamIo() {}

    static InputStream input(QuantumStream stream) {
        return new Input(stream);
    }

    static OutputStream output(QuantumStream stream) {
        return new Output(stream);
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private static final class Input extends InputStream {
        private final QuantumStream stream;

        Input(QuantumStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return stream.read(target, offset, length);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    private static final class Output extends OutputStream {
        private final QuantumStream stream;

        Output(QuantumStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            try {
                stream.write(source, offset, length);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }

        @Override
        public void close() {
            stream.finish();
        }
    }
}
