// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.StatelessResetTokens;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalIdsTest {
    private static final long FIRST = 100;

    private final RoutingTable routes =
            new RoutingTable(new Random(1), new StatelessResetTokens(new byte[StatelessResetTokens.LENGTH * 2]));
    private final ConnectionCore connection = new World(1, LinkConfig.DEFAULT).client();
    private final LocalIds ids = new LocalIds(connection, routes, FIRST);

    private List<Long> announceAll() {
        List<Long> sequences = new ArrayList<>();
        for (LocalIds.Issued next = ids.nextDue(); next != null; next = ids.nextDue()) {
            sequences.add(next.sequence());
            ids.announced(next);
        }
        return sequences;
    }

    @Test
    void asManyAsThePeerTakesAreAnnouncedWithTheFirstOnceMore() {
        ids.issue(4);

        assertThat(announceAll()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(routes.size()).isEqualTo(4);
    }

    @Test
    void retiredIdIsReplacedAndLeadsHereUntilThePeerKnowsTheNewOne() {
        ids.issue(2);
        announceAll();

        assertThat(ids.retired(0, 0)).isEqualTo(ErrorCode.NO_ERROR);

        assertThat(announceAll()).containsExactly(2L);
        assertThat(routes.find(FIRST)).isSameAs(connection);
        ids.announcementAcked(2);
        assertThat(routes.find(FIRST)).isNull();
        assertThat(routes.size()).isEqualTo(2);
    }

    @Test
    void lostAnnouncementIsDueAgainUnlessTheIdIsRetired() {
        ids.issue(2);
        announceAll();
        ids.retired(0, 0);
        announceAll();

        ids.announcementLost(0);
        ids.announcementLost(1);

        assertThat(announceAll()).containsExactly(1L);
    }

    @Test
    void retirementOfAnIdThatWasNeverAnnouncedIsAViolation() {
        ids.issue(2);

        assertThat(ids.retired(1, 0)).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
        assertThat(ids.retired(9, 0)).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void retirementOfTheIdThatItCameToIsAViolation() {
        ids.issue(2);
        announceAll();

        assertThat(ids.retired(0, FIRST)).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void secondRetirementChangesNothing() {
        ids.issue(2);
        announceAll();
        ids.retired(0, 0);
        announceAll();

        assertThat(ids.retired(0, 0)).isEqualTo(ErrorCode.NO_ERROR);

        assertThat(ids.nextDue()).isNull();
    }

    @Test
    void floodOfRetirementsKeepsNoMoreThanTwiceTheLimit() {
        ids.issue(8);
        announceAll();

        for (long sequence = 0; sequence < 10_000; sequence++) {
            assertThat(ids.retired(sequence, 0)).isEqualTo(ErrorCode.NO_ERROR);
            announceAll();
        }

        assertThat(routes.size()).isLessThanOrEqualTo(16);
        ids.forget();
        assertThat(routes.size()).isZero();
    }
}
