// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.quantum.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aetherflow.quantum.ErrorCode;
import io.aetherflow.quantum.internal.crypto.StatelessResetTokens;
import io.aetherflow.quantum.sim.LinkConfig;
import io.aetherflow.quantum.sim.World;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RemoteIdsTest {
    private final RoutingTable routes =
            new RoutingTable(new Random(1), new StatelessResetTokens(new byte[StatelessResetTokens.LENGTH * 2]));
    private final ConnectionCore connection = new World(1, LinkConfig.DEFAULT).client();
    private final RemoteIds ids = new RemoteIds(connection, routes, 100);

    private static byte[] token(long sequence) {
        byte[] token = new byte[StatelessResetTokens.LENGTH];
        Arrays.fill(token, (byte) sequence);
        return token;
    }

    /** Sequence number n has the id 100 + n. */
    private ErrorCode announce(long sequence, long retirePriorTo) {
        return ids.announced(sequence, retirePriorTo, 100 + sequence, token(sequence));
    }

    @Test
    void spareIdsAreGivenOutOnceInTheirOrder() {
        announce(1, 0);
        announce(2, 0);

        assertThat(ids.takeSpare().id()).isEqualTo(101);
        assertThat(ids.takeSpare().id()).isEqualTo(102);
        assertThat(ids.takeSpare()).isNull();
    }

    @Test
    void sameSequenceWithAnotherIdIsAViolation() {
        announce(1, 0);

        assertThat(ids.announced(1, 0, 999, token(1))).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
        assertThat(ids.problem()).contains("sequence 1");
    }

    @Test
    void sameSequenceWithAnotherTokenIsAViolation() {
        announce(1, 0);

        assertThat(ids.announced(1, 0, 101, token(2))).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void sameIdWithAnotherSequenceIsAViolation() {
        announce(1, 0);

        assertThat(ids.announced(2, 0, 101, token(2))).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void sameAnnouncementAgainChangesNothing() {
        announce(1, 0);

        assertThat(announce(1, 0)).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(ids.takeSpare()).isNotNull();
        assertThat(ids.takeSpare()).isNull();
    }

    @Test
    void moreThanAreTakenIsALimitError() {
        announce(1, 0);
        announce(2, 0);
        announce(3, 0);

        assertThat(announce(4, 0)).isEqualTo(ErrorCode.CONNECTION_ID_LIMIT_ERROR);
    }

    @Test
    void idsBelowRetirePriorToAreRetired() {
        RemoteIds.Given first = ids.first();

        assertThat(announce(1, 1)).isEqualTo(ErrorCode.NO_ERROR);

        assertThat(first.isRetired()).isTrue();
        assertThat(ids.nextRetirement()).isZero();
        assertThat(ids.take().id()).isEqualTo(101);
    }

    @Test
    void lateAnnouncementBelowRetirePriorToIsRetiredAtOnce() {
        announce(2, 2);
        ids.retirementSent(ids.nextRetirement());

        assertThat(announce(1, 0)).isEqualTo(ErrorCode.NO_ERROR);

        assertThat(ids.nextRetirement()).isEqualTo(1);
        assertThat(ids.takeSpare().id()).isEqualTo(102);
    }

    @Test
    void announcementOfARetiredIdAgainChangesNothing() {
        announce(1, 0);
        ids.retire(ids.takeSpare());
        ids.retirementSent(1);
        ids.retirementAcked(1);

        assertThat(announce(1, 0)).isEqualTo(ErrorCode.NO_ERROR);

        assertThat(ids.takeSpare()).isNull();
        assertThat(ids.nextRetirement()).isEqualTo(-1);
    }

    @Test
    void retirementOfAllIdsIsAViolation() {
        announce(1, 0);
        ids.retire(ids.takeSpare());

        assertThat(ids.announced(1, 1, 101, token(1))).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void retirementIsToldUntilItIsAcknowledged() {
        announce(1, 1);
        ids.retirementSent(0);
        assertThat(ids.nextRetirement()).isEqualTo(-1);

        ids.retirementLost(0);
        assertThat(ids.nextRetirement()).isZero();

        ids.retirementSent(0);
        ids.retirementAcked(0);
        ids.retirementLost(0);
        assertThat(ids.nextRetirement()).isEqualTo(-1);
    }

    @Test
    void floodOfForcedRetirementsIsALimitError() {
        ErrorCode error = ErrorCode.NO_ERROR;
        long sequence = 0;
        while (error == ErrorCode.NO_ERROR) {
            sequence++;
            error = announce(sequence, sequence);
        }

        assertThat(error).isEqualTo(ErrorCode.CONNECTION_ID_LIMIT_ERROR);
        assertThat(sequence).isEqualTo(RemoteIds.MAX_RETIRING + 1);
    }

    @Test
    void sequenceFarBeyondWhatHasComeIsALimitError() {
        assertThat(announce(RemoteIds.MAX_AHEAD + 1, RemoteIds.MAX_AHEAD + 1))
                .isEqualTo(ErrorCode.CONNECTION_ID_LIMIT_ERROR);
        assertThat(announce(RemoteIds.MAX_AHEAD, 0)).isEqualTo(ErrorCode.NO_ERROR);
    }

    @Test
    void resetCountsOnlyWithTheTokenOfAnIdInUse() {
        announce(1, 0);
        announce(2, 0);
        ids.takeSpare();
        byte[] reset = new byte[40];
        System.arraycopy(token(1), 0, reset, 24, 16);
        byte[] ofSpare = new byte[40];
        System.arraycopy(token(2), 0, ofSpare, 24, 16);

        assertThat(routes.findByReset(reset, 0, 40)).isSameAs(connection);
        assertThat(ids.isReset(reset, 0, 40)).isTrue();
        assertThat(routes.findByReset(ofSpare, 0, 40)).isNull();
        assertThat(ids.isReset(ofSpare, 0, 40)).isFalse();
    }

    @Test
    void resetWithTheTokenOfARetiredIdDoesNotCount() {
        announce(1, 0);
        RemoteIds.Given used = ids.takeSpare();
        byte[] reset = new byte[40];
        System.arraycopy(token(1), 0, reset, 24, 16);

        ids.retire(used);

        assertThat(routes.findByReset(reset, 0, 40)).isNull();
        assertThat(ids.isReset(reset, 0, 40)).isFalse();
    }
}
