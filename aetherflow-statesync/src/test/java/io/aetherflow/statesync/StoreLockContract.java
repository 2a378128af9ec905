// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Leases by the store's clock, and fences that only grow. */
interface StoreLockContract extends StoreUnderTest {
    /** Long enough for a store whose clock cannot be stopped. */
    Duration LEASE = Duration.ofSeconds(20);

    @Test
    default void acquiredLockIsInForceAndMovesTheControlRevision() {
        StoredDocument document = StoreRows.create(store());
        UUID lockId = StoreRows.id();

        DocumentLock lock = store().acquireLock(document.id(), lockId, StoreRows.ANN, LEASE);

        assertThat(lock.lockId()).isEqualTo(lockId);
        assertThat(lock.docId()).isEqualTo(document.id());
        assertThat(lock.isHeldBy(StoreRows.ANN)).isTrue();
        assertThat(Duration.between(lock.acquiredAt(), lock.expiresAt())).isEqualTo(LEASE);
        StoredDocument now = store().find(document.id()).orElseThrow();
        assertThat(now.lock()).contains(lock);
        assertThat(now.head()).isEqualTo(document.head().withNextControlRevision());
    }

    @Test
    default void otherSessionIsRefusedAndToldHolderAndExpiry() {
        StoredDocument document = StoreRows.create(store());
        DocumentLock held = acquire(document.id(), StoreRows.ANN);
        List<Caller> others = List.of(StoreRows.BOB, Caller.of("ann", "another-tab"), Caller.of("bob", "ann-tab"));

        assertThat(others)
                .allSatisfy(other -> assertThatThrownBy(() -> acquire(document.id(), other))
                        .isInstanceOfSatisfying(DocumentLockedException.class, e -> {
                            assertThat(e.docId()).isEqualTo(document.id());
                            assertThat(e.holder()).isEqualTo("ann");
                            assertThat(e.expiresAt()).isEqualTo(held.expiresAt());
                        }));
        assertThat(store().find(document.id()).orElseThrow().lock()).contains(held);
    }

    @Test
    default void sameSessionExtendsItsLock() {
        StoredDocument document = StoreRows.create(store());
        DocumentLock first = acquire(document.id(), StoreRows.ANN);
        passTime(Duration.ofSeconds(5));

        DocumentLock again = acquire(document.id(), StoreRows.ANN);

        assertThat(again.lockId()).isEqualTo(first.lockId());
        assertThat(again.fence()).isEqualTo(first.fence());
        assertThat(again.acquiredAt()).isEqualTo(first.acquiredAt());
        assertThat(again.expiresAt()).isAfterOrEqualTo(first.expiresAt().plusSeconds(5));
    }

    @Test
    default void lockEndsByTheClockWithoutAnybodyRemovingIt() {
        StoredDocument document = StoreRows.create(store());
        DocumentLock expired = acquire(document.id(), StoreRows.ANN);
        passTime(LEASE);

        assertThat(store().find(document.id()).orElseThrow().lock()).isEmpty();
        assertThat(store().stats().activeLocks()).isZero();
        assertThat(store().releaseLock(document.id(), expired.lockId())).isFalse();
        assertThatThrownBy(() -> store().renewLock(document.id(), expired.lockId(), LEASE))
                .isInstanceOf(LockNotHeldException.class);
        assertThat(acquire(document.id(), StoreRows.BOB).fence()).isGreaterThan(expired.fence());
    }

    @Test
    default void renewedLockLastsFromNow() {
        StoredDocument document = StoreRows.create(store());
        DocumentLock lock = acquire(document.id(), StoreRows.ANN);
        passTime(LEASE.dividedBy(2));

        DocumentLock renewed = store().renewLock(document.id(), lock.lockId(), LEASE);
        passTime(LEASE.multipliedBy(3).dividedBy(4));

        assertThat(renewed.expiresAt()).isAfterOrEqualTo(lock.expiresAt().plus(LEASE.dividedBy(2)));
        assertThat(renewed.fence()).isEqualTo(lock.fence());
        assertThat(store().find(document.id()).orElseThrow().lock()).contains(renewed);
    }

    @Test
    default void lockIsRenewedAndReleasedByItsIdOnly() {
        StoredDocument document = StoreRows.create(store());
        DocumentLock lock = acquire(document.id(), StoreRows.ANN);
        UUID other = StoreRows.id();

        assertThat(store().releaseLock(document.id(), other)).isFalse();
        assertThatThrownBy(() -> store().renewLock(document.id(), other, LEASE))
                .isInstanceOfSatisfying(
                        LockNotHeldException.class, e -> assertThat(e.lockId()).isEqualTo(other));
        assertThat(store().find(document.id()).orElseThrow().lock()).contains(lock);
        assertThat(store().releaseLock(document.id(), lock.lockId())).isTrue();
        assertThat(store().releaseLock(document.id(), lock.lockId())).isFalse();
        assertThat(store().find(document.id()).orElseThrow().lock()).isEmpty();
    }

    @Test
    default void documentCanBeLockedAndReleasedAnyNumberOfTimes() {
        StoredDocument document = StoreRows.create(store());
        long fence = 0;
        for (int i = 0; i < 5; i++) {
            DocumentLock lock = acquire(document.id(), i % 2 == 0 ? StoreRows.ANN : StoreRows.BOB);
            assertThat(lock.fence()).isGreaterThan(fence);
            fence = lock.fence();
            store().releaseLock(document.id(), lock.lockId());
        }
        assertThat(StoreRows.head(store(), document.id()).controlRevision()).isEqualTo(11);
    }

    @Test
    default void onlyExpiredLocksAreRemovedUpToALimitAndEachOnce() {
        StoredDocument first = StoreRows.create(store());
        StoredDocument second = StoreRows.create(store());
        acquire(first.id(), StoreRows.ANN);
        acquire(second.id(), StoreRows.ANN);
        passTime(LEASE);
        StoredDocument held = StoreRows.create(store());
        acquire(held.id(), StoreRows.ANN);

        assertThat(store().removeExpiredLocks(1)).hasSize(1);
        assertThat(store().removeExpiredLocks(10)).hasSize(1).doesNotContain(held.id());
        assertThat(store().removeExpiredLocks(10)).isEmpty();
        assertThat(StoreRows.head(store(), first.id()).controlRevision()).isEqualTo(3);
        assertThat(store().find(held.id()).orElseThrow().lock()).isPresent();
    }

    @Test
    default void ofConcurrentAcquirersOneGetsTheLock() {
        StoredDocument document = StoreRows.create(store());
        CyclicBarrier start = new CyclicBarrier(4);

        List<DocumentLock> locks = InParallel.run(4, thread -> {
            InParallel.await(start);
            try {
                return acquire(document.id(), Caller.of("user-" + thread, "tab"));
            } catch (DocumentLockedException e) {
                return null;
            }
        });

        assertThat(locks).filteredOn(Objects::nonNull).hasSize(1);
    }

    private DocumentLock acquire(UUID docId, Caller caller) {
        return store().acquireLock(docId, StoreRows.id(), caller, LEASE);
    }
}
