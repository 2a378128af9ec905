// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A shell that waits for the end of this process and then kills what it has left behind. A process that ends by itself or
 * by SIGTERM stops its children; one that is killed (SIGKILL) cannot, but the shell sees its end as the end of its input.
 */
final class Reaper implements AutoCloseable {
    private static final String SCRIPT = "trap '' INT TERM HUP; pids=; while read -r line; do pids=$line; done;"
            + " [ -z \"$pids\" ] || kill -KILL $pids 2> /dev/null";

    private final Process shell;
    private final Writer input;

    private Reaper(Process shell) {
        this.shell = shell;
        this.input = shell.outputWriter(StandardCharsets.US_ASCII);
    }

    static Reaper start() throws IOException {
        return new Reaper(new ProcessBuilder(List.of("sh", "-c", SCRIPT))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Takes note of the processes that this one has begun. To be called after each new one. */
    void watch() {
        tell(ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::pid)
                .filter(pid -> pid != shell.pid())
                .map(pid -> Long.toString(pid))
                .collect(Collectors.joining(" ")));
    }

    private void tell(String pids) {
        try {
            input.write(pids + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the shell, with nothing to kill. */
    @Override
    public void close() throws IOException {
        tell("");
        input.close();
    }
}
