// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionAuthenticationTest extends SessionManagerFixture {
    private final IssuedSession issued =
            manager.create(NewSession.builder("ann").build());

    @Test
    void tokenOfASessionOpensIt() {
        assertThat(manager.authenticate(issued.token().text())).isEqualTo(issued.session());
    }

    @Test
    void tokenOfAnotherSessionDoesNot() {
        IssuedSession other = manager.create(NewSession.builder("bob").build());
        String secret = other.token().text().substring(36);

        assertRefused(issued.session().id() + secret);
    }

    @Test
    void refusalTellsNothingOfTheSessionOrTheSecret() {
        IssuedSession other = manager.create(NewSession.builder("bob").build());
        String wrong = issued.session().id() + other.token().text().substring(36);
        manager.delete(other.session().id(), "logout");

        for (String token : new String[] {wrong, other.token().text()}) {
            assertThatExceptionOfType(InvalidTokenException.class)
                    .isThrownBy(() -> manager.authenticate(token))
                    .withMessage("token opens no session")
                    .satisfies(e -> assertThat(e.sessionId())
                            .contains(SessionToken.parse(token).sessionId()));
        }
    }

    @Test
    void expiredSessionIsOpenedByNothing() {
        clock.advance(TIMEOUT);

        assertRefused(issued.token().text());
    }

    @Test
    void authenticationIsNoHeartbeat() {
        clock.advance(Duration.ofMinutes(1));

        assertThat(manager.authenticate(issued.token().text()).lastActiveAt())
                .isEqualTo(issued.session().createdAt());
    }

    @Test
    void rotationKeepsTheSessionAndEndsTheOldTokenAtOnce() {
        IssuedSession rotated = manager.rotateToken(issued.session().id());

        assertThat(rotated.session()).isEqualTo(issued.session());
        assertThat(manager.authenticate(rotated.token().text())).isEqualTo(issued.session());
        assertRefused(issued.token().text());
    }

    @Test
    void oldTokenLivesThroughItsGrace() {
        manager = manager(SessionManagerConfig.builder().tokenGrace(Duration.ofSeconds(10)));

        SessionToken second = manager.rotateToken(issued.session().id()).token();

        clock.advance(Duration.ofMillis(9_999));
        manager.authenticate(issued.token().text());
        clock.advance(Duration.ofMillis(1));
        assertRefused(issued.token().text());
        assertThat(manager.authenticate(second.text()).id())
                .isEqualTo(issued.session().id());
    }

    @Test
    void onlyOneOldTokenHasGrace() {
        manager = manager(SessionManagerConfig.builder().tokenGrace(Duration.ofSeconds(10)));

        SessionToken second = manager.rotateToken(issued.session().id()).token();
        manager.rotateToken(issued.session().id());

        manager.authenticate(second.text());
        assertRefused(issued.token().text());
    }

    private void assertRefused(String token) {
        assertThatExceptionOfType(InvalidTokenException.class).isThrownBy(() -> manager.authenticate(token));
    }
}
