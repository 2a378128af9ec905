// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import java.io.PrintStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Checks at the end of a run, printed one a line. */
public final class Checks {
    private final PrintStream out;
    private boolean good = true;

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
        good &= holds;
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
     * Checks that a copy is as it should be.
     *
     * @param what what it is, with a verb
     * @param wanted as it should be
     * @param copy as it is
     */
    public void asWanted(String what, byte[] wanted, byte[] copy) {
        check(
                what + ", SHA-256 " + sha256(wanted).substring(0, 16),
                sha256(wanted).equals(sha256(copy)));
    }

    /**
     * Tells whether everything held.
     *
     * @return whether no check failed
     */
    public boolean good() {
        return good;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
