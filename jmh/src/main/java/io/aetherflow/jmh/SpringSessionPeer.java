// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.samples.engines.RedisServer;
import java.time.Instant;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;

/** Spring Session's repository with an index by user, on Lettuce with its defaults. */
final class SpringSessionPeer implements RedisPeer {
    private final LettuceConnectionFactory connections;
    private final SessionRepository<? extends Session> sessions;

    SpringSessionPeer(RedisServer server) {
        connections = new LettuceConnectionFactory("127.0.0.1", server.port());
        connections.afterPropertiesSet();
        connections.start();
        RedisTemplate<String, Object> template = new RedisTemplate<>();
        template.setConnectionFactory(connections);
        template.setKeySerializer(RedisSerializer.string());
        template.setHashKeySerializer(RedisSerializer.string());
        template.afterPropertiesSet();
        sessions = new RedisIndexedSessionRepository(template);
    }

    @Override
    public Object create(int user) {
        return create(sessions, user);
    }

    private static <S extends Session> Object create(SessionRepository<S> repository, int user) {
        S session = repository.createSession();
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "user-" + user);
        session.setAttribute("address", "192.0.2.7:51820");
        session.setAttribute("device", "phone");
        repository.save(session);
        return session.getId();
    }

    @Override
    public void find(Object id) {
        found(sessions, id);
    }

    private static <S extends Session> S found(SessionRepository<S> repository, Object id) {
        S session = repository.findById((String) id);
        if (session == null) {
            throw new IllegalStateException("void: session " + id + " is gone");
        }
        return session;
    }

    @Override
    public void heartbeat(Object id) {
        heartbeat(sessions, id);
    }

    private static <S extends Session> void heartbeat(SessionRepository<S> repository, Object id) {
        S session = found(repository, id);
        session.setLastAccessedTime(Instant.now());
        repository.save(session);
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
