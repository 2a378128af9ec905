// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.quantum.file;

import io.aetherflow.core.NanoClock;
import io.aetherflow.samples.demo.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;

/** Copies a known number of bytes, shows how far it is, and computes their SHA-256. */
final class Transfer {
    static final int DIGEST_BYTES = 32;
    private static final int PIECE = 64 * 1024;
    private static final long SHOW_NANOS = 100_000_000;
    private static final double MEGA = 1e6;

    private final long size;
    private final NanoClock clock;
    private final Supplier<String> remark;
    private final Progress progress;
    private final MessageDigest digest;
    private final long start;
    private long done;

    /**
     * @param remark what is shown behind the rate
     */
    Transfer(long size, NanoClock clock, PrintStream out, Supplier<String> remark) {
        this.size = size;
        this.clock = clock;
        this.remark = remark;
        this.progress = new Progress(out, System.console() != null, size, () -> done, this::detail);
        this.digest = sha256();
        this.start = clock.nanoTime();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Copies all of it, and returns the SHA-256. */
    byte[] copy(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[PIECE];
        long shown = start;
        while (done < size) {
            int n = from.read(piece, 0, (int) Math.min(piece.length, size - done));
            if (n < 0) {
                throw new EOFException("the file ends after " + done + " of " + size + " bytes");
            }
            to.write(piece, 0, n);
            digest.update(piece, 0, n);
            done += n;
            if (clock.nanoTime() - shown >= SHOW_NANOS) {
                shown = clock.nanoTime();
                progress.show();
            }
        }
        progress.show();
        return digest.digest();
    }

    private String detail(long bytes) {
        return String.format("%,.1f of %,.1f MB, %s", bytes / MEGA, size / MEGA, rate()) + remark.get();
    }

    /** How fast it has been so far. */
    String rate() {
        double seconds = Math.max(1, clock.nanoTime() - start) / 1e9;
        return String.format("%,.1f MB/s", done / MEGA / seconds);
    }
}
