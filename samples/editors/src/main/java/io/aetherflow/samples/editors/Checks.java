// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Checks at the end of a run, printed one a line. */
public final class Checks {
    private final PrintStream out;
    private int made;
    private int failed;

    /**
     * Creates checks.
     *
     * @param out where they are printed
     */
    public Checks(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints what must hold, and whether it does.
     *
     * @param what the condition
     * @param holds whether it holds
     */
    public void check(String what, boolean holds) {
        out.println((holds ? "  ok   " : "  FAIL ") + what);
        made++;
        failed += holds ? 0 : 1;
    }

    /**
     * Checks that copies are the same.
     *
     * @param what of what, and whose; "are identical" follows
     * @param copies the copies
     */
    public void identical(String what, List<byte[]> copies) {
        List<String> hashes = copies.stream().map(Checks::sha256).distinct().toList();
        check(
                what + " are identical, SHA-256 "
                        + hashes.stream().map(hash -> hash.substring(0, 16)).collect(Collectors.joining(", ")),
                hashes.size() == 1);
    }

    /**
     * Checks what holds after every run: nothing was rejected, and the text is what the script makes.
     *
     * @param script what the users typed
     * @param measurements what was measured
     * @param text a copy of the text
     */
    public void played(TextScript script, Measurements measurements, byte[] text) {
        check("no operation was rejected", measurements.rejections() == 0);
        script.endText()
                .map(end -> sha256(end.getBytes(StandardCharsets.UTF_8)))
                .ifPresent(end ->
                        check("text: ends as it should, SHA-256 " + end.substring(0, 16), end.equals(sha256(text))));
    }

    /**
     * Prints how many of the checks hold.
     *
     * @return whether all do
     */
    public boolean conclude() {
        out.println();
        out.println(failed == 0 ? "All " + made + " checks hold." : failed + " of " + made + " checks FAILED.");
        return failed == 0;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
