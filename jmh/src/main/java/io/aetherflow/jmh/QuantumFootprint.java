// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import com.sun.management.ThreadMXBean;
import io.aetherflow.quantum.QuantumConnection;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Measures what Quantum takes besides time: bytes allocated by the endpoints' threads for a packet of bulk data, beside what sealing or
 * opening one costs in the JDK alone; heap and processor time of idle connections, whose both ends are in this JVM; and handshakes a
 * second, both ends on the same cores. With TLS, over loopback.
 */
public final class QuantumFootprint {
    private static final String THREADS = "aetherflow-quantum-";
    private static final int PACKET_BYTES = 1_452;
    private static final int KEY_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SEALINGS = 200_000;
    private static final int WARMUP_CONNECTIONS = 200;

    private static final ThreadMXBean JVM_THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private QuantumFootprint() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args, "connections=10000", "warmups=2", "rounds=5", "seconds=3");
        Report report = new Report("quantum-footprint", options.values())
                .note(
                        "targets: 0 bytes a packet outside javax.crypto; 16 KB an idle connection's end, no thread for it");
        allocation(options, report);
        handshakes(options, report);
        idle(options, report);
        report.print();
    }

    private static void allocation(Options options, Report report) throws Exception {
        long nanos = options.nanos("seconds");
        try (QuantumBulkLoad load = new QuantumBulkLoad()) {
            for (int i = 0; i < options.number("warmups"); i++) {
                load.round(nanos);
            }
            long packets = load.stats().packetsSent();
            long bytes = allocatedByEndpoints();
            load.round(nanos);
            double perPacket =
                    (double) (allocatedByEndpoints() - bytes) / (load.stats().packetsSent() - packets);
            report.row("packet of bulk data, both endpoints' threads").put("bytes", perPacket);
        }
        report.row("AES-128-GCM of a packet alone, sealed and opened").put("bytes", bytesOfCipher());
    }

    private static long allocatedByEndpoints() {
        return Arrays.stream(JVM_THREADS.getAllThreadIds())
                .filter(QuantumFootprint::isOfEndpoint)
                .map(JVM_THREADS::getThreadAllocatedBytes)
                .sum();
    }

    private static boolean isOfEndpoint(long thread) {
        return JVM_THREADS.getThreadInfo(thread).getThreadName().startsWith(THREADS);
    }

    private static double bytesOfCipher() throws GeneralSecurityException {
        Cipher seal = Cipher.getInstance("AES/GCM/NoPadding");
        Cipher open = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] packet = new byte[PACKET_BYTES];
        byte[] nonce = new byte[IV_BYTES];
        SecretKeySpec key = new SecretKeySpec(new byte[KEY_BYTES], "AES");
        long before = 0;
        for (int i = 0; i < 2 * SEALINGS; i++) {
            if (i == SEALINGS) {
                before = JVM_THREADS.getCurrentThreadAllocatedBytes();
            }
            Arrays.fill(nonce, 0, Integer.BYTES, (byte) 0);
            nonce[0] = (byte) i;
            nonce[1] = (byte) (i >> 8);
            nonce[2] = (byte) (i >> 16);
            int length = PACKET_BYTES - TAG_BITS / Byte.SIZE;
            seal.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            seal.doFinal(packet, 0, length, packet, 0);
            open.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            open.doFinal(packet, 0, PACKET_BYTES, packet, 0);
        }
        return (double) (JVM_THREADS.getCurrentThreadAllocatedBytes() - before) / SEALINGS;
    }

    private static void handshakes(Options options, Report report) throws Exception {
        Rounds full = new Rounds();
        Rounds resumed = new Rounds();
        try (QuantumHandshakes handshakes = new QuantumHandshakes()) {
            int warmups = options.number("warmups");
            for (int round = 0; round < warmups + options.number("rounds"); round++) {
                double fullPerSecond = handshakes.perSecond(false, options.nanos("seconds"));
                double resumedPerSecond = handshakes.perSecond(true, options.nanos("seconds"));
                if (round >= warmups) {
                    full.add(fullPerSecond);
                    resumed.add(resumedPerSecond);
                }
            }
        }
        report.row("handshakes, full").put("a second", full);
        report.row("handshakes, resumed").put("a second", resumed);
    }

    private static void idle(Options options, Report report) throws Exception {
        try (QuantumPair endpoints = QuantumPair.open()) {
            List<QuantumConnection> first = endpoints.connect(WARMUP_CONNECTIONS);
            long bytes = usedBytes();
            List<QuantumConnection> ends = endpoints.connect(options.number("connections"));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(15)); // the threads of handshakes end
            long each = (usedBytes() - bytes) / ends.size();
            long cpu = cpuNanosOfEndpoints();
            long start = System.nanoTime();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20)); // two signs of life
            double share = (double) (cpuNanosOfEndpoints() - cpu) / (System.nanoTime() - start);
            requireOpen(first);
            requireOpen(ends);
            report.row("idle connections, " + ends.size() + " ends on two sockets")
                    .put("bytes", each)
                    .put(
                            "threads",
                            Arrays.stream(JVM_THREADS.getAllThreadIds())
                                    .filter(QuantumFootprint::isOfEndpoint)
                                    .count())
                    .put("% of a core", 100 * share);
        }
    }

    private static void requireOpen(List<QuantumConnection> ends) {
        if (ends.stream().anyMatch(end -> end.closeReason().isPresent())) {
            throw new IllegalStateException("void: a connection is over");
        }
    }

    private static long cpuNanosOfEndpoints() {
        return Arrays.stream(JVM_THREADS.getAllThreadIds())
                .filter(QuantumFootprint::isOfEndpoint)
                .map(JVM_THREADS::getThreadCpuTime)
                .sum();
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
