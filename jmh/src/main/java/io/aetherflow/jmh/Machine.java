// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param hardware cores, processor, operating system
 * @param jvm name, version, heap and collectors of this JVM
 */
record Machine(String hardware, String jvm) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    static Machine current() {
        Runtime runtime = Runtime.getRuntime();
        String hardware = runtime.availableProcessors() + " cores, " + processor() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version");
        String collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(collector -> collector.getName())
                .collect(Collectors.joining(" + "));
        String jvm = System.getProperty("java.vm.name") + " " + Runtime.version() + ", heap "
                + (runtime.maxMemory() >> 20) + " MiB, " + collectors;
        return new Machine(hardware, jvm);
    }

    private static String processor() {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
