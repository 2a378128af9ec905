// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The Lua scripts, each one atomic action on one bucket. What several need is in files of its own, put in front. */
enum Script {
    CREATE("bucket", "indexes", "ending", "fields"),
    HEARTBEAT("bucket", "indexes"),
    UPDATE("bucket", "indexes", "ending", "fields"),
    ROTATE("bucket"),
    DELETE("bucket", "indexes", "ending"),
    FORGET("bucket"),
    MARK_IDLE("bucket", "indexes"),
    CLAIM_ENDED("bucket", "indexes", "ending"),
    COUNT("bucket", "lapsed"),
    LIST("bucket", "indexes", "ending", "filters"),
    END_ALL("bucket", "indexes", "ending", "filters"),
    TOTAL("bucket", "indexes", "ending", "filters", "lapsed"),
    UNPOINT();

    private final byte[] source;
    private final byte[] sha;

    Script(String... shared) {
        StringBuilder text = new StringBuilder();
        for (String part : shared) {
            text.append(read(part));
        }
        text.append(read(name().toLowerCase(Locale.ROOT)));
        this.source = Text.bytes(text.toString());
        this.sha = Text.bytes(HexFormat.of().formatHex(sha1(source)));
    }

    byte[] source() {
        return source;
    }

    /** The name that Redis keeps the script under. */
    byte[] sha() {
        return sha;
    }

    private static String read(String name) {
        try (InputStream file = Script.class.getResourceAsStream(name + ".lua")) {
            if (file == null) {
                throw new IllegalStateException("script " + name + " is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sha1(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
