// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.engines;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that the tests of one JVM share: the server of the environment variable {@code AETHERFLOW_TEST_REDIS_URL} if
 * it is set, otherwise one of our own, which ends with the JVM.
 */
public final class TestRedis {
    private static final @Nullable String GIVEN = System.getenv("AETHERFLOW_TEST_REDIS_URL");

    private TestRedis() {}

    private static final class Shared {
        static final RedisServer SERVER = RedisServer.start(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "stop-redis"));
        }
    }

    /**
     * Returns the server's address.
     *
     * @return a URL, with credentials if the given one has some
     */
    public static String url() {
        return GIVEN != null ? GIVEN : Shared.SERVER.url();
    }

    /**
     * Makes up a prefix that no key has.
     *
     * @return text to put before every key
     */
    public static String newPrefix() {
        return "test-" + UUID.randomUUID() + ":";
    }
}
