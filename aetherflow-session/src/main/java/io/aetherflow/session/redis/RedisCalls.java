// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import io.aetherflow.session.SessionStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.SetParams;

/**
 * What is asked of Redis: scripts by their hash, and the text of one only when the server does not know it; many calls
 * in one round trip; failures as {@link SessionStoreException}.
 */
final class RedisCalls {
    private static final byte[] LEAST = Text.bytes("-inf");
    private static final String MOVING = "the slot is on its way to another master, try again: ";
    private static final CallerRuns CALLER_RUNS = new CallerRuns();

    private final UnifiedJedis jedis;

    RedisCalls(UnifiedJedis jedis) {
        this.jedis = jedis;
    }

    Map<byte[], byte[]> hash(byte[] key) {
        return asking(() -> jedis.hgetAll(key));
    }

    byte[] value(byte[] key) {
        return asking(() -> jedis.get(key));
    }

    Object run(ScriptCall call) {
        return asking(() -> evaluate(call));
    }

    private Object evaluate(ScriptCall call) {
        try {
            return jedis.evalsha(call.script().sha(), call.keys(), call.arguments());
        } catch (JedisNoScriptException e) {
            return jedis.eval(call.script().source(), call.keys(), call.arguments());
        }
    }

    /** Runs scripts in one round trip; all of them have been tried when one of them fails. */
    List<Object> runAll(List<ScriptCall> calls) {
        return pipelined(
                calls,
                (pipeline, call) -> pipeline.evalsha(call.script().sha(), call.keys(), call.arguments()),
                this::evaluate);
    }

    /** How many members of each sorted set have a score up to a greatest one, in one round trip. */
    List<Long> countsUpTo(List<byte[]> keys, long greatest) {
        byte[] max = Text.bytes(greatest);
        return pipelined(
                keys, (pipeline, key) -> pipeline.zcount(key, LEAST, max), key -> jedis.zcount(key, LEAST, max));
    }

    /**
     * How many members of each sorted set have a score beyond a greatest one, in two round trips. Asked in this way since
     * few are below it: the server walks those that it counts while a set is small.
     */
    List<Long> countsBeyond(List<byte[]> keys, long greatest) {
        List<Long> below = countsUpTo(keys, greatest);
        List<Long> sizes = pipelined(keys, AbstractPipeline::zcard, jedis::zcard);
        return IntStream.range(0, keys.size())
                .mapToObj(i -> Math.max(0, sizes.get(i) - below.get(i)))
                .toList();
    }

    /** Sets values that go by themselves after a while, in one round trip. */
    void setAll(List<byte[]> keys, byte[] value, long timeToLiveMillis) {
        SetParams expiring = SetParams.setParams().px(timeToLiveMillis);
        pipelined(keys, (pipeline, key) -> pipeline.set(key, value, expiring), key -> jedis.set(key, value, expiring));
    }

    /**
     * Runs a script on a server and waits until replicas have what it wrote.
     *
     * @return the script's answer
     * @throws SessionStoreException if fewer replicas confirm it in time; it has taken place on the master then
     */
    Object runDurably(ScriptCall call, int replicas, long timeoutMillis) {
        byte[] place = call.keys().get(0);
        asking(() -> jedis.exists(place)); // learns where the bucket is now: a pipeline follows no redirection
        return asking(() -> {
            try (AbstractPipeline pipeline = openPipeline()) {
                // WAIT is about what its own connection wrote, so both go over one; and the text, as nothing is
                // repeated.
                Response<Object> answer = pipeline.eval(call.script().source(), call.keys(), call.arguments());
                Response<Long> confirmed = pipeline.waitReplicas(place, replicas, timeoutMillis);
                pipeline.sync();
                Object result = answered(answer);
                long confirmations = answered(confirmed);
                if (confirmations < replicas) {
                    throw new SessionStoreException(
                            "Redis has done it, but " + confirmations + " of " + replicas
                                    + " replicas confirmed it within " + timeoutMillis + " ms",
                            null);
                }
                return result;
            }
        });
    }

    /** An answer, where a pipeline for a Cluster only logs that the connection broke. */
    private static <R> R answered(Response<R> response) {
        try {
            return response.get();
        } catch (IllegalStateException e) {
            throw new JedisConnectionException("the connection broke before the answer came");
        }
    }

    private interface Piped<T, R> {
        Response<R> append(AbstractPipeline pipeline, T item);
    }

    /** One round trip for all items; what failed in it is tried again by itself, which follows redirections. */
    private <T, R> List<R> pipelined(List<T> items, Piped<T, R> piped, Function<T, R> single) {
        if (items.size() <= 1) {
            return items.stream().map(item -> asking(() -> single.apply(item))).toList();
        }
        List<Response<R>> responses = new ArrayList<>(items.size());
        return asking(() -> {
            try (AbstractPipeline pipeline = openPipeline()) {
                items.forEach(item -> responses.add(piped.append(pipeline, item)));
                pipeline.sync();
            }
            List<R> results = new ArrayList<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                results.add(resultOf(responses.get(i), items.get(i), single));
            }
            return results;
        });
    }

    private AbstractPipeline openPipeline() {
        return jedis instanceof RedisClusterClient cluster ? cluster.pipelined(CALLER_RUNS) : jedis.pipelined();
    }

    private static <T, R> R resultOf(Response<R> response, T item, Function<T, R> single) {
        try {
            return response.get();
        } catch (JedisException | IllegalStateException e) { // the latter where a node did not answer
            return single.apply(item);
        }
    }

    private static <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (JedisException e) {
            throw new SessionStoreException("Redis does not do it: " + (isMoving(e) ? MOVING : "") + reason(e), e);
        }
    }

    /** Whether keys of one script are at two masters, since a Cluster moves their slot from one to the other. */
    private static boolean isMoving(JedisException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof JedisAskDataException
                || message.startsWith("TRYAGAIN")
                || message.contains("non local key");
    }

    /** The message of a failure, and of what lies below if that says more. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? "" + failure.getMessage() : failure.getMessage() + " (" + root.getMessage() + ")";
    }
}
