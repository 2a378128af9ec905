// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import io.aetherflow.session.SessionStoreException;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/** Whether a server is one that the store can work on. */
final class RedisServerCheck {
    private static final Logger LOG = LoggerFactory.getLogger(RedisServerCheck.class);
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    private RedisServerCheck() {}

    /**
     * Asks the server what it is.
     *
     * @throws SessionStoreException with one sentence that says what is wrong
     */
    static void run(UnifiedJedis jedis) {
        Map<String, String> info = parse(info(jedis));
        String version = info.getOrDefault("redis_version", "unknown");
        if (!isSupported(version)) {
            throw wrong("Redis is of version " + version + ", needed is " + OLDEST_MAJOR + "." + OLDEST_MINOR
                    + " or newer");
        }
        // The reverse needs no check: a client for a Cluster does not even open on a single server.
        if (info.getOrDefault("redis_mode", "").equals("cluster") && !(jedis instanceof RedisClusterClient)) {
            throw wrong("Redis runs as a Cluster, but the client is for a single server: use RedisClusterClient");
        }
        String policy = info.getOrDefault("maxmemory_policy", "noeviction");
        if (!policy.equals("noeviction")) {
            LOG.warn(
                    "Redis has maxmemory-policy {}, which ends live sessions when memory is short: set noeviction",
                    policy);
        }
    }

    private static String info(UnifiedJedis jedis) {
        try {
            return Text.text(jedis.executeCommand(new CommandArguments(Protocol.Command.INFO)));
        } catch (JedisAccessControlException e) {
            throw new SessionStoreException("Redis refuses the credentials: " + e.getMessage(), e);
        } catch (JedisException e) {
            throw new SessionStoreException("Redis cannot be asked: " + RedisCalls.reason(e), e);
        }
    }

    private static Map<String, String> parse(String info) {
        return info.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, second) -> first));
    }

    private static boolean isSupported(String version) {
        String[] parts = version.split("\\.");
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = Integer.parseInt(parts[1]);
            return major > OLDEST_MAJOR || major == OLDEST_MAJOR && minor >= OLDEST_MINOR;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    private static SessionStoreException wrong(String sentence) {
        return new SessionStoreException(sentence, null);
    }
}
