// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder of programs, which goes with this JVM. */
final class BinaryFolder {
    private BinaryFolder() {}

    /** Puts files into a folder. */
    interface Filling {
        void into(Path folder) throws IOException;
    }

    /** Makes a folder; nothing stays of it if it cannot be filled, or if the JVM is asked to end meanwhile. */
    static Path fill(String prefix, Filling filling) throws IOException {
        Path folder = Files.createTempDirectory(prefix);
        boolean complete = false;
        try {
            filling.into(folder);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> EngineProcess.delete(folder), "delete-" + folder.getFileName()));
            complete = true;
            return folder;
        } finally {
            if (!complete) {
                EngineProcess.delete(folder);
            }
        }
    }
}
