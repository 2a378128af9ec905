// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static io.aetherflow.statesync.TestManager.ANN;
import static io.aetherflow.statesync.TestManager.BOB;
import static io.aetherflow.statesync.TestManager.OWNER;
import static io.aetherflow.statesync.TestManager.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentLockTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final TestManager test = new TestManager();
    private final UUID docId = test.text("");

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void lockIsSeenByReadersAndTakenOnce() {
        DocumentLock lock = test.manager.acquireLock(ANN, docId, LEASE);

        assertThat(test.manager.lock(VIEWER, docId)).contains(lock);
        assertThat(test.manager.stats().activeLocks()).isEqualTo(1);
        assertThatThrownBy(() -> test.manager.acquireLock(BOB, docId, LEASE))
                .isInstanceOfSatisfying(DocumentLockedException.class, e -> {
                    assertThat(e.holder()).isEqualTo("ann");
                    assertThat(e.expiresAt()).isEqualTo(test.clock.instant().plus(LEASE));
                });
    }

    @Test
    void sameSessionTakesItAgainAndAnotherTabOfTheSameUserDoesNot() {
        DocumentLock lock = test.manager.acquireLock(ANN, docId, LEASE);
        test.clock.advance(Duration.ofSeconds(10));

        DocumentLock again = test.manager.acquireLock(ANN, docId, LEASE);

        assertThat(again.lockId()).isEqualTo(lock.lockId());
        assertThat(again.expiresAt()).isEqualTo(lock.expiresAt().plusSeconds(10));
        Caller otherTab = Caller.of("ann", "another-tab");
        assertThatThrownBy(() -> test.manager.acquireLock(otherTab, docId, LEASE))
                .isInstanceOf(DocumentLockedException.class);
    }

    @Test
    void onlyTheHoldersSessionSubmitsWhileItIsHeld() {
        test.edit(BOB, docId, 1, "[\"b\"]");
        DocumentLock lock = test.manager.acquireLock(ANN, docId, LEASE);

        test.edit(ANN, docId, 2, "[\"a\"]");
        assertThatThrownBy(() -> test.edit(BOB, docId, 3, 2, "[\"c\"]"))
                .isInstanceOfSatisfying(
                        DocumentLockedException.class,
                        e -> assertThat(e.expiresAt()).isEqualTo(lock.expiresAt()));
        assertThat(test.version(docId)).isEqualTo(3);

        test.manager.releaseLock(ANN, docId, lock.lockId());
        test.edit(BOB, docId, 3, 2, "[\"c\"]");
        assertThat(test.version(docId)).isEqualTo(4);
    }

    @Test
    void leaseEndsByTheClockWithoutACleanup() {
        DocumentLock lock = test.manager.acquireLock(ANN, docId, LEASE);
        test.clock.advance(LEASE.minusNanos(1));
        assertThatThrownBy(() -> test.edit(BOB, docId, 1, "[\"b\"]")).isInstanceOf(DocumentLockedException.class);

        test.clock.advance(Duration.ofNanos(1));

        test.edit(BOB, docId, 1, "[\"b\"]");
        assertThat(test.manager.lock(ANN, docId)).isEmpty();
        assertThatThrownBy(() -> test.manager.renewLock(ANN, docId, lock.lockId(), LEASE))
                .isInstanceOf(LockNotHeldException.class);
        assertThatThrownBy(() -> test.manager.releaseLock(ANN, docId, lock.lockId()))
                .isInstanceOf(LockNotHeldException.class);
        assertThat(test.manager.acquireLock(BOB, docId, LEASE).fence()).isGreaterThan(lock.fence());
    }

    @Test
    void renewalExtendsTheLease() {
        DocumentLock lock = test.manager.acquireLock(ANN, docId, LEASE);
        test.clock.advance(LEASE.minusSeconds(1));

        DocumentLock renewed = test.manager.renewLock(ANN, docId, lock.lockId(), LEASE);
        test.clock.advance(LEASE.minusSeconds(1));

        assertThat(test.manager.lock(VIEWER, docId)).contains(renewed);
    }

    @Test
    void lockIsReleasedAndRenewedByItsIdAndItsUserOnly() {
        DocumentLock lock = test.manager.acquireLock(ANN, docId, LEASE);

        assertThatThrownBy(() -> test.manager.releaseLock(ANN, docId, StoreRows.id()))
                .isInstanceOf(LockNotHeldException.class);
        assertThatThrownBy(() -> test.manager.releaseLock(BOB, docId, lock.lockId()))
                .isInstanceOf(LockNotHeldException.class);
        assertThatThrownBy(() -> test.manager.renewLock(BOB, docId, lock.lockId(), LEASE))
                .isInstanceOf(LockNotHeldException.class);
        assertThat(test.manager.lock(ANN, docId)).contains(lock);
    }

    @Test
    void whoMayNoLongerWriteReleasesTheLockButCannotKeepIt() {
        DocumentLock lock = test.manager.acquireLock(ANN, docId, LEASE);
        test.permit(docId, new Permissions("owner", Set.of(), Set.of("ann"), false));

        assertThatThrownBy(() -> test.manager.renewLock(ANN, docId, lock.lockId(), LEASE))
                .isInstanceOf(PermissionDeniedException.class);
        test.manager.releaseLock(ANN, docId, lock.lockId());
        assertThat(test.manager.lock(OWNER, docId)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT1H0.001S"})
    void leaseOutsideItsRangeIsRefused(String lease) {
        assertThatThrownBy(() -> test.manager.acquireLock(ANN, docId, Duration.parse(lease)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("lease is \"" + lease + "\", allowed is 1 ms to PT1H");
    }

    @Test
    void removingExpiredLocksTellsTheSubscribers() {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        test.manager.subscribe(VIEWER, SubscribeRequest.fromSnapshot(docId), subscriber);
        DocumentLock lock = test.manager.acquireLock(ANN, docId, LEASE);
        subscriber.awaitEvent(new DocumentEvent.LockChanged(Optional.of(lock))::equals);
        assertThat(test.manager.removeExpiredLocks()).isZero();

        test.clock.advance(LEASE);

        assertThat(test.manager.removeExpiredLocks()).isEqualTo(1);
        subscriber.awaitEvent(new DocumentEvent.LockChanged(Optional.empty())::equals);
        assertThat(test.manager.removeExpiredLocks()).isZero();
    }
}
