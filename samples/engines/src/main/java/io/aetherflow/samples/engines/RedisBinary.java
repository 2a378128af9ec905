// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Redis servers to be had: the one on the class path (6.2), and the one that may be installed. */
final class RedisBinary {
    private static final Map<String, String> RESOURCES = Map.of(
            "linux-amd64", "redis-server-6.2.6-v5-linux-amd64",
            "linux-aarch64", "redis-server-6.2.7-linux-arm64",
            "mac-amd64", "redis-server-6.2.6-v5-darwin-amd64",
            "mac-aarch64", "redis-server-6.2.6-v5-darwin-arm64");

    private static final String PROGRAM = "redis-server";

    private RedisBinary() {}

    private static final class Unpacked {
        static final Path FILE = unpack();
    }

    /** The bundled server, unpacked once per JVM into a folder that goes with it. */
    static Path bundled() {
        return Unpacked.FILE;
    }

    /** The server on the search path, whatever its version. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path unpack() {
        String platform = platform();
        String resource = RESOURCES.getOrDefault(platform, "redis-server for " + platform);
        try (InputStream binary = RedisBinary.class.getResourceAsStream("/" + resource)) {
            if (binary == null) {
                throw new IllegalStateException("no Redis binary for this machine on the class path: " + resource);
            }
            Path folder = BinaryFolder.fill("aetherflow-redis-binary-", empty -> {
                Path file = empty.resolve(PROGRAM);
                Files.copy(binary, file);
                if (!file.toFile().setExecutable(true)) {
                    throw new IOException(file + " cannot be made executable");
                }
            });
            return folder.resolve(PROGRAM);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + resource, e);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").replace("x86_64", "amd64");
        return (os.contains("mac") ? "mac" : os) + "-" + arch;
    }
}
