// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The example of README.md, so that it compiles and can be run. */
final class SessionReadmeExample {
    private SessionReadmeExample() {}

    static void run(UUID connectionId) {
        SessionManagerConfig config = SessionManagerConfig.builder()
                .timeout(Duration.ofMinutes(10))
                .userLimit(new UserLimit(5, SessionLimitPolicy.EVICT_OLDEST))
                .serverAddr("edge-1.example:9001")
                .build();
        ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor();
        try (SessionStore store = new InMemorySessionStore();
                SessionManager sessions =
                        SessionManager.builder(store).config(config).build()) {
            sessions.startSweeping(sweeper);
            sessions.addListener(event -> {
                if (event instanceof SessionEvent.Ended ended) {
                    System.out.println(ended.session().userId() + " has left");
                }
            });

            IssuedSession issued = sessions.create(NewSession.builder("ann")
                    .connection(connectionId)
                    .client("192.0.2.7", 51820)
                    .metadata("device", "phone")
                    .build());
            String token = issued.token().text(); // give this to the client, it is not shown again

            Session session = sessions.authenticate(token);
            Duration remaining = sessions.heartbeat(session.id()).remaining();
            System.out.println("next heartbeat within " + remaining);
            sessions.update(
                    session.id(),
                    SessionUpdate.builder().putMetadata("room", "42").build());
            for (Session each : sessions.list(SessionQuery.ofUser("ann")).items()) {
                System.out.println(each.id() + " " + each.state());
            }
            sessions.delete(session.id(), "logout");
        } finally {
            sweeper.shutdown();
        }
    }
}
